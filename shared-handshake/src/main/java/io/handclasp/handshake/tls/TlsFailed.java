package io.handclasp.handshake.tls;

import io.handclasp.handshake.record.HandshakeRecord;

/**
 * Fired as a user event behind the TLS handler when the handshake failed or was refused after the
 * fact; the channel closes next. Fired at most once.
 *
 * @param handshake what is known
 */
public record TlsFailed(HandshakeRecord handshake) {}
