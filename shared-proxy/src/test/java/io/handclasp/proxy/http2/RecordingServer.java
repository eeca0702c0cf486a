package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server that notes what its streams hear and lets a test answer. */
final class RecordingServer extends ServerConnection {
  final List<Heard> streams = new ArrayList<>();
  @Nullable ErrorCode violation;
  @Nullable String detail;
  boolean closed;
  Consumer<Heard> onRequest = stream -> {};
  boolean consumes = true;

  RecordingServer(Turn turn, Http2Options options) {
    super(turn, options);
  }

  Heard stream(int index) {
    return streams.get(index);
  }

  @Override
  protected ServerStream newStream() {
    Heard stream = new Heard();
    streams.add(stream);
    return stream;
  }

  @Override
  protected void onIdle() {}

  @Override
  protected void onViolation(ErrorCode code, String text) {
    violation = code;
    detail = text;
  }

  @Override
  protected void onClosed() {
    closed = true;
  }

  static ResponseHead ok(BodyFraming framing) {
    return new ResponseHead(200, new Fields(), framing);
  }

  final class Heard extends ServerStream {
    @Nullable RequestHead head;
    @Nullable FailureKind invalid;
    @Nullable StreamFailure failure;
    @Nullable Fields trailers;
    final StringBuilder body = new StringBuilder();
    boolean last;
    int writableTold;

    @Override
    protected void onRequest(RequestHead request, boolean end) {
      head = request;
      last = end;
      onRequest.accept(this);
    }

    @Override
    protected void onInvalid(FailureKind kind) {
      invalid = kind;
      head(new ResponseHead(kind.status(), new Fields(), BodyFraming.length(0)), true);
    }

    @Override
    protected void onBody(ByteBuf data, boolean end) {
      int length = data.readableBytes();
      body.append(data.toString(StandardCharsets.ISO_8859_1));
      data.release();
      last = end;
      if (consumes) {
        consumed(length);
      }
    }

    @Override
    protected void onTrailers(Fields fields) {
      trailers = fields;
      last = true;
    }

    @Override
    protected void onWritable() {
      writableTold++;
    }

    @Override
    protected void onFailure(StreamFailure why) {
      failure = why;
    }
  }
}
