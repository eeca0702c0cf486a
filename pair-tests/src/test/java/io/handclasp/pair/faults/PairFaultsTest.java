package io.handclasp.pair.faults;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.verdict.Cures;
import io.handclasp.pki.issue.Authority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both programs as they are, with one fault between them. */
class PairFaultsTest {
  private static final Matrix MATRIX = new Matrix("pair");

  @TempDir private static Path folder;

  static Stream<Arguments> faults() {
    List<FaultCase> cases = FaultCases.all();
    return IntStream.range(0, cases.size())
        .boxed()
        .flatMap(
            i ->
                Stream.concat(Combination.ALL.stream(), Stream.of(Combination.MIXED.get(i % 4)))
                    .filter(cases.get(i).applies())
                    .map(combination -> Arguments.of(cases.get(i), combination)));
  }

  @AfterAll
  static void writeMatrix() throws IOException {
    MATRIX.write();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void bothEndsNameTheCause(FaultCase fault, Combination combination) throws Exception {
    Ends ends = new Ends();
    fault.make().accept(ends);
    try (RunningPair pair = RunningPair.both(folder, ends, combination)) {
      int status = pair.ask();
      HandshakeRecord front = pair.frontRecord();
      HandshakeRecord back = pair.backRecord(front.id());
      MATRIX.note(fault.code(), combination + ", front", front);
      MATRIX.note(fault.code(), combination + ", back", back);

      boolean frontSees = fault.detectedAt().equals("front");
      HandshakeRecord sees = frontSees ? front : back;
      HandshakeRecord told = frontSees ? back : front;
      assertThat(status).as("front: %s", front).isEqualTo(502);
      assertThat(sees.cause()).as("seen: %s", sees).isEqualTo(fault.code());
      assertThat(sees.certainty()).isIn(Certainty.KNOWN, Certainty.INFERRED);
      if (!told.cause().equals(fault.code())) {
        assertThat(fault.tolerated()).as("told: %s", told).contains(told.cause());
        assertThat(told.certainty()).isNotEqualTo(Certainty.KNOWN);
      } else {
        assertThat(told.fault()).isEqualTo(mirrored(requireNonNull(sees.fault())));
      }
      assertThat(Cures.of(front)).isNotEmpty();
      assertThat(Cures.of(back)).isNotEmpty();
      AlertNote alert = told.alert();
      String provider = frontSees ? combination.front() : combination.back();
      if (!fault.alert().isEmpty() && provider.equals("openssl")) {
        assertThat(alert).as("alert: %s", told).isNotNull();
        assertThat(requireNonNull(alert).name()).isEqualTo(fault.alert());
      }
    }
  }

  @Test
  void backSaysThatItTrustsMoreAuthoritiesThanItCanName() throws Exception {
    Ends ends = new Ends();
    List<X509Certificate> trusted = new ArrayList<>(ends.back.trusted);
    for (int i = 0; i < 250; i++) {
      String name = "CN=" + i + "x".repeat(60) + ",OU=" + "y".repeat(64) + ",O=" + "z".repeat(64);
      trusted.add(Authority.selfSigned(name + ",L=" + "l".repeat(64)).create().leaf());
    }
    ends.back.trusted = trusted;
    try (RunningPair pair = RunningPair.both(folder, ends, Combination.ALL.get(0))) {
      assertThat(pair.ask()).isEqualTo(502);

      HandshakeRecord back = pair.backRecord(pair.frontRecord().id());
      assertThat(back.cause()).isEqualTo("server-names-too-many-authorities");
    }
  }

  @Test
  void backSaysThatNoRouteLetsTheClientIn() throws Exception {
    Ends ends = new Ends();
    ends.backRoute = "service: echo\n    allow: [{dns: other.example}]";
    try (RunningPair pair = RunningPair.both(folder, ends, Combination.ALL.get(0))) {
      assertThat(pair.ask()).isEqualTo(403);

      HandshakeRecord back = pair.backRecord(pair.frontRecord().id());
      assertThat(back.warnings()).contains("client-identity-not-allowed");
      assertThat(back.evidence().get(0)).contains("rule 1", "not other.example");
    }
  }

  private static Fault mirrored(Fault fault) {
    return switch (fault) {
      case OWN -> Fault.PEER;
      case PEER -> Fault.OWN;
      case NETWORK, UNKNOWN -> fault;
    };
  }
}
