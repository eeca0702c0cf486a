package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.proxy.config.ProxyConfig;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy works by from one reload to the next.
 *
 * @param config routes, limits, timeouts
 * @param serverTls of the listener; null at the front, which listens in plain
 * @param clientTls towards endpoints with {@code tls}; null at the back
 * @param otherTls the same with the other own identities, by their names
 */
public record EngineState(
    ProxyConfig config,
    @Nullable ServerTls serverTls,
    @Nullable ClientTls clientTls,
    Map<String, ClientTls> otherTls) {
  /** Copies. */
  public EngineState {
    otherTls = Map.copyOf(otherTls);
  }

  /** With one identity only. */
  public EngineState(
      ProxyConfig config, @Nullable ServerTls serverTls, @Nullable ClientTls clientTls) {
    this(config, serverTls, clientTls, Map.of());
  }

  /** Whether identity and trust are the same. */
  @SuppressWarnings("ReferenceEquality") // contexts are built once for each state of the files
  public boolean hasTlsOf(EngineState other) {
    return serverTls == other.serverTls && clientTls == other.clientTls;
  }

  /** All of those towards endpoints; the main one's name is the empty text. */
  Map<String, ClientTls> linkTls() {
    Map<String, ClientTls> all = new HashMap<>(otherTls);
    if (clientTls != null) {
      all.put("", clientTls);
    }
    return Map.copyOf(all);
  }
}
