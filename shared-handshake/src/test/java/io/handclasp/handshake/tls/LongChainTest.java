package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.verdict.VerdictEngine;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains of more certificates than BoringSSL hands on to whoever judges them. */
class LongChainTest {
  private static final List<String> ALPN = List.of("h2", "http/1.1");
  private static final Authority TENTH = below(10);

  private static Authority below(int authorities) {
    Authority at = ROOT;
    for (int i = 1; i <= authorities; i++) {
      at = at.intermediate("CN=Example Authority " + i).anyPathLength().create();
    }
    return at;
  }

  static Stream<Arguments> pairs() {
    return Stream.of(ProviderChoice.OPENSSL, ProviderChoice.JDK)
        .flatMap(
            other -> Stream.of("TLSv1.3", "TLSv1.2").map(version -> Arguments.of(other, version)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofAServerIsTooLarge(ProviderChoice server, String version) throws Exception {
    Identity back = TENTH.identity("CN=back.example").server().dns("back.example").create();

    try (TlsPair pair = pair(server, back, ProviderChoice.OPENSSL, FRONT, version)) {
      pair.connect();
      HandshakeRecord judging = pair.clientRecord();
      HandshakeRecord told = pair.serverRecord();

      assertThat(judging.cause()).isEqualTo("server-chain-too-large");
      assertThat(judging.certainty()).isEqualTo(Certainty.INFERRED);
      assertThat(judging.alsoCauses()).containsExactly("server-ca-unknown");
      assertThat(told.cause()).isEqualTo("server-chain-too-large");
      assertThat(told.certainty()).isEqualTo(Certainty.OTHER_END);
      assertThat(told.alsoCauses()).containsExactly("server-ca-unknown");
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void ofAClientIsTooLarge(ProviderChoice client, String version) throws Exception {
    Identity front = TENTH.identity("CN=front.example").client().dns("front.example").create();

    try (TlsPair pair = pair(ProviderChoice.OPENSSL, BACK, client, front, version)) {
      pair.connect();
      HandshakeRecord judging = pair.serverRecord();
      HandshakeRecord told = pair.clientRecord();

      assertThat(judging.cause()).isEqualTo("client-chain-too-large");
      assertThat(judging.certainty()).isEqualTo(Certainty.INFERRED);
      assertThat(judging.alsoCauses()).containsExactly("client-ca-unknown");
      assertThat(told.cause()).isEqualTo("client-chain-too-large");
      assertThat(told.certainty()).isEqualTo(Certainty.OTHER_END);
      assertThat(told.alsoCauses()).containsExactly("client-ca-same-name-other-key");
    }
  }

  /** What is left out is not needed: the authority itself is trusted. */
  @Test
  void doesNoHarmWhereItsBeginningLeadsToTrust() throws Exception {
    Identity back = TENTH.identity("CN=back.example").server().dns("back.example").create();
    TlsMaterial knowing = material(FRONT, TENTH);

    try (TlsPair pair =
        new TlsPair(
            settings(ProviderChoice.OPENSSL, "TLSv1.3"),
            material(back, ROOT),
            settings(ProviderChoice.OPENSSL, "TLSv1.3"),
            knowing)) {
      pair.connect();

      assertThat(pair.clientRecord().outcome()).isEqualTo(Outcome.ESTABLISHED);
    }
  }

  private static TlsPair pair(
      ProviderChoice server, Identity back, ProviderChoice client, Identity front, String version) {
    TlsSettings serverSettings = settings(server, version);
    TlsSettings clientSettings = settings(client, version);
    TlsMaterial backMaterial = material(back, ROOT);
    TlsMaterial frontMaterial = material(front, ROOT);
    return new TlsPair(
        ServerTls.build(
            serverSettings,
            backMaterial,
            ALPN,
            1,
            verdict(Role.SERVER, serverSettings, backMaterial)),
        ClientTls.build(
            clientSettings,
            frontMaterial,
            ALPN,
            1,
            verdict(Role.CLIENT, clientSettings, frontMaterial)));
  }

  private static VerdictEngine verdict(Role role, TlsSettings settings, TlsMaterial material) {
    return new VerdictEngine(material.ownSide(role, settings, ALPN));
  }
}
