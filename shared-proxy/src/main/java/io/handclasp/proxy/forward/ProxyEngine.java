package io.handclasp.proxy.forward;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.proxy.link.LocalServices;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding engine of one proxy, front or back. It owns no threads and no listener: whoever
 * accepts connections passes each to {@link #accept}, and upstream connections live on the event
 * loop of the downstream connection that first needed them.
 */
public final class ProxyEngine {
  /**
   * An engine that is ready to accept.
   *
   * @param name how it calls itself in {@code Via} and {@code Proxy-Status}, such as {@code
   *     client-proxy}
   * @param first what it works by at first
   * @param handshakes told of every TLS connection, either side
   * @param exchanges told of every exchange
   * @param services make what answers routes with a built-in target; null where there are none
   */
  public ProxyEngine(
      String name,
      EngineState first,
      HandshakeListener handshakes,
      ExchangeListener exchanges,
      @Nullable LocalServices services) {
    throw new UnsupportedOperationException("ProxyEngine");
  }

  /**
   * Takes over a connection just accepted, not yet reading or active: call it from a {@code
   * ChannelInitializer}.
   */
  public void accept(Channel channel) {
    throw new UnsupportedOperationException("accept");
  }

  /**
   * Works by another state from now on: new requests and connections use it at once, upstream
   * connections of the old one take no more requests, downstream connections go on. Any thread.
   */
  public void switchTo(EngineState next) {
    throw new UnsupportedOperationException("switchTo");
  }

  /**
   * Ends gracefully: every downstream connection closes after its present exchange, idle ones at
   * once. The caller has closed the listener. Any thread.
   */
  public void drain() {
    throw new UnsupportedOperationException("drain");
  }

  /** Closes what {@link #drain} left. Any thread. */
  public void cut() {
    throw new UnsupportedOperationException("cut");
  }

  /** Downstream connections at present. Any thread. */
  public int connections() {
    throw new UnsupportedOperationException("connections");
  }

  /** Exchanges under way at present. Any thread. */
  public int exchanges() {
    throw new UnsupportedOperationException("exchanges");
  }
}
