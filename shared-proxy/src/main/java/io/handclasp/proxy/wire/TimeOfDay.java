package io.handclasp.proxy.wire;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * The time of day of moments that {@link System#nanoTime()} told. The system's clock is looked at
 * ten times a second at most, so that a clock that is set is followed after a tenth of one. On one
 * event loop only.
 */
public final class TimeOfDay {
  private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final InstantSource clock;
  private Instant seen;
  private long seenNanos;

  /** By the system's clock. */
  public TimeOfDay() {
    this(InstantSource.system());
  }

  TimeOfDay(InstantSource clock) {
    this.clock = clock;
    seen = clock.instant();
    seenNanos = System.nanoTime();
  }

  /**
   * The time of day at that moment.
   *
   * @param nanos what {@code System.nanoTime()} said then; a moment ago
   */
  public Instant at(long nanos) {
    long since = nanos - seenNanos;
    if (since > KEPT_NANOS || since < -KEPT_NANOS) {
      seen = clock.instant();
      seenNanos = System.nanoTime();
      since = nanos - seenNanos;
    }
    return seen.plusNanos(since);
  }
}
