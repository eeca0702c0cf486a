package io.handclasp.proxy.link;

import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An exchange whose connection is not open yet, or whose endpoint is not known yet. Keeps what is
 * sent all the same, and passes everything through once it has one.
 */
final class WaitingExchange implements UpstreamExchange {
  private final RequestHead head;
  private final boolean headOnly;
  private final UpstreamListener listener;
  private final Consumer<WaitingExchange> onCancel;
  private final Deque<ByteBuf> kept = new ArrayDeque<>();
  private boolean keptLast;
  private @Nullable Fields keptTrailers;
  private @Nullable UpstreamExchange started;
  private boolean over;

  WaitingExchange(
      RequestHead head,
      boolean headOnly,
      UpstreamListener listener,
      Consumer<WaitingExchange> onCancel) {
    this.head = head;
    this.headOnly = headOnly;
    this.listener = listener;
    this.onCancel = onCancel;
  }

  /** Opens exchanges where this one is to go on. */
  interface Place {
    UpstreamExchange open(RequestHead head, boolean last, UpstreamListener listener);
  }

  void start(Place place) {
    UpstreamExchange exchange = place.open(head, headOnly, listener);
    started = exchange;
    while (!kept.isEmpty()) {
      ByteBuf data = kept.remove();
      exchange.body(data, keptLast && kept.isEmpty());
    }
    if (keptTrailers != null) {
      exchange.trailers(keptTrailers);
    }
    listener.onSent();
    if (exchange.isWritable()) {
      listener.onWritable();
    }
  }

  void fail(UpstreamFailure failure) {
    end();
    listener.onFailure(failure);
  }

  @Override
  public void body(ByteBuf data, boolean last) {
    if (started != null) {
      started.body(data, last);
    } else if (over) {
      data.release();
    } else {
      kept.add(data);
      keptLast = last;
    }
  }

  @Override
  public void trailers(Fields trailers) {
    if (started != null) {
      started.trailers(trailers);
    } else {
      keptTrailers = trailers;
    }
  }

  @Override
  public boolean isWritable() {
    return started != null && started.isWritable();
  }

  @Override
  public void consumed(int bytes) {
    if (started != null) {
      started.consumed(bytes);
    }
  }

  @Override
  public void cancel() {
    if (started != null) {
      started.cancel();
    } else if (!over) {
      end();
      onCancel.accept(this);
    }
  }

  @Override
  public @Nullable LinkInfo link() {
    return started == null ? null : started.link();
  }

  private void end() {
    over = true;
    kept.forEach(ByteBuf::release);
    kept.clear();
  }
}
