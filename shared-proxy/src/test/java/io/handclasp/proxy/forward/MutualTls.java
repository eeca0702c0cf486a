package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.Timeouts;
import java.util.ArrayList;
import java.util.List;

/** A front and a back that trust each other, and what they speak with each other. */
final class MutualTls implements AutoCloseable {
  private final Authority authority = Authority.root("CN=one authority").create();
  private final Identity server =
      authority.identity("CN=back").dns("back.example").server().create();
  private final Identity client = authority.identity("CN=front").client().create();
  private final List<String> alpn;
  private final List<Runnable> contexts = new ArrayList<>();

  private MutualTls(List<String> alpn) {
    this.alpn = alpn;
  }

  static MutualTls overHttp2() {
    return new MutualTls(List.of("h2", "http/1.1"));
  }

  /** An identity that nobody here trusts. */
  static Identity stranger() {
    return Authority.root("CN=another authority")
        .create()
        .identity("CN=stranger")
        .client()
        .create();
  }

  RunningEngine back(TestConfig config) throws Exception {
    ServerTls tls =
        ServerTls.build(TestConfig.noTls(), material(server), alpn, 1, record -> record);
    contexts.add(tls::close);
    return new RunningEngine("back", new EngineState(config.config(), tls, null));
  }

  RunningEngine front(int backPort) throws Exception {
    return front(backPort, client);
  }

  RunningEngine front(int backPort, Timeouts timeouts) throws Exception {
    return front(backPort, client, timeouts);
  }

  RunningEngine front(int backPort, Identity identity) throws Exception {
    return front(backPort, identity, TestConfig.forwardingTo().timeouts());
  }

  private RunningEngine front(int backPort, Identity identity, Timeouts timeouts) throws Exception {
    ClientTls tls =
        ClientTls.build(TestConfig.noTls(), material(identity), alpn, 1, record -> record);
    contexts.add(tls::close);
    EndpointConfig endpoint =
        new EndpointConfig(true, new Address("127.0.0.1", backPort), "back.example");
    TestConfig config =
        TestConfig.forwardingTo()
            .with(List.of(new RouteConfig("*", "/", new RouteConfig.Forward(List.of(endpoint)))))
            .with(timeouts);
    return new RunningEngine("front", new EngineState(config.config(), null, tls));
  }

  @Override
  public void close() {
    contexts.forEach(Runnable::run);
  }

  private TlsMaterial material(Identity identity) {
    return new TlsMaterial(
        identity,
        new TrustJudge(List.of(authority.certificate()), List.of(), TrustPolicy.strict()),
        List.of());
  }
}
