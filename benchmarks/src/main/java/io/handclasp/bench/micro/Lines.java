package io.handclasp.bench.micro;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.forward.ExchangeListener;
import io.handclasp.proxy.http.Side;
import io.handclasp.proxy.log.AccessLog;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The line that the access log makes of a request, on the request's event loop. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Lines {
  /** The form of the line. */
  @Param public LogConfig.Format format = LogConfig.Format.TEXT;

  private final ExchangeCompleted exchange =
      new ExchangeCompleted(
          Instant.EPOCH,
          0,
          4711,
          new Address("127.0.0.1", 51_234),
          "1f2e3d4c5b6a",
          "CN=front.example",
          "HTTP/2",
          AsciiString.cached("GET"),
          AsciiString.cached("https"),
          AsciiString.cached("shop.example"),
          AsciiString.cached("/orders/4711?expand=lines"),
          "",
          AsciiString.cached("benchmark/1.0 (a client of ours)"),
          "*/",
          new Address("127.0.0.1", 9_000),
          12,
          null,
          200,
          null,
          null,
          Side.DOWNSTREAM,
          ExchangeCompleted.Phase.DONE,
          0,
          1_024,
          0,
          Duration.ofNanos(1_234_567),
          Duration.ofNanos(34_567),
          Duration.ofNanos(1_134_567),
          null);

  private ExchangeListener log = completed -> {};

  /** For the form asked for. */
  @Setup
  public void open() {
    log = AccessLog.rehearsal(new LogConfig(format, Map.of()));
  }

  /** Makes it and drops it. */
  @Benchmark
  public void line() {
    log.onCompleted(exchange);
  }
}
