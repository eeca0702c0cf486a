package io.handclasp.handshake.record;

/** Is told of each handshake, once, on the event loop of its connection; must not block. */
@FunctionalInterface
public interface HandshakeListener {
  /** The connection's one record. */
  void onHandshake(HandshakeRecord handshake);
}
