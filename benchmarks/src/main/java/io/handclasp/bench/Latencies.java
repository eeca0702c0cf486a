package io.handclasp.bench;

/** A histogram of microseconds, each bucket at most 1.6 % wide. On one thread. */
final class Latencies {
  private static final int STEPS = 64;

  private final long[] counts = new long[STEPS * 40];
  private long total;

  void add(long micros) {
    counts[Math.min(bucket(Math.max(0, micros)), counts.length - 1)]++;
    total++;
  }

  /** The value that this share of all does not pass. */
  long quantile(double share) {
    long wanted = (long) Math.ceil(share * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return value(i);
      }
    }
    return 0;
  }

  private static int bucket(long micros) {
    if (micros < STEPS) {
      return (int) micros;
    }
    int shift = 63 - Long.numberOfLeadingZeros(micros) - 6;
    return STEPS * (shift + 1) + (int) ((micros >> shift) - STEPS);
  }

  private static long value(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = bucket / STEPS - 1;
    return (long) (bucket % STEPS + STEPS) << shift;
  }
}
