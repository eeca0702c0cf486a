package io.handclasp.proxy.forward;

import io.handclasp.proxy.wire.Ticker;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The size of every {@link RequestWindow} of an engine. Once all processors are busy it is small,
 * since more requests under way would not be answered sooner; while one is idle it grows, so that
 * nothing waits that could go on. Nobody looks at the processors while few requests are under way.
 * Any thread.
 */
final class WindowSize {
  /** Enough for full batches. */
  private static final int LEAST = 64;

  /** More than there are connections. */
  private static final int MOST = 1 << 20;

  private static final Duration EVERY = Duration.ofMillis(250);
  private static final double BUSY = 0.95;

  /** Where less is used, one of the processors can be had. */
  static final double IDLE = 0.85;

  private final int least;
  private final int most;
  private final DoubleSupplier load;
  private final long everyNanos;
  private volatile int size;
  private volatile boolean crowded;
  private @Nullable ScheduledFuture<?> looking;

  /** By the processors that this process may use. */
  WindowSize() {
    this(LEAST, MOST, Processors::used, EVERY);
  }

  /**
   * @param load share of the processors' time that was used since it was last asked, from 0 to 1;
   *     negative where that is not known
   * @param every how often it is asked
   */
  WindowSize(int least, int most, DoubleSupplier load, Duration every) {
    this.least = least;
    this.most = most;
    this.load = load;
    everyNanos = every.toNanos();
    size = most;
  }

  /** How many requests may be under way in each loop. */
  int present() {
    return size;
  }

  /** A loop has that many requests under way, one more than before. */
  void onUnderWay(int requests) {
    if (requests >= least && !crowded) {
      crowded = true;
      watch();
    }
  }

  private synchronized void watch() {
    if (looking == null) {
      looking = Ticker.every(this::adapt, everyNanos);
    }
  }

  /**
   * Looks at the processors, once; no more after that, where nothing was crowded meanwhile and
   * nobody is held up any more.
   */
  synchronized void adapt() {
    double used = crowded ? load.getAsDouble() : 0;
    if (used > BUSY) {
      size = least;
    } else if (used < IDLE) {
      size = Math.min(most, size * 2);
    }
    if (!crowded && size == most) {
      stop();
    }
    crowded = false;
  }

  /** Looks no more, until something is crowded again. */
  synchronized void stop() {
    ScheduledFuture<?> ended = looking;
    looking = null;
    crowded = false;
    if (ended != null) {
      ended.cancel(false);
    }
  }
}
