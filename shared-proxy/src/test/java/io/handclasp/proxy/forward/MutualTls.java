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
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.Timeouts;
import io.handclasp.proxy.wire.Transport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** A front and a back that trust each other, and what they speak with each other. */
final class MutualTls implements AutoCloseable {
  private final Authority authority = Authority.root("CN=one authority").create();
  private final Identity server =
      authority.identity("CN=back").dns("back.example").server().create();
  private final Identity client = authority.identity("CN=front").client().create();
  private final List<String> alpn;
  private final List<Runnable> contexts = new ArrayList<>();

  private final Transport transport;

  private MutualTls(List<String> alpn, Transport transport) {
    this.alpn = alpn;
    this.transport = transport;
  }

  static MutualTls overHttp2() {
    return overHttp2(Transport.best());
  }

  static MutualTls overHttp2(Transport transport) {
    return new MutualTls(List.of("h2", "http/1.1"), transport);
  }

  static MutualTls overHttp1(Transport transport) {
    return new MutualTls(List.of("http/1.1"), transport);
  }

  /** A listener of the JDK's TLS in place of the back. */
  ServerSocket foreignBack() throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    store.setKeyEntry("back", server.key(), password, server.chain().toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, password);
    trusted.setCertificateEntry("authority", authority.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 64, InetAddress.getLoopbackAddress());
    listener.setNeedClientAuth(true);
    return listener;
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
    return new RunningEngine("back", new EngineState(config.config(), tls, null), transport);
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
    EndpointConfig endpoint =
        new EndpointConfig(true, new Address("127.0.0.1", backPort), "back.example");
    TestConfig config =
        TestConfig.forwardingTo()
            .with(List.of(new RouteConfig("*", "/", new RouteConfig.Forward(List.of(endpoint)))))
            .with(timeouts);
    return new RunningEngine("front", state(config.config(), identity), transport);
  }

  /** A front's state with TLS of its own, as it is after a reload with other files. */
  EngineState state(ProxyConfig config) throws Exception {
    return state(config, client);
  }

  private EngineState state(ProxyConfig config, Identity identity) throws Exception {
    ClientTls tls =
        ClientTls.build(TestConfig.noTls(), material(identity), alpn, 1, record -> record);
    contexts.add(tls::close);
    return new EngineState(config, null, tls);
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
