package io.handclasp.proxy.server;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.proxy.forward.ExchangeListener;

/**
 * Who is told of what happens in a proxy.
 *
 * @param handshakes each TLS connection, on its event loop
 * @param exchanges each request, on its event loop
 * @param lifecycle start, reload, drain, end
 */
public record ProxyEvents(
    HandshakeListener handshakes, ExchangeListener exchanges, LifecycleListener lifecycle) {
  /** Nobody listens. */
  public static ProxyEvents none() {
    return new ProxyEvents(handshake -> {}, exchange -> {}, event -> {});
  }

  /** Tells others too, after these, on the same thread. */
  public ProxyEvents and(ProxyEvents others) {
    return new ProxyEvents(
        handshake -> {
          handshakes.onHandshake(handshake);
          others.handshakes.onHandshake(handshake);
        },
        exchange -> {
          exchanges.onCompleted(exchange);
          others.exchanges.onCompleted(exchange);
        },
        event -> {
          lifecycle.onEvent(event);
          others.lifecycle.onEvent(event);
        });
  }
}
