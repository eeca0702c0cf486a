package io.handclasp.handshake.tls;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.netty.channel.Channel;
import java.util.List;

/** The TLS of a listener in one epoch: contexts built once, used by every accepted connection. */
public final class ServerTls implements AutoCloseable {
  private ServerTls() {}

  /**
   * Builds the contexts and tries them, so that a key that does not fit fails here.
   *
   * @param alpn protocols offered, most wanted first; empty for none
   * @param epoch number of this state of identity and trust, noted in every record
   * @param verdict completes each record before anybody sees it
   */
  public static ServerTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict) {
    throw new UnsupportedOperationException("build");
  }

  /**
   * Adds the tap, the TLS handler and what observes them at the end of the pipeline of a new
   * channel. Handlers added behind see plain bytes and {@link TlsEstablished} or {@link TlsFailed}.
   */
  public void addTo(Channel channel, HandshakeListener listener) {
    throw new UnsupportedOperationException("addTo");
  }

  /** Releases the contexts; connections that use them go on. */
  @Override
  public void close() {}
}
