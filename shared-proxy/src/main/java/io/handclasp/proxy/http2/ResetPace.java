package io.handclasp.proxy.http2;

import java.util.function.LongSupplier;

/**
 * How often streams may be reset on one connection, well within what servers take for a flood: half
 * of what {@link FloodBudget} stands.
 */
final class ResetPace {
  private static final int MOST = 500;
  private static final long NANOS_PER_RESET = 4_000_000;

  private final LongSupplier nanos;
  private int left = MOST;
  private long filledAt;

  ResetPace(LongSupplier nanos) {
    this.nanos = nanos;
    filledAt = nanos.getAsLong();
  }

  /** Whether one more is within it. */
  boolean take() {
    if (left < MOST / 2) {
      refill();
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  /** A stream came to a good end, which servers set against one that did not. */
  void onStreamDone() {
    if (left < MOST) {
      left++;
    }
  }

  private void refill() {
    long now = nanos.getAsLong();
    long earned = (now - filledAt) / NANOS_PER_RESET;
    filledAt += earned * NANOS_PER_RESET;
    left = (int) Math.min(MOST, left + earned);
  }
}
