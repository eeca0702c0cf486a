package io.handclasp.handshake.view;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import java.util.Locale;

/** One handshake as one line of a table. */
public final class HandshakeLine {
  private HandshakeLine() {}

  /** The heads of the columns. */
  public static String head() {
    return row("STARTED", "ID", "ENDS", "OUTCOME", "MS", "PEER", "CAUSE");
  }

  /** The line, without its end. */
  public static String of(JoinedHandshake handshake) {
    HandshakeRecord best = handshake.best();
    HandshakeRecord first = handshake.either();
    String ends = handshake.ends().size() == 2 ? "both" : first.role().word();
    return row(
        Times.moment(first.startedAt()),
        Printed.of(handshake.id(), 13),
        ends,
        best.outcome().word(),
        Times.millis(first.took()),
        Printed.of(peer(handshake, first), 22),
        cause(best));
  }

  private static String peer(JoinedHandshake handshake, HandshakeRecord teller) {
    Party peer = teller.role() == Role.CLIENT ? Party.server(handshake) : Party.client(handshake);
    return peer.chain().isEmpty() ? teller.remote() : Party.name(peer.chain().get(0));
  }

  private static String cause(HandshakeRecord best) {
    if (!best.cause().isEmpty()) {
      return Printed.of(best.cause());
    }
    return best.warnings().isEmpty()
        ? ""
        : "(" + Printed.of(String.join(", ", best.warnings())) + ")";
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-24s %-13s %-6s %-11s %9s  %-22s %s", cells)
        .stripTrailing();
  }
}
