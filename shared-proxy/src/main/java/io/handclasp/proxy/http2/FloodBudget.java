package io.handclasp.proxy.http2;

import java.util.function.LongSupplier;

/**
 * What a peer may cost without use. Frames that make work but carry nothing (pings, settings,
 * resets, empty frames, tiny window updates, requests that are refused) are paid from it; time and
 * useful work fill it again. A peer that overdraws it is told to calm down.
 */
final class FloodBudget {
  /** A PING or SETTINGS: it wants an answer. */
  static final int ANSWERED = 10;

  /** A stream that came to nothing: reset by the peer, refused, or not valid. */
  static final int WASTED_STREAM = 20;

  /** A frame that is read and thrown away. */
  static final int IDLE_FRAME = 5;

  /** A frame that is cheap and sometimes needed often. */
  static final int CHEAP = 1;

  private static final int FULL = 20_000;
  private static final long NANOS_PER_UNIT = 100_000;

  private final RefilledBudget units;

  FloodBudget(LongSupplier nanos) {
    units = new RefilledBudget(FULL, NANOS_PER_UNIT, nanos);
  }

  void charge(int cost, String what) throws ConnectionError {
    units.spend(cost);
    if (units.left() < 0) {
      throw ConnectionError.calm("too many " + what);
    }
  }

  /** A stream came to a good end: one more may be wasted. */
  void onStreamDone() {
    units.earn(WASTED_STREAM);
  }

  /** Bytes of a body were sent, for which the peer had to send window updates. */
  void onBodySent(int bytes) {
    units.earn(bytes >>> 10);
  }
}
