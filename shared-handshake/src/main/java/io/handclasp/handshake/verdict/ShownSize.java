package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;

/** How many bytes of certificates one end showed, as far as the steps tell. */
final class ShownSize {
  private ShownSize() {}

  /**
   * The length of its Certificate message, or of a protected flight that was not understood; {@link
   * Alerts#LARGE_CHAIN} and more where it was cut off unread.
   */
  static long of(Role shower, HandshakeRecord handshake) {
    boolean sent = shower == handshake.role();
    Step.Kind kind =
        shower == Role.SERVER ? Step.Kind.SERVER_CERTIFICATE : Step.Kind.CLIENT_CERTIFICATE;
    long sealed = 0;
    for (Step step : handshake.steps()) {
      if (step.sent() != sent) {
        continue;
      }
      if (step.kind() == kind) {
        boolean cutOff = step.note() != null && step.note().startsWith("cut");
        return cutOff ? Math.max(step.bytes(), Alerts.LARGE_CHAIN + 1L) : step.bytes();
      }
      sealed += step.kind() == Step.Kind.ENCRYPTED ? step.bytes() : 0;
    }
    return sealed > Alerts.LARGE_CHAIN && (sent || handshake.trust() == null) ? sealed : 0;
  }
}
