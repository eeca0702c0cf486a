package io.handclasp.proxy.http;

import io.handclasp.handshake.tls.PeerIdentity;
import io.handclasp.proxy.config.Address;
import org.jspecify.annotations.Nullable;

/**
 * Who sends the requests of one downstream connection.
 *
 * @param connection number of the connection in this process
 * @param remote the caller's address
 * @param local the address it connected to
 * @param handshakeId id of its handshake record; null where it came without TLS
 * @param peer who it proved to be; null where it came without TLS
 * @param peerName subject of its certificate, RFC 2253 form; null where it came without TLS
 */
public record Caller(
    long connection,
    Address remote,
    Address local,
    @Nullable String handshakeId,
    @Nullable PeerIdentity peer,
    @Nullable String peerName) {

  /** A caller whose name is taken from its certificate. */
  public static Caller of(
      long connection,
      Address remote,
      Address local,
      @Nullable String handshakeId,
      @Nullable PeerIdentity peer) {
    String name = peer == null ? null : peer.leaf().getSubjectX500Principal().getName();
    return new Caller(connection, remote, local, handshakeId, peer, name);
  }

  /** Whether it came by TLS. */
  public boolean isSecure() {
    return handshakeId != null;
  }
}
