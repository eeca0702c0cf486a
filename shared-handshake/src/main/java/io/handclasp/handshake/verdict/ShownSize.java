package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import org.jspecify.annotations.Nullable;

/** How many bytes of certificates one end showed, as far as the steps tell. */
final class ShownSize {
  private static final int SMALL_CERTIFICATE = 350;

  private ShownSize() {}

  /**
   * The length of its Certificate message, or of a protected flight that was not understood; {@link
   * Alerts#LARGE_CHAIN} and more where it was cut off unread.
   */
  static long of(Role shower, HandshakeRecord handshake) {
    Step message = message(shower, handshake);
    if (message != null) {
      boolean cutOff = message.note() != null && message.note().startsWith("cut");
      return cutOff ? Math.max(message.bytes(), Alerts.LARGE_CHAIN + 1L) : message.bytes();
    }
    boolean sent = shower == handshake.role();
    long sealed = sealed(sent, handshake);
    return sealed > Alerts.LARGE_CHAIN && (sent || handshake.trust() == null) ? sealed : 0;
  }

  /** Its Certificate message; null where none was seen in the open. */
  private static @Nullable Step message(Role shower, HandshakeRecord handshake) {
    boolean sent = shower == handshake.role();
    Step.Kind kind =
        shower == Role.SERVER ? Step.Kind.SERVER_CERTIFICATE : Step.Kind.CLIENT_CERTIFICATE;
    for (Step step : handshake.steps()) {
      if (step.sent() == sent && step.kind() == kind) {
        return step;
      }
    }
    return null;
  }

  private static long sealed(boolean sent, HandshakeRecord handshake) {
    return handshake.steps().stream()
        .filter(step -> step.sent() == sent && step.kind() == Step.Kind.ENCRYPTED)
        .mapToLong(Step::bytes)
        .sum();
  }

  /**
   * Whether the other end showed more certificates than a JDK takes, which then gives up on the
   * message; under protection that is known by the length of a flight that nobody judged.
   */
  static boolean isLongForJava(HandshakeRecord handshake) {
    Role shower = handshake.role().other();
    int most = shower == Role.SERVER ? Alerts.LONGEST_OF_SERVER : Alerts.LONG_CHAIN;
    Step message = message(shower, handshake);
    if (message != null) {
      return count(message.note()) > most;
    }
    return handshake.trust() == null && sealed(false, handshake) > (long) most * SMALL_CERTIFICATE;
  }

  /** How many certificates the other end showed, as far as its message was understood. */
  static int certificates(HandshakeRecord handshake) {
    Step message = message(handshake.role().other(), handshake);
    return message == null ? handshake.peerChain().size() : count(message.note());
  }

  private static int count(@Nullable String note) {
    int end = note == null ? -1 : note.indexOf(" certificates");
    return note == null || end < 0 ? 1 : Integer.parseInt(note.substring(0, end));
  }
}
