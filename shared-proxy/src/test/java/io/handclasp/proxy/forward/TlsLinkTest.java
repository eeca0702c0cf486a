package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.handclasp.proxy.http.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsLinkTest {
  private static final List<String> HTTP_1 = List.of("http/1.1");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Authority authority = Authority.root("CN=one authority").create();
  private final Authority stranger = Authority.root("CN=another authority").create();
  private final Identity server =
      authority.identity("CN=back").dns("back.example").server().create();
  private final Identity client = authority.identity("CN=front").client().create();
  private final Identity foreign = stranger.identity("CN=stranger").client().create();

  @Test
  void forwardsOverMutualTlsThroughBothEngines() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port());
        RunningEngine front = front(back.port(), client, authority);
        RawClient caller = front.connect()) {
      for (int i = 0; i < 3; i++) {
        caller.send("POST /a HTTP/1.1\r\nHost: x.example\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(caller.answer()).endsWith("ok");
      }

      assertThat(origin.seen())
          .contains("\r\nvia: 1.1 front\r\n", "\r\nvia: 1.1 back\r\n")
          .contains("\r\nx-forwarded-proto: http\r\n")
          .endsWith("hello");
      ExchangeCompleted atFront = front.completed();
      ExchangeCompleted atBack = back.completed();
      assertThat(atFront.linkHandshakeId()).isNotNull().isEqualTo(atBack.handshakeId());
      assertThat(atBack.peer()).isEqualTo("CN=front");
    }
  }

  @Test
  void tellsTheClientWhichHandshakeWasRefused() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port());
        RunningEngine front = front(back.port(), foreign, authority);
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n");

      String answer = caller.answer();
      ExchangeCompleted told = front.completed();
      assertThat(told.failure()).isEqualTo(FailureKind.TLS_REFUSED);
      assertThat(answer)
          .startsWith("HTTP/1.1 502 ")
          .contains("error=tls_alert_received; handshake=\"" + told.linkHandshakeId() + "\"");
      assertThat(front.handshake().id()).isEqualTo(told.linkHandshakeId());
      assertThat(origin.sawMore()).isFalse();
    }
  }

  @Test
  void refusesABackThatItDoesNotTrust() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port());
        RunningEngine front = front(back.port(), client, stranger);
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n");

      assertThat(caller.answer())
          .startsWith("HTTP/1.1 502 ")
          .contains("error=tls_certificate_error; handshake=");
      assertThat(front.completed().failure()).isEqualTo(FailureKind.TLS_CERTIFICATE);
    }
  }

  private RunningEngine back(int originPort) throws Exception {
    ServerTls tls =
        ServerTls.build(
            TestConfig.noTls(), material(server, authority), HTTP_1, 1, record -> record);
    return new RunningEngine(
        "back", new EngineState(TestConfig.forwardingTo(originPort).config(), tls, null));
  }

  private static RunningEngine front(int backPort, Identity identity, Authority trusted)
      throws Exception {
    ClientTls tls =
        ClientTls.build(
            TestConfig.noTls(), material(identity, trusted), HTTP_1, 1, record -> record);
    EndpointConfig endpoint =
        new EndpointConfig(true, new Address("127.0.0.1", backPort), "back.example");
    TestConfig config =
        TestConfig.forwardingTo()
            .with(List.of(new RouteConfig("*", "/", new RouteConfig.Forward(List.of(endpoint)))));
    return new RunningEngine("front", new EngineState(config.config(), null, tls));
  }

  private static TlsMaterial material(Identity identity, Authority trusted) {
    return new TlsMaterial(
        identity,
        new TrustJudge(List.of(trusted.certificate()), List.of(), TrustPolicy.strict()),
        List.of());
  }
}
