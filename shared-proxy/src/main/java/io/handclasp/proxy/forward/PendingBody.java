package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.link.UpstreamExchange;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request's body before the next hop takes it: no more than the client may send
 * without getting credit.
 */
final class PendingBody {
  private @Nullable Deque<ByteBuf> parts;
  private boolean last;
  private @Nullable Fields trailers;

  boolean isEmpty() {
    return parts == null && trailers == null;
  }

  void add(ByteBuf data, boolean isLast) {
    if (parts == null) {
      parts = new ArrayDeque<>(2);
    }
    parts.add(data);
    last = isLast;
  }

  void end(Fields fields) {
    trailers = fields;
  }

  void drainTo(UpstreamExchange to) {
    Deque<ByteBuf> sent = parts;
    parts = null;
    while (sent != null && !sent.isEmpty()) {
      ByteBuf data = sent.remove();
      to.body(data, last && sent.isEmpty());
    }
    if (trailers != null) {
      to.trailers(trailers);
      trailers = null;
    }
  }

  void release() {
    Deque<ByteBuf> dropped = parts;
    parts = null;
    trailers = null;
    if (dropped != null) {
      dropped.forEach(ByteBuf::release);
    }
  }
}
