package io.handclasp.proxy.launch;

import io.handclasp.handshake.tls.Natives;
import io.handclasp.proxy.config.TransportConfig;
import io.handclasp.proxy.server.ProxyServer;
import io.handclasp.proxy.server.StartException;

/**
 * Loads what a start will need in any case, while the stores are opened: the native libraries of
 * TLS and transport. Whoever needs them before they are there waits for the class initialisation
 * that is under way. To be begun once logging is set up, as Netty asks for loggers, and whoever
 * asks for one while another thread sets logging up is given a stand-in.
 */
final class WarmUp {
  private WarmUp() {}

  /** Begins, on a daemon thread that ends by itself. */
  static void begin(TransportConfig transport) {
    Thread thread = new Thread(() -> load(transport), "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static void load(TransportConfig transport) {
    Natives.load();
    try {
      ProxyServer.loadTransport(transport);
    } catch (StartException e) {
      return; // the start itself says so
    }
  }
}
