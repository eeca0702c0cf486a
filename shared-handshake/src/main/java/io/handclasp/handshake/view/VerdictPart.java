package io.handclasp.handshake.view;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.verdict.Cause;
import io.handclasp.handshake.verdict.Cure;
import io.handclasp.handshake.verdict.Cures;
import java.util.List;

/** Why it failed, whose fault that is, what says so, and what to do. */
final class VerdictPart {
  private static final int COLUMN = 12;

  private final Page page;

  VerdictPart(Page page) {
    this.page = page;
  }

  void tell(JoinedHandshake handshake) {
    HandshakeRecord best = handshake.best();
    if (best.cause().isEmpty()) {
      withoutCause(best);
    } else {
      cause(best);
    }
    handshake.ends().forEach(end -> evidence(end, handshake.ends().size() > 1));
    handshake.ends().forEach(this::warnings);
    cures(handshake);
  }

  private void withoutCause(HandshakeRecord best) {
    boolean well =
        best.outcome() == Outcome.ESTABLISHED
            || best.outcome() == Outcome.PROVISIONAL
            || best.outcome() == Outcome.PROBE;
    labelled(
        "cause",
        well
            ? "none: " + best.outcome().word()
            : "not concluded; ended by " + best.ending().word());
    if (best.detail() != null) {
      labelled("", best.detail());
    }
  }

  private void cause(HandshakeRecord best) {
    String sure = Sides.sure(best);
    labelled("cause", best.cause() + (sure.isEmpty() ? "" : " (" + sure + ")"));
    Cause.ofCode(best.cause()).ifPresent(cause -> labelled("", cause.sentence()));
    if (best.detail() != null) {
      labelled("detail", best.detail());
    }
    labelled("fault", Sides.word(best.fault(), best.role()));
    if (!best.alsoCauses().isEmpty()) {
      labelled("then mend", String.join(", ", best.alsoCauses()));
    }
  }

  private void evidence(HandshakeRecord end, boolean both) {
    if (both && !end.cause().isEmpty()) {
      labelled(end.role().word(), end.cause() + ", " + end.outcome().word());
    }
    for (String sentence : end.evidence()) {
      labelled(both ? "" : "evidence", "- " + sentence);
    }
  }

  private void warnings(HandshakeRecord end) {
    if (!end.warnings().isEmpty()) {
      labelled("warning", end.role().word() + ": " + String.join(", ", end.warnings()));
      for (String code : end.warnings()) {
        Cause.ofCode(code).ifPresent(cause -> labelled("", cause.sentence()));
      }
    }
  }

  private void cures(JoinedHandshake handshake) {
    HandshakeRecord best = handshake.best();
    List<Cure> cures = Cures.of(best, handshake.ends());
    for (int i = 0; i < cures.size(); i++) {
      Cure cure = cures.get(i);
      String where = "at the " + Sides.word(cure.side(), best.role()) + ": ";
      labelled(i == 0 ? "cure" : "or", where + cure.what());
      cure.pki().forEach(command -> page.command(COLUMN + 2, command));
      if (!cure.tools().isEmpty()) {
        labelled(
            "", cure.pki().isEmpty() ? "with keytool or openssl:" : "or with keytool, openssl:");
        cure.tools().forEach(command -> page.command(COLUMN + 2, command));
      }
    }
  }

  private void labelled(String label, String words) {
    page.words(2, label, COLUMN, words);
  }
}
