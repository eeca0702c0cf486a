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
import io.handclasp.proxy.config.AllowConfig;
import io.handclasp.proxy.config.AllowConfig.PeerRule;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ForwardingConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.http.FailureKind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class TlsLinkTest {
  private static final List<String> HTTP_1 = List.of("http/1.1");
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Authority authority = Authority.root("CN=one authority").create();
  private final Authority stranger = Authority.root("CN=another authority").create();
  private final Identity server =
      authority.identity("CN=back").dns("back.example").server().create();
  private final Identity client = authority.identity("CN=front").client().create();
  private final Identity foreign = stranger.identity("CN=stranger").client().create();

  private final List<AutoCloseable> contexts = new ArrayList<>();

  @AfterEach
  void releaseContexts() throws Exception {
    for (AutoCloseable context : contexts) {
      context.close();
    }
  }

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
  void tellsTheOriginWhoTheVerifiedPeerIsAndBelievesNobodyElse() throws Exception {
    ForwardingConfig all = new ForwardingConfig(true, true, true, true, true, true, true);
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port(), all);
        RunningEngine front = front(back.port(), client, authority);
        RawClient caller = front.connect()) {
      caller.send(
          "GET /a HTTP/1.1\r\nHost: x.example\r\nClient-Cert: :AAAA:\r\n"
              + "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Client-Cert: Hash=0\r\n"
              + "Forwarded: for=6.6.6.6\r\nX-Forwarded-Proto: https\r\n\r\n");
      caller.answer();

      String der = Base64.getEncoder().encodeToString(client.leaf().getEncoded());
      assertThat(origin.seen())
          .containsOnlyOnce("client-cert: :" + der + ":\r\n")
          .containsPattern(
              "x-forwarded-client-cert: Hash=[0-9a-f]{64};Subject=\"CN=front\"(;[^\r]*)?\r\n")
          .contains("x-forwarded-proto: http\r\n")
          .containsPattern("forwarded: for=127.0.0.1;proto=https;host=\"x.example\"\r\n")
          .doesNotContain("6.6.6.6", "AAAA:", "Hash=0\r");
    }
  }

  @Test
  void believesNothingThatTrailersSayOfPeersAndHops() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port(), ForwardingConfig.defaults());
        RunningEngine front = front(back.port(), client, authority);
        RawClient caller = front.connect()) {
      caller.send(
          "POST /a HTTP/1.1\r\nHost: x.example\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
              + "Client-Cert: :AAAA:\r\nClient_Cert: :BBBB:\r\nX-Forwarded-For: 6.6.6.6\r\n"
              + "X-Forwarded-Client-Cert: Hash=0\r\nX-Checksum: 7\r\n\r\n");
      caller.answer();

      assertThat(origin.seen()).endsWith("[x-checksum: 7]");
    }
  }

  @Test
  void deniesAPeerThatFitsNoRuleAndTellsTheLogWhatItMissed() throws Exception {
    PeerRule other = new PeerRule("other", null, null, null, null, null);
    PeerRule near = new PeerRule("f*", null, null, null, "CN=else", null);
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port(), new AllowConfig(List.of(other, near), false));
        RunningEngine front = front(back.port(), client, authority);
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n");

      assertThat(caller.answer()).startsWith("HTTP/1.1 403 ").doesNotContain("rule", "CN=");
      ExchangeCompleted told = back.completed();
      assertThat(told.failure()).isEqualTo(FailureKind.REQUEST_DENIED);
      assertThat(told.detail())
          .isEqualTo("rule 2 came nearest: issuer is [CN=one authority], not CN=else");
      assertThat(origin.sawMore()).isFalse();
    }
  }

  @Test
  void onlyTellsWhoWouldBeDeniedInShadowMode() throws Exception {
    PeerRule other = new PeerRule("other", null, null, null, null, null);
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port(), new AllowConfig(List.of(other), true));
        RunningEngine front = front(back.port(), client, authority);
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n");

      assertThat(caller.answer()).endsWith("ok");
      assertThat(back.completed().detail()).startsWith("would be denied: rule 1 came nearest");
    }
  }

  @Test
  void letsAPeerInThatFitsOneRule() throws Exception {
    PeerRule fitting = new PeerRule("front", null, null, null, "CN=one *", null);
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = back(origin.port(), new AllowConfig(List.of(fitting), false));
        RunningEngine front = front(back.port(), client, authority);
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: x.example\r\n\r\n");

      assertThat(caller.answer()).endsWith("ok");
      assertThat(back.completed().detail()).isNull();
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
    return back(originPort, ForwardingConfig.defaults());
  }

  private RunningEngine back(int originPort, AllowConfig allow) throws Exception {
    RouteConfig open = TestConfig.route("*", "/", originPort);
    RouteConfig route = new RouteConfig("*", "/", open.target(), allow);
    return back(TestConfig.forwardingTo().with(List.of(route)).config());
  }

  private RunningEngine back(int originPort, ForwardingConfig forwarding) throws Exception {
    return back(TestConfig.forwardingTo(originPort).config(forwarding));
  }

  private RunningEngine back(ProxyConfig config) throws Exception {
    ServerTls tls =
        ServerTls.build(
            TestConfig.noTls(), material(server, authority), HTTP_1, 1, record -> record);
    contexts.add(tls);
    return new RunningEngine("back", new EngineState(config, tls, null));
  }

  private RunningEngine front(int backPort, Identity identity, Authority trusted) throws Exception {
    ClientTls tls =
        ClientTls.build(
            TestConfig.noTls(), material(identity, trusted), HTTP_1, 1, record -> record);
    contexts.add(tls);
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
