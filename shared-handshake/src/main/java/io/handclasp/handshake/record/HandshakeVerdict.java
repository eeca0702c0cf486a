package io.handclasp.handshake.record;

/**
 * Completes what was observed with cause, fault and detail. Package {@code tls} calls it once per
 * record, before anybody else sees the record; so whoever implements it builds on {@code record}
 * and on shared-pki's types alone, never on {@code tls}. Runs on the event loop and must not block.
 */
@FunctionalInterface
public interface HandshakeVerdict {
  /** The same record with its conclusions; {@code raw} has an empty cause and no fault. */
  HandshakeRecord complete(HandshakeRecord raw);
}
