package io.handclasp.proxy.config;

import io.handclasp.handshake.tls.TlsSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One proxy, front or back: what the YAML file says, checked, with defaults filled in.
 *
 * @param side which of the two proxies it is
 * @param listen where requests come in: plain HTTP at the front, mutual TLS at the back
 * @param tls identity and trust: towards the endpoints at the front, of the listener at the back
 * @param routes first match wins; never empty
 * @param limits bounds on what a peer may ask for
 * @param timeouts how long things may take
 * @param journal where records go; null means memory only
 * @param workers event-loop threads; 0 means one per core
 * @param transport how bytes get from and to the system
 * @param log what is logged, and how
 * @param reload how changed files take effect
 * @param forwarding what forwarded requests say of their way
 * @param tracing what is done for distributed tracing
 * @param admin the listener for operators; null means none
 */
public record ProxyConfig(
    Side side,
    Address listen,
    TlsSettings tls,
    List<RouteConfig> routes,
    Limits limits,
    Timeouts timeouts,
    @Nullable JournalConfig journal,
    int workers,
    TransportConfig transport,
    LogConfig log,
    ReloadConfig reload,
    ForwardingConfig forwarding,
    TracingConfig tracing,
    @Nullable AdminConfig admin) {
  /** With the usual transport, forwarding fields and tracing, without a listener for operators. */
  public ProxyConfig(
      Side side,
      Address listen,
      TlsSettings tls,
      List<RouteConfig> routes,
      Limits limits,
      Timeouts timeouts,
      @Nullable JournalConfig journal,
      int workers,
      LogConfig log,
      ReloadConfig reload) {
    this(
        side,
        listen,
        tls,
        routes,
        limits,
        timeouts,
        journal,
        workers,
        log,
        reload,
        ForwardingConfig.defaults());
  }

  /** With the usual transport and tracing, without a listener for operators. */
  public ProxyConfig(
      Side side,
      Address listen,
      TlsSettings tls,
      List<RouteConfig> routes,
      Limits limits,
      Timeouts timeouts,
      @Nullable JournalConfig journal,
      int workers,
      LogConfig log,
      ReloadConfig reload,
      ForwardingConfig forwarding) {
    this(
        side,
        listen,
        tls,
        routes,
        limits,
        timeouts,
        journal,
        workers,
        TransportConfig.AUTO,
        log,
        reload,
        forwarding,
        TracingConfig.defaults(),
        null);
  }

  /** The same with other routes. */
  public ProxyConfig withRoutes(List<RouteConfig> other) {
    return new ProxyConfig(
        side,
        listen,
        tls,
        other,
        limits,
        timeouts,
        journal,
        workers,
        transport,
        log,
        reload,
        forwarding,
        tracing,
        admin);
  }

  /** Checks and copies. */
  public ProxyConfig {
    routes = List.copyOf(routes);
    if (routes.isEmpty()) {
      throw new IllegalArgumentException("routes: none (expected: at least one)");
    }
  }
}
