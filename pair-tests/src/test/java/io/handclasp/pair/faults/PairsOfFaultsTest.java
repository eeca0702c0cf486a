package io.handclasp.pair.faults;

import static io.handclasp.pair.faults.FaultPki.BACK;
import static io.handclasp.pair.faults.FaultPki.FRONT;
import static io.handclasp.pair.faults.FaultPki.ISSUING;
import static io.handclasp.pair.faults.FaultPki.OTHER;
import static io.handclasp.pair.faults.FaultPki.ROOT;
import static io.handclasp.pair.faults.FaultPki.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.SignatureHash;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two faults at once: both are listed, the one to mend first comes first. */
class PairsOfFaultsTest {
  @TempDir private static Path folder;

  /** End that can see both, first, second. */
  static Stream<Arguments> pairs() {
    return Stream.of(
            pair(
                "front",
                "server-ca-unknown",
                "server-hostname-mismatch",
                e ->
                    e.back.identity =
                        OTHER.identity("CN=elsewhere").server().dns("elsewhere.example").create()),
            pair(
                "front",
                "server-ca-same-name-other-key",
                "server-eku-lacks-serverauth",
                e -> e.back.identity = TWIN.identity("CN=" + BACK).client().dns(BACK).create()),
            pair(
                "front",
                "server-cert-revoked",
                "server-hostname-mismatch",
                e -> {
                  e.back.identity =
                      ROOT.identity("CN=elsewhere").server().dns("elsewhere.example").create();
                  e.front.lists =
                      List.of(ROOT.revocationList().revoke(e.back.identity.leaf()).create());
                }),
            pair(
                "front",
                "server-cert-sha1",
                "server-hostname-mismatch",
                e ->
                    e.back.identity =
                        ROOT.identity("CN=elsewhere")
                            .server()
                            .dns("elsewhere.example")
                            .insecureHash(SignatureHash.SHA1)
                            .create()),
            pair(
                "front",
                "server-ca-unknown",
                "client-eku-lacks-clientauth",
                e -> {
                  e.back.identity = FaultPki.back(OTHER).create();
                  e.front.identity = ROOT.identity("CN=" + FRONT).server().dns(FRONT).create();
                }),
            pair(
                "back",
                "client-cert-rsa1024",
                "client-eku-lacks-clientauth",
                e ->
                    e.front.identity =
                        ROOT.identity("CN=" + FRONT)
                            .server()
                            .dns(FRONT)
                            .key(KeyType.RSA_1024)
                            .create()),
            pair(
                "back",
                "client-ca-same-name-other-key",
                "client-unknown-critical-extension",
                e -> e.front.identity = FaultPki.front(TWIN).unknownCriticalExtension().create()),
            pair(
                "front",
                "server-intermediate-missing",
                "server-cert-revoked",
                e -> {
                  e.back.identity = FaultPki.back(ISSUING).leafOnly().create();
                  e.front.lists =
                      List.of(
                          ROOT.revocationList().create(),
                          ISSUING.revocationList().revoke(e.back.identity.leaf()).create());
                }),
            pair(
                "back",
                "server-intermediate-missing",
                "server-hostname-mismatch",
                e ->
                    e.back.identity =
                        ISSUING
                            .identity("CN=elsewhere")
                            .server()
                            .dns("elsewhere.example")
                            .leafOnly()
                            .create()),
            pair(
                "front",
                "server-ca-unknown",
                "client-cert-withheld",
                e -> {
                  e.back.identity = FaultPki.back(OTHER).create();
                  e.front.identity = FaultPki.front(OTHER).create();
                }),
            pair(
                "front",
                "server-ca-unknown",
                "client-crl-expired",
                e -> {
                  e.back.identity = FaultPki.back(OTHER).create();
                  e.front.lists = List.of(ROOT.revocationList().expired().create());
                }),
            pair(
                "back",
                "version-client-12-server-13",
                "server-intermediate-missing",
                e -> {
                  e.back.identity = FaultPki.back(ISSUING).leafOnly().create();
                  e.front.tls.add("protocols: [TLSv1.2]");
                  e.back.tls.add("protocols: [TLSv1.3]");
                }))
        .flatMap(
            arguments ->
                Stream.of(Combination.ALL.get(0), Combination.ALL.get(3))
                    .map(
                        c ->
                            Arguments.of(
                                arguments.get()[0],
                                arguments.get()[1],
                                arguments.get()[2],
                                arguments.get()[3],
                                c)));
  }

  private static Arguments pair(String end, String first, String second, Consumer<Ends> make) {
    return Arguments.of(end, first, second, make);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void bothFaultsAreListed(
      String end, String first, String second, Consumer<Ends> make, Combination combination)
      throws Exception {
    Ends ends = new Ends();
    make.accept(ends);
    try (RunningPair pair = RunningPair.both(folder, ends, combination)) {
      assertThat(pair.ask()).isEqualTo(502);

      HandshakeRecord front = pair.frontRecord();
      HandshakeRecord sees = end.equals("front") ? front : pair.backRecord(front.id());
      assertThat(sees.cause()).as("%s", sees).isEqualTo(first);
      assertThat(sees.alsoCauses()).as("%s", sees).contains(second);
    }
  }
}
