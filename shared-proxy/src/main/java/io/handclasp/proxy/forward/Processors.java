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

  private static double used = -1;
  private static long askedNanos = System.nanoTime() - FRESH_NANOS;

  private Processors() {}

  /** Share of their time that was used lately, from 0 to 1; negative where that is not known. */
  static synchronized double used() {
    long now = System.nanoTime();
    if (now - askedNanos >= FRESH_NANOS) {
      askedNanos = now;
      used = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getCpuLoad();
    }
    return used;
  }
}
