package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.ProviderChoice;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ForwardingConfig;
import io.handclasp.proxy.config.Limits;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ReloadConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.config.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Configurations of an engine without TLS, as the tests need them. */
record TestConfig(List<RouteConfig> routes, Limits limits, Timeouts timeouts) {
  static TestConfig forwardingTo(int... ports) {
    List<RouteConfig> routes = ports.length == 0 ? List.of() : List.of(route("*", "/", ports));
    return new TestConfig(routes, Limits.defaults(), quick());
  }

  static TestConfig forwardingInHttp2To(int port) {
    EndpointConfig endpoint = new EndpointConfig(false, new Address("127.0.0.1", port), null, true);
    RouteConfig route = new RouteConfig("*", "/", new RouteConfig.Forward(List.of(endpoint)));
    return forwardingTo().with(List.of(route));
  }

  static RouteConfig route(String host, String prefix, int... ports) {
    List<EndpointConfig> endpoints =
        Arrays.stream(ports)
            .mapToObj(p -> new EndpointConfig(false, new Address("127.0.0.1", p), null))
            .toList();
    return new RouteConfig(host, prefix, new RouteConfig.Forward(endpoints));
  }

  TestConfig with(Limits others) {
    return new TestConfig(routes, others, timeouts);
  }

  TestConfig with(Timeouts others) {
    return new TestConfig(routes, limits, others);
  }

  TestConfig with(List<RouteConfig> others) {
    return new TestConfig(others, limits, timeouts);
  }

  EngineState state() {
    return new EngineState(config(), null, null);
  }

  ProxyConfig config() {
    return config(ForwardingConfig.defaults());
  }

  ProxyConfig config(ForwardingConfig forwarding) {
    return config(forwarding, ReloadConfig.defaults());
  }

  ProxyConfig config(ReloadConfig reload) {
    return config(ForwardingConfig.defaults(), reload);
  }

  private ProxyConfig config(ForwardingConfig forwarding, ReloadConfig reload) {
    return new ProxyConfig(
        Side.FRONT,
        new Address("127.0.0.1", 0),
        noTls(),
        routes,
        limits,
        timeouts,
        null,
        1,
        LogConfig.defaults(),
        reload,
        forwarding);
  }

  /** Lets connections of an old identity go on for no time worth mentioning. */
  static ReloadConfig retiringAtOnce() {
    ReloadConfig usual = ReloadConfig.defaults();
    return new ReloadConfig(usual.watch(), usual.interval(), Duration.ofMillis(1));
  }

  private static Timeouts quick() {
    Duration long10 = Duration.ofSeconds(10);
    return new Timeouts(
        Duration.ofSeconds(3), long10, long10, long10, long10, long10, long10, long10);
  }

  static TlsSettings noTls() {
    Path none = Path.of("none");
    return new TlsSettings(
        ProviderChoice.AUTO,
        List.of("TLSv1.3"),
        List.of(),
        List.of(),
        new IdentitySource(none, null, null, null, null),
        new TrustSource(none, null),
        List.of(),
        TrustPolicy.strict(),
        Duration.ofSeconds(10));
  }
}
