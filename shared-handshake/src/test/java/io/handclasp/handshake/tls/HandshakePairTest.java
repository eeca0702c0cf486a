package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.OTHER_ROOT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.STRANGER;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Step;
import io.handclasp.handshake.record.TrustNote;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both providers against each other and themselves, in both versions, over real sockets. */
class HandshakePairTest {
  private static final String TLS13 = "TLSv1.3";
  private static final String TLS12 = "TLSv1.2";

  static Stream<Arguments> combinations() {
    List<ProviderChoice> providers = List.of(ProviderChoice.OPENSSL, ProviderChoice.JDK);
    return providers.stream()
        .flatMap(
            server ->
                providers.stream()
                    .flatMap(
                        client ->
                            Stream.of(TLS13, TLS12)
                                .map(version -> Arguments.of(server, client, version))));
  }

  private static TlsPair pair(
      ProviderChoice server,
      TlsMaterial back,
      ProviderChoice client,
      TlsMaterial front,
      String version) {
    return new TlsPair(settings(server, version), back, settings(client, version), front);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void bothEndsTellOfTheSameHandshake(ProviderChoice server, ProviderChoice client, String version)
      throws Exception {
    try (TlsPair pair =
        pair(server, material(BACK, ROOT), client, material(FRONT, ROOT), version)) {
      pair.connect();

      assertThat(TlsPair.next(pair.answers)).isEqualTo(TlsPair.WORD);
      HandshakeRecord back = pair.serverRecord();
      HandshakeRecord front = pair.clientRecord();
      assertThat(back.outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(front.outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(front.id()).isEqualTo(back.id()).hasSize(12);
      assertThat(front.random()).isEqualTo(back.random()).hasSize(64);
      assertThat(back.negotiated().version()).isEqualTo(version);
      assertThat(front.negotiated().version()).isEqualTo(version);
      assertThat(front.negotiated().suite()).isEqualTo(back.negotiated().suite());
      assertThat(front.negotiated().group()).isNotNull().isEqualTo(back.negotiated().group());
      assertThat(front.negotiated().protocol()).isEqualTo("h2");
      assertThat(back.negotiated().protocol()).isEqualTo("h2");
      assertThat(back.negotiated().serverName()).isEqualTo("back.example");
      assertThat(front.negotiated().requestedAuthorities()).containsExactly("CN=Example Root");
      assertThat(front.negotiated().certificateRequested()).isTrue();
      assertThat(front.peerChain().get(0).subject()).isEqualTo("CN=back.example");
      assertThat(back.peerChain().get(0).subject()).isEqualTo("CN=front.example");
      assertThat(front.ownChain()).isEqualTo(back.peerChain());
      assertThat(back.ownChain()).isEqualTo(front.peerChain());
      assertThat(back.trust()).isNotNull();
      assertThat(back.phases()).containsKey("hello");
      TlsEstablished established = (TlsEstablished) TlsPair.next(pair.serverEvents);
      assertThat(established.handshakeId()).isEqualTo(back.id());
      assertThat(established.peer().leaf()).isEqualTo(FRONT.leaf());
      assertThat(pair.strayExceptions).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void strangerIsRefusedWithUnknownAuthorityAndBothEndsKnow(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    // The back trusts an authority of its own; the stranger believes the right one is asked for.
    TlsMaterial back = material(BACK, ROOT);
    Identity impostor =
        Authority.root("CN=Example Root")
            .create()
            .identity("CN=impostor.example")
            .client()
            .create();
    try (TlsPair pair = pair(server, back, client, material(impostor, ROOT), version)) {
      pair.connect();

      HandshakeRecord refused = pair.serverRecord();
      assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(refused.phase()).isEqualTo("client-certificate");
      assertThat(refused.ending()).isEqualTo(Ending.ALERT_SENT);
      assertThat(refusals(refused)).isNotEmpty();
      assertThat(refused.peerChain()).isNotEmpty();
      HandshakeRecord told = pair.clientRecord();
      assertThat(told.id()).isEqualTo(refused.id());
      assertThat(told.outcome())
          .isEqualTo(version.equals(TLS13) ? Outcome.REFUSED : Outcome.FAILED);
      assertThat(told.ending()).isEqualTo(Ending.ALERT_RECEIVED);
      assertThat(told.phase()).isEqualTo("client-certificate");
      assertThat(alertName(told))
          .isEqualTo(server == ProviderChoice.OPENSSL ? "unknown_ca" : "certificate_unknown");
      if (server == ProviderChoice.OPENSSL) {
        assertThat(alertName(refused)).isEqualTo("unknown_ca");
      }
      assertThat(failure(pair.serverEvents)).isEqualTo(refused);
      assertThat(failure(pair.clientEvents)).isEqualTo(told);
      assertThat(pair.strayExceptions).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void clientWithholdsWhatDoesNotLeadToANamedAuthority(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    try (TlsPair pair =
        pair(server, material(BACK, ROOT), client, material(STRANGER, ROOT), version)) {
      pair.connect();

      HandshakeRecord back = pair.serverRecord();
      HandshakeRecord front = pair.clientRecord();
      assertThat(back.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(back.peerChain()).isEmpty();
      assertThat(back.phase()).isEqualTo("client-certificate");
      assertThat(front.ownChain()).isEmpty();
      assertThat(front.negotiated().certificateRequested()).isTrue();
      assertThat(front.negotiated().requestedAuthorities()).containsExactly("CN=Example Root");
      assertThat(front.ending()).isEqualTo(Ending.ALERT_RECEIVED);
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void clientRefusesAServerOfAnUnknownAuthority(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    try (TlsPair pair =
        pair(server, material(BACK, ROOT), client, material(FRONT, OTHER_ROOT), version)) {
      pair.connect();

      HandshakeRecord front = pair.clientRecord();
      HandshakeRecord back = pair.serverRecord();
      assertThat(front.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(front.phase()).isEqualTo("server-certificate");
      assertThat(front.ending()).isEqualTo(Ending.ALERT_SENT);
      assertThat(refusals(front)).isNotEmpty();
      assertThat(back.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(back.phase()).isEqualTo("server-certificate");
      assertThat(back.ending()).isEqualTo(Ending.ALERT_RECEIVED);
      if (client == ProviderChoice.OPENSSL) {
        assertThat(alertName(back)).isEqualTo("unknown_ca");
      }
      assertThat(back.id()).isEqualTo(front.id());
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void clientRefusesAServerOfAnotherName(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    try (TlsPair pair =
        pair(server, material(BACK, ROOT), client, material(FRONT, ROOT), version)
            .expecting("elsewhere.example")) {
      pair.connect();

      HandshakeRecord front = pair.clientRecord();
      assertThat(trust(front).expectedName()).isEqualTo("elsewhere.example");
      assertThat(refusals(front)).containsExactly("name-mismatch");
      HandshakeRecord back = pair.serverRecord();
      assertThat(back.ending()).isEqualTo(Ending.ALERT_RECEIVED);
      assertThat(back.negotiated().serverName()).isEqualTo("elsewhere.example");
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void expiredClientIsRefusedAsExpired(ProviderChoice server, ProviderChoice client, String version)
      throws Exception {
    Identity expired = ROOT.identity("CN=late.example").client().expired().create();
    try (TlsPair pair =
        pair(server, material(BACK, ROOT), client, material(expired, ROOT), version)) {
      pair.connect();

      assertThat(refusals(pair.serverRecord())).containsExactly("expired");
      HandshakeRecord told = pair.clientRecord();
      assertThat(told.ending()).isEqualTo(Ending.ALERT_RECEIVED);
      if (server == ProviderChoice.OPENSSL) {
        assertThat(alertName(told)).isEqualTo("certificate_expired");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void noCommonVersionFailsInTheHelloOnBothEnds(
      ProviderChoice server, ProviderChoice client, String version) throws Exception {
    String other = version.equals(TLS13) ? TLS12 : TLS13;
    try (TlsPair pair =
        new TlsPair(
            settings(server, version),
            material(BACK, ROOT),
            settings(client, other),
            material(FRONT, ROOT))) {
      pair.connect();

      HandshakeRecord back = pair.serverRecord();
      HandshakeRecord front = pair.clientRecord();
      assertThat(back.phase()).isEqualTo("hello");
      assertThat(back.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(back.negotiated().offeredVersions()).contains(other);
      assertThat(front.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(front.ending()).isIn(Ending.ALERT_RECEIVED, Ending.ALERT_SENT);
      assertThat(alertName(front)).isEqualTo("protocol_version");
    }
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void stepsAreSeenInOrder(ProviderChoice server, ProviderChoice client, String version)
      throws Exception {
    try (TlsPair pair =
        pair(server, material(BACK, ROOT), client, material(FRONT, ROOT), version)) {
      pair.connect();

      HandshakeRecord back = pair.serverRecord();
      HandshakeRecord front = pair.clientRecord();
      assertThat(kinds(back)).isEqualTo(expectedSteps(server, version));
      assertThat(kinds(front)).isEqualTo(expectedSteps(client, version));
      assertThat(front.steps().stream().map(Step::offset)).isSorted();
      assertThat(back.steps().stream().map(Step::offset)).isSorted();
    }
  }

  private static List<Step.Kind> kinds(HandshakeRecord handshake) {
    return handshake.steps().stream()
        .map(Step::kind)
        .filter(kind -> kind != Step.Kind.CHANGE_CIPHER_SPEC)
        .filter(kind -> kind != Step.Kind.NEW_SESSION_TICKET)
        .distinct()
        .toList();
  }

  private static List<Step.Kind> expectedSteps(ProviderChoice own, String version) {
    if (version.equals(TLS12)) {
      return List.of(
          Step.Kind.CLIENT_HELLO,
          Step.Kind.SERVER_HELLO,
          Step.Kind.SERVER_CERTIFICATE,
          Step.Kind.SERVER_KEY_EXCHANGE,
          Step.Kind.CERTIFICATE_REQUEST,
          Step.Kind.SERVER_HELLO_DONE,
          Step.Kind.CLIENT_CERTIFICATE,
          Step.Kind.CLIENT_KEY_EXCHANGE,
          Step.Kind.CLIENT_CERTIFICATE_VERIFY,
          Step.Kind.CLIENT_FINISHED,
          Step.Kind.SERVER_FINISHED);
    }
    return own == ProviderChoice.JDK
        ? List.of(Step.Kind.CLIENT_HELLO, Step.Kind.SERVER_HELLO, Step.Kind.ENCRYPTED)
        : List.of(
            Step.Kind.CLIENT_HELLO,
            Step.Kind.SERVER_HELLO,
            Step.Kind.ENCRYPTED_EXTENSIONS,
            Step.Kind.CERTIFICATE_REQUEST,
            Step.Kind.SERVER_CERTIFICATE,
            Step.Kind.SERVER_CERTIFICATE_VERIFY,
            Step.Kind.SERVER_FINISHED,
            Step.Kind.CLIENT_CERTIFICATE,
            Step.Kind.CLIENT_CERTIFICATE_VERIFY,
            Step.Kind.CLIENT_FINISHED);
  }

  private static @Nullable String alertName(HandshakeRecord handshake) {
    AlertNote alert = handshake.alert();
    return alert == null ? null : alert.name();
  }

  private static TrustNote trust(HandshakeRecord handshake) {
    return requireNonNull(handshake.trust());
  }

  private static List<String> refusals(HandshakeRecord handshake) {
    return trust(handshake).refusals().stream().map(TrustNote.Reason::code).toList();
  }

  private static HandshakeRecord failure(BlockingQueue<Object> events) throws InterruptedException {
    while (true) {
      if (TlsPair.next(events) instanceof TlsFailed failed) {
        return failed.handshake();
      }
    }
  }
}
