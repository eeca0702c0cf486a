package io.handclasp.proxy.http2;

import java.util.function.LongSupplier;

/**
 * How often streams may be reset on one connection, well within what servers take for a flood: half
 * of what {@link FloodBudget} stands.
 */
final class ResetPace {
  private static final int MOST = 500;
  private static final long NANOS_PER_RESET = 4_000_000;

  private final RefilledBudget resets;

  ResetPace(LongSupplier nanos) {
    resets = new RefilledBudget(MOST, NANOS_PER_RESET, nanos);
  }

  /** Whether one more is within it. */
  boolean take() {
    boolean within = resets.left() > 0;
    if (within) {
      resets.spend(1);
    }
    return within;
  }

  /** A stream came to a good end, which servers set against one that did not. */
  void onStreamDone() {
    resets.earn(1);
  }
}
