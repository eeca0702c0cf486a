package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that notes what its streams hear. */
final class RecordingClient extends ClientConnection {
  @Nullable ErrorCode violation;
  @Nullable String detail;
  boolean closed;
  boolean goneAway;

  RecordingClient(Turn turn, Http2Options options) {
    super(turn, options);
  }

  @Override
  protected void onRoom() {}

  @Override
  protected void onGoAway() {
    goneAway = true;
  }

  @Override
  protected void onViolation(ErrorCode code, String text) {
    violation = code;
    detail = text;
  }

  @Override
  protected void onClosed() {
    closed = true;
  }

  static final class Heard extends ClientStream {
    final List<Integer> informational = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    @Nullable ResponseHead head;
    @Nullable Fields trailers;
    @Nullable StreamFailure failure;
    boolean last;
    Runnable onEnd = () -> {};

    @Override
    protected void onInformational(ResponseHead response) {
      informational.add(response.status());
    }

    @Override
    protected void onHead(ResponseHead response, boolean end) {
      head = response;
      last = end;
      if (end) {
        onEnd.run();
      }
    }

    @Override
    protected void onBody(ByteBuf data, boolean end) {
      int length = data.readableBytes();
      body.append(data.toString(StandardCharsets.ISO_8859_1));
      data.release();
      last = end;
      consumed(length);
    }

    @Override
    protected void onTrailers(Fields fields) {
      trailers = fields;
      last = true;
    }

    @Override
    protected void onWritable() {}

    @Override
    protected void onFailure(StreamFailure why) {
      failure = why;
    }
  }
}
