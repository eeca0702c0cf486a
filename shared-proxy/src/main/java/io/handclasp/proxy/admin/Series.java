package io.handclasp.proxy.admin;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How the exchanges of one event loop with one endpoint went, in steps of five seconds over the
 * last fifteen minutes. One thread writes, without waiting or allocating; others read, and may see
 * the present step half told.
 */
final class Series {
  /** Length of a step. */
  static final int STEP_SECONDS = 5;

  /** How many steps are kept. */
  static final int STEPS = 180;

  /** Bounds of the latency classes in microseconds: each twice the one before. */
  private static final int CLASSES = 20;

  private static final int FIRST_CLASS_BITS = 6; // up to 64 microseconds

  private static final int TICK = 0;
  private static final int REQUESTS = 1;
  private static final int ERRORS = 2;
  private static final int LATENCIES = 3;
  private static final int WIDTH = LATENCIES + CLASSES;

  private final AtomicLongArray cells = new AtomicLongArray(STEPS * WIDTH);

  /** The step that a moment lies in. */
  static long tick(long nanos) {
    return Math.floorDiv(nanos, Duration.ofSeconds(STEP_SECONDS).toNanos());
  }

  /**
   * Notes the end of an exchange.
   *
   * @param tick the present step
   * @param failed whether it did not end well
   * @param nanos how long it took
   */
  void add(long tick, boolean failed, long nanos) {
    int at = at(tick);
    if (cells.getPlain(at + TICK) != tick) {
      begin(at, tick);
    }
    increment(at + REQUESTS);
    if (failed) {
      increment(at + ERRORS);
    }
    increment(at + LATENCIES + latencyClass(nanos));
  }

  private void begin(int at, long tick) {
    for (int i = REQUESTS; i < WIDTH; i++) {
      cells.lazySet(at + i, 0);
    }
    cells.lazySet(at + TICK, tick);
  }

  private void increment(int cell) {
    cells.lazySet(cell, cells.getPlain(cell) + 1);
  }

  private static int at(long tick) {
    return (int) Math.floorMod(tick, (long) STEPS) * WIDTH;
  }

  private static int latencyClass(long nanos) {
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(0, nanos / 1_000));
    return Math.min(CLASSES - 1, Math.max(0, bits - FIRST_CLASS_BITS));
  }

  /** The sum of several series. Not safe for use by many threads. */
  static final class Sum {
    private final long last;
    private final long[] requests = new long[STEPS];
    private final long[] errors = new long[STEPS];
    private final long[][] latencies = new long[STEPS][CLASSES];

    /**
     * Over the steps up to one.
     *
     * @param last the last step
     */
    Sum(long last) {
      this.last = last;
    }

    void add(Series series) {
      for (int i = 0; i < STEPS; i++) {
        long tick = last - STEPS + 1 + i;
        int at = at(tick);
        if (series.cells.get(at + TICK) == tick) {
          requests[i] += series.cells.get(at + REQUESTS);
          errors[i] += series.cells.get(at + ERRORS);
          for (int c = 0; c < CLASSES; c++) {
            latencies[i][c] += series.cells.get(at + LATENCIES + c);
          }
        }
      }
    }

    long requests(int steps) {
      return total(requests, steps);
    }

    long errors(int steps) {
      return total(errors, steps);
    }

    private static long total(long[] counts, int steps) {
      long total = 0;
      for (int i = STEPS - steps; i < STEPS; i++) {
        total += counts[i];
      }
      return total;
    }

    /** Requests per second, the oldest step first. */
    double[] rates() {
      double[] rates = new double[STEPS];
      for (int i = 0; i < STEPS; i++) {
        rates[i] = (double) requests[i] / STEP_SECONDS;
      }
      return rates;
    }

    /** Share of exchanges that did not end well, the oldest step first. */
    double[] errorShares() {
      double[] shares = new double[STEPS];
      for (int i = 0; i < STEPS; i++) {
        shares[i] = requests[i] == 0 ? 0 : (double) errors[i] / requests[i];
      }
      return shares;
    }

    /** Latency in milliseconds that a share of the exchanges did not exceed, by step. */
    double[] latencies(double share) {
      double[] millis = new double[STEPS];
      for (int i = 0; i < STEPS; i++) {
        millis[i] = quantile(latencies[i], share);
      }
      return millis;
    }

    /** The same over the last steps together. */
    double latency(double share, int steps) {
      long[] together = new long[CLASSES];
      for (int i = STEPS - steps; i < STEPS; i++) {
        for (int c = 0; c < CLASSES; c++) {
          together[c] += latencies[i][c];
        }
      }
      return quantile(together, share);
    }

    /** Within a class the exchanges are taken to be spread evenly. */
    private static double quantile(long[] counts, double share) {
      long total = 0;
      for (long count : counts) {
        total += count;
      }
      double wanted = share * total;
      double seen = 0;
      for (int c = 0; c < CLASSES; c++) {
        if (counts[c] > 0 && seen + counts[c] >= wanted) {
          double low = c == 0 ? 0 : 1L << (c + FIRST_CLASS_BITS - 1);
          double high = 1L << (c + FIRST_CLASS_BITS);
          return (low + (high - low) * (wanted - seen) / counts[c]) / 1_000;
        }
        seen += counts[c];
      }
      return 0;
    }
  }
}
