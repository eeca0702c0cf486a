package io.handclasp.pair.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** After a change of trust or revocation no session from before gets in. */
class TrustChangeTest {
  @TempDir private static Path folder;

  static Stream<Arguments> changes() {
    Consumer<Ends> revoked =
        e ->
            e.back.lists =
                List.of(FaultPki.ROOT.revocationList().revoke(FaultPki.GOOD_FRONT.leaf()).create());
    Consumer<Ends> otherKey = e -> e.back.trusted = List.of(FaultPki.TWIN.certificate());
    return Combination.ALL.stream()
        .flatMap(
            c ->
                Stream.of(
                    Arguments.of("client-cert-revoked", revoked, c),
                    Arguments.of("client-ca-same-name-other-key", otherKey, c)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void nobodyGetsInByASessionFromBefore(String code, Consumer<Ends> change, Combination combination)
      throws Exception {
    Ends ends = new Ends();
    try (RunningPair pair = RunningPair.both(folder, ends, combination)) {
      assertThat(pair.ask()).isEqualTo(200);
      assertThat(pair.backRecord().outcome()).isEqualTo(Outcome.ESTABLISHED);

      change.accept(ends);
      assertThat(pair.backServer().reload(ends.backConfig(folder, combination))).isTrue();
      Instant limit = Instant.now().plusSeconds(10);
      int status;
      do {
        status = pair.ask(); // by the connection from before, until it is retired
      } while (status == 200 && Instant.now().isBefore(limit));

      assertThat(status).isEqualTo(502);
      HandshakeRecord refused = pair.backRecord();
      assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(refused.cause()).isEqualTo(code);
      assertThat(refused.negotiated().resumed()).isFalse();
    }
  }
}
