package io.handclasp.handshake.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.Samples;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Conclusion;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeViewTest {
  private static final JoinedHandshake BOTH =
      JoinedHandshake.of(
          Samples.established(1, Role.CLIENT),
          Samples.established(1, Role.SERVER, Duration.ofSeconds(-90), Duration.ZERO));
  private static final JoinedHandshake REFUSED =
      JoinedHandshake.of(Samples.refused(2, Role.CLIENT), Samples.refused(2, Role.SERVER));

  @Test
  void drawsTheFourStepsBetweenBothParties() {
    String text = HandshakeView.show(BOTH);

    assertThat(text.lines().filter(line -> line.startsWith("(")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("(1)").contains("ClientHello").contains("1440 B"),
            line -> assertThat(line).startsWith("(2)").contains("ServerHello"),
            line -> assertThat(line).startsWith("(3)").contains("CertificateRequest"),
            line -> assertThat(line).startsWith("(2)").contains("Certificate").contains("930 B"),
            line -> assertThat(line).startsWith("(4)").contains("Certificate").contains("500 B"));
    assertThat(text)
        .contains("front.example", "back.example", "the server's clock is 1 min 30 s behind")
        .contains("+/- 0.500 ms")
        .contains("trusts the server", "trusts the client", "name asked of it: back.example")
        .contains("0.100 |-- ClientHello -")
        .contains(">     0.600");
  }

  @Test
  void fitsAHundredColumnsOfPlainText() {
    for (String text :
        List.of(
            HandshakeView.show(BOTH),
            HandshakeView.show(REFUSED),
            HandshakeView.show(JoinedHandshake.of(Samples.established(1, Role.SERVER))))) {
      assertThat(text.lines()).allMatch(line -> line.length() <= 100);
      assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    }
  }

  @Test
  void drawsOneEndWithItsOwnTimesAlone() {
    String text = HandshakeView.show(JoinedHandshake.of(Samples.established(1, Role.SERVER)));

    assertThat(text).contains("the other end's record is not here").contains("no record");
    assertThat(text.lines().filter(line -> line.contains("ClientHello -")))
        .singleElement()
        .asString()
        .endsWith(">     0.600");
  }

  @Test
  void saysTheCauseTheFaultTheEvidenceAndTheCure() {
    String text = HandshakeView.show(REFUSED);

    assertThat(text)
        .contains("cause     client-cert-expired (the server knows it)")
        .contains("fault     client")
        .contains("then mend client-crl-expired")
        .contains("cure      at the client: ")
        .contains("alert sent: certificate_expired (45)")
        .contains("-- Alert: certificate_expired -");
  }

  @Test
  void keepsTextsOfStrangersInTheirPlace() {
    HandshakeRecord odd =
        Samples.refused(3, Role.CLIENT)
            .concluded(
                new Conclusion(
                    "x\u001b[2J",
                    List.of(),
                    Fault.PEER,
                    Certainty.KNOWN,
                    "a\nb\r\u202ec\u0007 " + "long".repeat(80),
                    List.of("\u001b]0;title\u0007", "\ud83d\ude00"),
                    List.of(),
                    OwnStores.UNKNOWN));

    String text = HandshakeView.show(JoinedHandshake.of(odd));

    assertThat(text).contains("a\\u000ab\\u000d\\u202ec\\u0007").contains("\\ud83d\\ude00");
    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    assertThat(text.lines().filter(line -> !line.contains("pki ")))
        .allMatch(l -> l.length() <= 100);
    assertThat(HandshakeLine.of(JoinedHandshake.of(odd))).doesNotContain("\u001b");
  }

  @Test
  void tellsAHandshakeInOneLine() {
    assertThat(HandshakeLine.of(REFUSED))
        .startsWith("2026-11-25T12:00:00.125Z ")
        .contains(REFUSED.id(), " both ", " failed ", "client-cert-expired", "back.example");
    assertThat(HandshakeLine.head()).contains("STARTED", "CAUSE");
  }
}
