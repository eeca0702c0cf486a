package io.handclasp.handshake.tls;

import io.handclasp.handshake.record.HandshakeListener;
import io.netty.channel.Channel;
import java.util.List;

/** The TLS towards peers in one epoch: contexts built once, used by every opened connection. */
public final class ClientTls implements AutoCloseable {
  private ClientTls() {}

  /** As {@link ServerTls#build}, for the side that opens connections. */
  public static ClientTls build(
      TlsSettings settings, TlsMaterial material, List<String> alpn, long epoch) {
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

  /** Releases the contexts; connections that use them go on. */
  @Override
  public void close() {}
}
