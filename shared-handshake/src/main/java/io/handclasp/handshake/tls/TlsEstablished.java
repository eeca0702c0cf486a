package io.handclasp.handshake.tls;

/**
 * Fired as a user event behind the TLS handler once the handshake is complete on this side. On a
 * TLS 1.3 client the peer may still refuse.
 *
 * @param handshakeId the id of the record to come
 * @param peer who is there; the back's client, the front's server
 * @param protocol the ALPN name agreed on, {@code http/1.1} where none was
 */
public record TlsEstablished(String handshakeId, PeerIdentity peer, String protocol) {}
