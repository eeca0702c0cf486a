package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.OTHER_ROOT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.pki.trust.RevocationPolicy;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import io.netty.channel.Channel;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions are taken up again, and never past a change of trust. */
class ResumptionTest {
  static Stream<Arguments> combinations() {
    return HandshakePairTest.combinations();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void secondConnectionTakesUpTheSessionAndKnowsThePeer(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    try (TlsPair pair =
        new TlsPair(
            settings(server, version),
            material(BACK, ROOT),
            settings(client, version),
            material(FRONT, ROOT))) {
      assertThat(established(pair).negotiated().resumed()).isFalse();

      HandshakeRecord second = established(pair);

      assertThat(second.negotiated().resumed()).isTrue();
      assertThat(second.peerChain().get(0).subject()).isEqualTo("CN=front.example");
      assertThat(second.trust()).isNotNull();
      assertThat(pair.strayExceptions).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void serverThatTrustsAnotherAuthorityNowDoesNotLetAnOldSessionIn(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    try (TlsPair pair =
        new TlsPair(
            settings(server, version),
            material(BACK, ROOT),
            settings(client, version),
            material(FRONT, ROOT))) {
      established(pair);

      pair.replace(
          ServerTls.build(
              settings(server, version),
              material(BACK, OTHER_ROOT),
              List.of("h2"),
              2,
              TlsPair.plain()),
          pair.clientTls());
      pair.connect();

      assertThat(pair.serverRecord().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(pair.clientRecord().outcome()).isNotEqualTo(Outcome.ESTABLISHED);
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void serverWhoseListRevokesThePeerNowDoesNotLetAnOldSessionIn(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    TrustPolicy revoking = TrustPolicy.strict().withRevocation(RevocationPolicy.REQUIRE);
    TlsMaterial after =
        new TlsMaterial(
            BACK,
            new TrustJudge(
                List.of(ROOT.certificate()),
                List.of(ROOT.revocationList().revoke(FRONT.leaf()).create()),
                revoking),
            List.of());
    try (TlsPair pair =
        new TlsPair(
            settings(server, version),
            material(BACK, ROOT),
            settings(client, version),
            material(FRONT, ROOT))) {
      established(pair);

      pair.replace(
          ServerTls.build(settings(server, version), after, List.of("h2"), 2, TlsPair.plain()),
          pair.clientTls());
      pair.connect();

      assertThat(pair.serverRecord().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(pair.clientRecord().outcome()).isNotEqualTo(Outcome.ESTABLISHED);
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void clientThatTrustsAnotherAuthorityNowDoesNotTakeUpAnOldSession(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    try (TlsPair pair =
        new TlsPair(
            settings(server, version),
            material(BACK, ROOT),
            settings(client, version),
            material(FRONT, ROOT))) {
      established(pair);

      pair.replace(
          pair.serverTls(),
          ClientTls.build(
              settings(client, version),
              material(FRONT, OTHER_ROOT),
              List.of("h2"),
              2,
              TlsPair.plain()));
      pair.connect();

      HandshakeRecord front = pair.clientRecord();
      assertThat(front.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(front.phase()).isEqualTo("server-certificate");
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void sessionIsNotTakenUpPastTheEndOfTheCertificate(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    List<String> alpn = List.of("h2");
    ServerTls back =
        ServerTls.build(
            settings(server, version), material(BACK, ROOT), alpn, 1, TlsPair.plain(), now::get);
    ClientTls front =
        ClientTls.build(settings(client, version), material(FRONT, ROOT), alpn, 1, TlsPair.plain());
    try (TlsPair pair = new TlsPair(back, front)) {
      established(pair);
      now.set(FRONT.leaf().getNotAfter().toInstant().plusSeconds(1));

      Channel channel = pair.connect();

      HandshakeRecord refused = pair.serverRecord();
      assertThat(refused.negotiated().resumed()).isTrue();
      assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(requireNonNull(refused.trust()).refusals().get(0).code()).isEqualTo("expired");
      // For the client the handshake is complete by now, so that it sees a closed connection.
      assertThat(channel.closeFuture().await(10, SECONDS)).isTrue();
      assertThat(pair.answers).isEmpty();
    }
  }

  /** Connects, waits until the echo is back (so that tickets have come), and hangs up. */
  private static HandshakeRecord established(TlsPair pair) throws Exception {
    Channel channel = pair.connect();
    assertThat(TlsPair.next(pair.answers)).isEqualTo(TlsPair.WORD);
    assertThat(pair.clientRecord().outcome()).isEqualTo(Outcome.ESTABLISHED);
    HandshakeRecord back = pair.serverRecord();
    assertThat(back.outcome()).isEqualTo(Outcome.ESTABLISHED);
    channel.close().sync();
    return back;
  }
}
