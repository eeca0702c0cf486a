package io.handclasp.handshake.tls;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;

/** The TLS towards peers in one epoch: contexts built once, used by every opened connection. */
public final class ClientTls implements AutoCloseable {
  private ClientTls() {}

  /** As {@link ServerTls#build}, for the side that opens connections. */
  public static ClientTls build(
      TlsSettings settings,
      TlsMaterial material,
      List<String> alpn,
      long epoch,
      HandshakeVerdict verdict) {
    throw new UnsupportedOperationException("build");
  }

  /**
   * Adds the tap, the TLS handler and what observes them at the end of the pipeline of a new
   * channel.
   *
   * @param host for SNI (where it is a name) and session resumption
   * @param port for session resumption
   * @param expectedName what the server's certificate must carry, DNS name or IP address
   */
  public void addTo(
      Channel channel, String host, int port, String expectedName, HandshakeListener listener) {
    throw new UnsupportedOperationException("addTo");
  }

  /**
   * Reports a connection that never came up: its name did not resolve or TCP failed. Whoever opens
   * connections calls it instead of what the tap would have told, so that each attempt has its
   * record.
   *
   * @param host as configured
   * @param cause what the resolver or the connect attempt failed with
   * @param took since the attempt began
   * @return the record that {@code listener} was given
   */
  public HandshakeRecord connectFailed(
      String host, int port, Throwable cause, Duration took, HandshakeListener listener) {
    throw new UnsupportedOperationException("connectFailed");
  }

  /** Releases the contexts; connections that use them go on. */
  @Override
  public void close() {}
}
