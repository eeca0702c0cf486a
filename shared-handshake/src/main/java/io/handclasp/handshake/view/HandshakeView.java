package io.handclasp.handshake.view;

import io.handclasp.handshake.journal.ClockOffset;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a handshake as text of at most 100 columns, from one end's record or from both. Whatever a
 * peer sent stays within its place: nothing of it reaches the terminal unescaped. Lines end in a
 * line feed.
 */
public final class HandshakeView {
  private HandshakeView() {}

  /** All there is: the messages, the certificates, what was compared and decided, the verdict. */
  public static String show(JoinedHandshake handshake) {
    Page page = new Page();
    title(handshake, page);
    page.gap();
    Walkthrough walkthrough = new Walkthrough(handshake);
    new SequenceDiagram(handshake, walkthrough, page).draw();
    page.gap();
    walkthrough.tell(page);
    page.head("Certificates");
    CertificatePart certificates = new CertificatePart(page);
    certificates.tell(Party.server(handshake));
    certificates.tell(Party.client(handshake));
    page.head("Decisions");
    DecisionPart decisions = new DecisionPart(page);
    handshake.ends().forEach(decisions::tell);
    page.head("Verdict");
    new VerdictPart(page).tell(handshake);
    return page.toString();
  }

  /** The verdict alone, with a line on which handshake it is. */
  public static String why(JoinedHandshake handshake) {
    Page page = new Page();
    title(handshake, page);
    new VerdictPart(page).tell(handshake);
    return page.toString();
  }

  /** A text of a peer's, fit for a line on a terminal. */
  public static String escaped(String text) {
    return Printed.of(text);
  }

  private static void title(JoinedHandshake handshake, Page page) {
    HandshakeRecord best = handshake.best();
    page.words(
        0, "Handshake ", handshake.id() + ": " + best.outcome().word() + negotiated(handshake));
    HandshakeRecord first = handshake.either();
    page.words(2, "begun ", first.startedAt() + " by the " + first.role().word() + "'s clock");
    ClockOffset clock = handshake.clock();
    if (clock != null) {
      page.words(2, "", clocks(clock));
    } else {
      page.words(
          2, "", "as the " + first.role().word() + " tells it; the other end's record is not here");
    }
  }

  private static String clocks(ClockOffset clock) {
    Duration ahead = clock.clocks();
    String sure = " (by the messages, +/- " + Times.rough(clock.uncertainty()) + ")";
    if (ahead.abs().compareTo(clock.uncertainty()) <= 0) {
      return "both clocks agree" + sure;
    }
    return "the server's clock is "
        + Times.rough(ahead)
        + (ahead.isNegative() ? " behind" : " ahead")
        + sure;
  }

  private static String negotiated(JoinedHandshake handshake) {
    List<String> facts = new ArrayList<>();
    for (HandshakeRecord end : handshake.ends()) {
      Negotiated negotiated = end.negotiated();
      add(facts, negotiated.version());
      add(facts, negotiated.suite());
      add(facts, negotiated.group());
      add(facts, negotiated.scheme());
      add(facts, negotiated.protocol());
      add(facts, negotiated.resumed() ? "resumed" : null);
    }
    return facts.isEmpty() ? "" : ", " + String.join(", ", facts);
  }

  private static void add(List<String> facts, @Nullable String fact) {
    if (fact != null && !facts.contains(fact)) {
      facts.add(fact);
    }
  }
}
