package io.handclasp.proxy.link;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.http.Side;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Passes an exchange through both ways and tells its endpoint how it went. */
final class WatchedExchange implements UpstreamExchange, UpstreamListener {
  private final WatchedEndpoint endpoint;
  private final UpstreamListener listener;
  private UpstreamExchange exchange = UnsentExchange.INSTANCE;
  private boolean answered;
  private boolean ended;

  WatchedExchange(WatchedEndpoint endpoint, UpstreamListener listener) {
    this.endpoint = endpoint;
    this.listener = listener;
  }

  void follow(UpstreamExchange opened) {
    exchange = opened;
  }

  @Override
  public void body(ByteBuf data, boolean last) {
    exchange.body(data, last);
  }

  @Override
  public void trailers(Fields trailers) {
    exchange.trailers(trailers);
  }

  @Override
  public boolean isWritable() {
    return exchange.isWritable();
  }

  @Override
  public void consumed(int bytes) {
    exchange.consumed(bytes);
  }

  @Override
  public void cancel() {
    end();
    exchange.cancel();
  }

  @Override
  public @Nullable LinkInfo link() {
    return exchange.link();
  }

  @Override
  public void onInformational(ResponseHead head) {
    listener.onInformational(head);
  }

  @Override
  public void onHead(ResponseHead head, boolean last) {
    answered = true;
    endpoint.onAnswered();
    if (last) {
      end();
    }
    listener.onHead(head, last);
  }

  @Override
  public void onBody(ByteBuf data, boolean last) {
    if (last) {
      end();
    }
    listener.onBody(data, last);
  }

  @Override
  public void onTrailers(Fields trailers) {
    end();
    listener.onTrailers(trailers);
  }

  @Override
  public void onSent() {
    listener.onSent();
  }

  @Override
  public void onWritable() {
    listener.onWritable();
  }

  @Override
  public void onFailure(UpstreamFailure failure) {
    end();
    if (!answered && isItsFault(failure)) {
      endpoint.onFailed();
    }
    endpoint.failed(listener, failure);
  }

  /** A kept connection that died idle says nothing; what our own side caused neither. */
  private static boolean isItsFault(UpstreamFailure failure) {
    return failure.repeat() != UpstreamFailure.Repeat.IF_IDEMPOTENT
        && (failure.kind().side() == Side.UPSTREAM || failure.kind() == FailureKind.TLS_REFUSED);
  }

  private void end() {
    if (!ended) {
      ended = true;
      endpoint.onEnded();
    }
  }
}
