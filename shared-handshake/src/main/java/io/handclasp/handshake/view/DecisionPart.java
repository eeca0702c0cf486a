package io.handclasp.handshake.view;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.TrustNote;

/** What one end compared the other's certificate with, and what it decided. */
final class DecisionPart {
  private final Page page;

  DecisionPart(Page page) {
    this.page = page;
  }

  void tell(HandshakeRecord end) {
    String who = "the " + end.role().word();
    String other = end.role() == Role.CLIENT ? "the server" : "the client";
    TrustNote trust = end.trust();
    if (trust == null) {
      page.words(2, who + ": ", "came to no decision on " + other + "'s certificate");
    } else {
      page.words(2, who + ": ", (trust.accepted() ? "trusts " : "refuses ") + other);
      compared(trust);
    }
    page.words(4, "outcome: ", outcome(end));
  }

  private void compared(TrustNote trust) {
    if (trust.expectedName() != null) {
      page.words(4, "name asked of it: ", trust.expectedName());
    }
    if (trust.anchor() != null) {
      page.words(4, "its path ends at: ", trust.anchor());
    }
    if (!trust.trusted().isEmpty()) {
      page.words(4, "trusted there: ", String.join("; ", trust.trusted()));
    }
    if (trust.revocation() != null) {
      page.words(4, "revocation: ", trust.revocation());
    }
    trust.refusals().forEach(reason -> page.words(4, "refused: ", reasonText(reason)));
    trust.warnings().forEach(reason -> page.words(4, "warned: ", reasonText(reason)));
    page.line("    trust epoch: " + trust.epoch());
  }

  private static String reasonText(TrustNote.Reason reason) {
    return reason.code() + ": " + reason.detail();
  }

  private static String outcome(HandshakeRecord end) {
    StringBuilder text = new StringBuilder(end.outcome().word());
    text.append(" after ").append(Times.millis(end.took())).append(" ms");
    text.append(", ended by ").append(end.ending().word());
    AlertNote alert = end.alert();
    if (alert != null) {
      text.append(", alert ")
          .append(alert.sent() ? "sent: " : "received: ")
          .append(alert.name())
          .append(" (")
          .append(alert.code())
          .append(')');
    }
    return text.append(", phase ").append(end.phase()).toString();
  }
}
