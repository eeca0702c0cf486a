package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose only group is none that the client has sent a share for. */
class HelloRetryTest {
  @ParameterizedTest
  @EnumSource(names = {"OPENSSL", "JDK"})
  void idSurvivesARetry(ProviderChoice client) throws Exception {
    TlsSettings server =
        settings(
            ProviderChoice.OPENSSL,
            List.of("TLSv1.3"),
            List.of(),
            List.of("secp384r1"),
            Duration.ofSeconds(10));
    try (TlsPair pair =
        new TlsPair(
            server, material(BACK, ROOT), settings(client, "TLSv1.3"), material(FRONT, ROOT))) {
      pair.connect();

      HandshakeRecord back = pair.serverRecord();
      HandshakeRecord front = pair.clientRecord();
      assertThat(back.outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(front.outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(back.id()).isEqualTo(front.id());
      assertThat(back.negotiated().group()).isEqualTo("secp384r1");
      assertThat(front.negotiated().group()).isEqualTo("secp384r1");
      assertThat(back.steps().stream().map(Step::kind))
          .contains(Step.Kind.HELLO_RETRY_REQUEST)
          .contains(Step.Kind.SERVER_HELLO);
      assertThat(back.steps().stream().filter(s -> s.kind() == Step.Kind.CLIENT_HELLO)).hasSize(2);
    }
  }
}
