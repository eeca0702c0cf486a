package io.handclasp.bench.micro;

import static java.util.Objects.requireNonNull;

import io.handclasp.proxy.http.HeadLimits;
import io.handclasp.proxy.http.HeadWriter;
import io.handclasp.proxy.http.Http1RequestParser;
import io.handclasp.proxy.http.HttpSyntaxException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading the head of an HTTP/1.1 request: our strict scanner, and Netty's decoder beside it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Heads {
  private static final String REQUEST =
      """
      GET /orders/4711?expand=lines HTTP/1.1
      Host: shop.example
      User-Agent: benchmark/1.0 (a client of ours)
      Accept: application/json
      Accept-Encoding: gzip, deflate
      X-Request-Id: 6f1e0b58-7a0e-4a3e-9c53-0f7f1f8c4a10
      Cache-Control: no-cache

      """
          .replace("\n", "\r\n");

  private final ByteBuf bytes =
      Unpooled.directBuffer().writeBytes(REQUEST.getBytes(StandardCharsets.US_ASCII));
  private final ByteBuf out = Unpooled.directBuffer(4096);
  private final Http1RequestParser parser =
      new Http1RequestParser(new HeadLimits(8192, 32_768, 200), false);
  private final HeadWriter writer = new HeadWriter();
  private final EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder());

  /** Ours. */
  @Benchmark
  public Object scan() throws HttpSyntaxException {
    return requireNonNull(parser.parse(bytes.readerIndex(0)));
  }

  /** Ours, and writing it on. */
  @Benchmark
  public int scanAndWrite() throws HttpSyntaxException {
    writer.request(requireNonNull(parser.parse(bytes.readerIndex(0))), out.clear());
    return out.readableBytes();
  }

  /** Netty's. */
  @Benchmark
  public boolean nettyDecoder() {
    netty.writeInbound(bytes.readerIndex(0).retainedDuplicate());
    ReferenceCountUtil.release(netty.readInbound());
    return ReferenceCountUtil.release(netty.readInbound());
  }
}
