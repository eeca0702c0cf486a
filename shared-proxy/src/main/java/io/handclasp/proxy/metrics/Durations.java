package io.handclasp.proxy.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations counted by upper bound. One thread adds; any thread may read, and may miss what is
 * being added at that moment.
 */
final class Durations {
  private static final double[] SECONDS = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    30
  };
  private static final long[] NANOS = nanos();
  private static final int SUM = NANOS.length + 1;

  private final AtomicLongArray counts = new AtomicLongArray(SUM + 1);

  void add(long nanos) {
    int bucket = 0;
    while (bucket < NANOS.length && nanos > NANOS[bucket]) {
      bucket++;
    }
    Cells.add(counts, bucket, 1);
    Cells.add(counts, SUM, nanos);
  }

  /** The upper bounds in seconds; durations beyond the last one have a bucket as well. */
  static double[] bounds() {
    double[] bounds = new double[NANOS.length + 1];
    System.arraycopy(SECONDS, 0, bounds, 0, NANOS.length);
    bounds[NANOS.length] = Double.POSITIVE_INFINITY;
    return bounds;
  }

  private static long[] nanos() {
    long[] nanos = new long[SECONDS.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Math.round(SECONDS[i] * 1e9);
    }
    return nanos;
  }

  /** What several threads counted of the same. Not safe for use by several threads itself. */
  static final class Sum {
    private final long[] buckets = new long[NANOS.length + 1];
    private long nanos;

    void add(Durations durations) {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] += durations.counts.get(i);
      }
      nanos += durations.counts.get(SUM);
    }

    /** How many in each bucket, not counting those of the buckets before. */
    long[] buckets() {
      return buckets;
    }

    double seconds() {
      return nanos / 1e9;
    }

    boolean isEmpty() {
      for (long count : buckets) {
        if (count != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
