package io.handclasp.proxy.http2;

import java.util.function.LongSupplier;

/** Units to spend, which time and good use bring back up to a limit. */
final class RefilledBudget {
  private final int full;
  private final long nanosPerUnit;
  private final LongSupplier nanos;
  private int left;
  private long filledAt;

  RefilledBudget(int full, long nanosPerUnit, LongSupplier nanos) {
    this.full = full;
    this.nanosPerUnit = nanosPerUnit;
    this.nanos = nanos;
    left = full;
    filledAt = nanos.getAsLong();
  }

  /** What is left with what time has brought back; the clock is looked at below half only. */
  int left() {
    if (left < full / 2) {
      long now = nanos.getAsLong();
      long units = (now - filledAt) / nanosPerUnit;
      filledAt += units * nanosPerUnit;
      earn(units);
    }
    return left;
  }

  /** Takes as many units, also where there are fewer. */
  void spend(int units) {
    left -= units;
  }

  void earn(long units) {
    left = (int) Math.min(full, left + units);
  }
}
