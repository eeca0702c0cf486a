package io.handclasp.bench.micro;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.http2.ClientConnection;
import io.handclasp.proxy.http2.ClientStream;
import io.handclasp.proxy.http2.ErrorCode;
import io.handclasp.proxy.http2.Http2Options;
import io.handclasp.proxy.http2.ServerConnection;
import io.handclasp.proxy.http2.ServerStream;
import io.handclasp.proxy.http2.StreamFailure;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.AsciiString;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A request and its answer of 1 KiB over our HTTP/2, both ends, in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Frames {
  private static final int AT_ONCE = 32;
  private static final ByteBuf BODY =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(1_024).writeZero(1_024));

  private final EmbeddedChannel near = new EmbeddedChannel();
  private final EmbeddedChannel far = new EmbeddedChannel();
  private final Client client = new Client(new Turn(near.eventLoop()));
  private long answered;
  private long spans;

  /** Both ends say their settings. */
  public Frames() {
    near.pipeline().addLast(client);
    far.pipeline().addLast(new Server(new Turn(far.eventLoop())));
    pass();
  }

  /** Many at once, as a busy link has them. */
  @Benchmark
  @OperationsPerInvocation(AT_ONCE)
  public long exchanges() {
    for (int i = 0; i < AT_ONCE; i++) {
      client.open(new Asked(), request(), true);
    }
    pass();
    return answered;
  }

  private void pass() {
    boolean more = true;
    while (more) {
      near.runPendingTasks();
      more = pass(near, far);
      far.runPendingTasks();
      more |= pass(far, near);
    }
  }

  private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
    boolean some = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      to.writeInbound(bytes);
      some = true;
    }
    return some;
  }

  private RequestHead request() {
    Fields fields = new Fields();
    fields.add(FieldName.USER_AGENT, AsciiString.cached("benchmark/1.0"));
    fields.add(FieldName.ACCEPT, AsciiString.cached("*/*"));
    fields.add(FieldName.VIA, AsciiString.cached("1.1 client-proxy"));
    fields.add(FieldName.X_FORWARDED_FOR, AsciiString.cached("127.0.0.1"));
    fields.add(FieldName.X_FORWARDED_PROTO, AsciiString.cached("http"));
    fields.add(FieldName.TRACEPARENT, traceparent());
    return new RequestHead(
        AsciiString.cached("GET"),
        AsciiString.cached("http"),
        AsciiString.cached("shop.example"),
        AsciiString.cached("/orders/4711"),
        Protocol.HTTP_1_1,
        fields,
        BodyFraming.NONE,
        null);
  }

  /** As each request has another. */
  private AsciiString traceparent() {
    String span = HexFormat.of().toHexDigits(++spans);
    return new AsciiString("00-0af7651916cd43dd8448eb211c80319c-" + span + "-00");
  }

  private static final class Client extends ClientConnection {
    Client(Turn turn) {
      super(turn, Http2Options.defaults());
    }

    @Override
    protected void onRoom() {}

    @Override
    protected void onGoAway() {}

    @Override
    protected void onViolation(ErrorCode code, String detail) {
      throw new IllegalStateException(detail);
    }

    @Override
    protected void onClosed() {}
  }

  private final class Asked extends ClientStream {
    @Override
    protected void onInformational(ResponseHead head) {}

    @Override
    protected void onHead(ResponseHead head, boolean last) {}

    @Override
    protected void onBody(ByteBuf data, boolean last) {
      consumed(data.readableBytes());
      data.release();
      answered++;
    }

    @Override
    protected void onTrailers(Fields trailers) {}

    @Override
    protected void onWritable() {}

    @Override
    protected void onFailure(StreamFailure failure) {
      throw new IllegalStateException(failure.toString());
    }
  }

  private static final class Server extends ServerConnection {
    Server(Turn turn) {
      super(turn, Http2Options.defaults());
    }

    @Override
    protected ServerStream newStream() {
      return new Answering();
    }

    @Override
    protected void onIdle() {}

    @Override
    protected void onViolation(ErrorCode code, String detail) {
      throw new IllegalStateException(detail);
    }

    @Override
    protected void onClosed() {}
  }

  private static final class Answering extends ServerStream {
    @Override
    protected void onRequest(RequestHead head, boolean last) {
      Fields fields = new Fields(2);
      fields.add(FieldName.CONTENT_TYPE, AsciiString.cached("text/plain"));
      head(new ResponseHead(200, fields, BodyFraming.length(BODY.readableBytes())), false);
      body(BODY.retainedDuplicate(), true);
    }

    @Override
    protected void onInvalid(FailureKind kind) {
      throw new IllegalStateException(kind.toString());
    }

    @Override
    protected void onBody(ByteBuf data, boolean last) {
      data.release();
    }

    @Override
    protected void onTrailers(Fields trailers) {}

    @Override
    protected void onWritable() {}

    @Override
    protected void onFailure(StreamFailure failure) {
      throw new IllegalStateException(failure.toString());
    }
  }
}
