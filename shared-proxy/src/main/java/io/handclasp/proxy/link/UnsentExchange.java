package io.handclasp.proxy.link;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** An exchange that failed before any of it was sent: takes what comes and drops it. */
record UnsentExchange(@Nullable LinkInfo link) implements UpstreamExchange {
  /** Where there is no connection. */
  static final UpstreamExchange INSTANCE = new UnsentExchange(null);

  /** Tells the listener why, at once. */
  static UpstreamExchange refused(
      LinkConnection connection, FailureKind kind, UpstreamListener listener) {
    listener.onFailure(
        new UpstreamFailure(
            kind, UpstreamFailure.Repeat.NEVER, connection.info().handshakeId(), null));
    return new UnsentExchange(connection.info());
  }

  @Override
  public void body(ByteBuf data, boolean last) {
    data.release();
  }

  @Override
  public void trailers(Fields trailers) {
    // Nobody is there to get them.
  }

  @Override
  public boolean isWritable() {
    return false;
  }

  @Override
  public void consumed(int bytes) {
    // Nothing was delivered.
  }

  @Override
  public void cancel() {
    // It is over.
  }
}
