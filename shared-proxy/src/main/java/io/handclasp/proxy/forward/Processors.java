package io.handclasp.proxy.forward;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * How busy the processors are that this process may use: those of its container, where it is in
 * one. Java tells what was used since it was last asked, by whomever, and a look takes it up to a
 * millisecond; so all who ask at about the same time share one. Any thread.
 */
final class Processors {
  private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();
  private static final long STALE_NANOS = Duration.ofSeconds(1).toNanos();

  private static double used = -1;
  private static long askedNanos = System.nanoTime() - 2 * STALE_NANOS;

  private Processors() {}

  /**
   * Share of their time that was used lately, from 0 to 1; negative where Java does not know it;
   * not a number where nobody asked within the last second, as it would be that of a longer time.
   */
  static synchronized double used() {
    long now = System.nanoTime();
    long since = now - askedNanos;
    if (since >= FRESH_NANOS) {
      askedNanos = now;
      double load = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getCpuLoad();
      used = load >= 0 && since > STALE_NANOS ? Double.NaN : load;
    }
    return used;
  }

  /** Whether at least half of one was idle lately; also where Java does not know. */
  static boolean oneIsIdle() {
    return oneIsIdle(used(), Runtime.getRuntime().availableProcessors());
  }

  /** The same of so many, of which {@link #used} says that. */
  static boolean oneIsIdle(double used, int processors) {
    return used < 1 - 0.5 / processors;
  }
}
