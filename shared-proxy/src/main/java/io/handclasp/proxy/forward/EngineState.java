package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.proxy.config.ProxyConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy works by from one reload to the next.
 *
 * @param config routes, limits, timeouts
 * @param serverTls of the listener; null at the front, which listens in plain
 * @param clientTls towards endpoints with {@code tls}; null at the back
 */
public record EngineState(
    ProxyConfig config, @Nullable ServerTls serverTls, @Nullable ClientTls clientTls) {}
