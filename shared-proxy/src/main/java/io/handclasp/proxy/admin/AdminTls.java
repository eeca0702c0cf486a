package io.handclasp.proxy.admin;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.proxy.config.AdminConfig;
import io.handclasp.proxy.server.InForce;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener's own contexts, of the same stores as the proxy's, made anew for each epoch.
 * Safe for use by many threads.
 */
final class AdminTls implements AutoCloseable {
  private static final List<String> ALPN = List.of("http/1.1");

  private final Supplier<InForce> inForce;
  private final AdminConfig config;
  private @Nullable ServerTls server;
  private @Nullable ClientTls client;
  private long serverEpoch;
  private long clientEpoch;

  AdminTls(AdminConfig config, Supplier<InForce> inForce) {
    this.config = config;
    this.inForce = inForce;
  }

  /** For visitors; null where the listener speaks plain HTTP. */
  @Nullable Supplier<ServerTls> forVisitors() {
    return config.tls() ? this::server : null;
  }

  /** Towards the other proxy; null where it is asked in plain or not at all. */
  @Nullable Supplier<ClientTls> forPeer() {
    return config.peer() != null && config.peer().tls() ? this::client : null;
  }

  private synchronized ServerTls server() {
    InForce now = inForce.get();
    ServerTls made = server;
    if (made == null || serverEpoch != now.epoch()) {
      if (made != null) {
        made.close();
      }
      made = ServerTls.build(now.config().tls(), now.material(), ALPN, now.epoch(), raw -> raw);
      server = made;
      serverEpoch = now.epoch();
    }
    return made;
  }

  private synchronized ClientTls client() {
    InForce now = inForce.get();
    ClientTls made = client;
    if (made == null || clientEpoch != now.epoch()) {
      if (made != null) {
        made.close();
      }
      made = ClientTls.build(now.config().tls(), now.material(), ALPN, now.epoch(), raw -> raw);
      client = made;
      clientEpoch = now.epoch();
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
    }
    if (client != null) {
      client.close();
    }
  }
}
