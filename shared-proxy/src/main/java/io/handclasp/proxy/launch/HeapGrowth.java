package io.handclasp.proxy.launch;

import io.handclasp.proxy.wire.Ticker;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has the whole heap collected when it grows for the first time, and then when it has doubled. The
 * serial collector of a newer Java (seen with 25) gives the old generation more memory for whatever
 * outlives a short collection, and looks through it only when the heap has its largest size, a
 * quarter of the machine's memory: under some thousands of requests at a time that is 16 MB more
 * each second, nearly all of it garbage. The young generation gets another size only then, too:
 * until a first load has made the heap grow, it is as small as suits a proxy at rest, and collected
 * often. Java 17 collects when the old one has grown.
 */
final class HeapGrowth implements Runnable {
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

  /** Growth, in bytes, by which a load is told from rest. */
  static final long FIRST = 2L << 20;

  /** Growth that is not worth a second pause, in bytes. */
  static final long LEAST = 32L << 20;

  private final LongSupplier size;
  private final Runnable first;
  private final Runnable collection;
  private boolean grown;
  private long kept;

  /**
   * @param size of the heap, in bytes
   * @param first collects, where that was not done yet
   * @param collection collects
   */
  HeapGrowth(LongSupplier size, Runnable first, Runnable collection) {
    this.size = size;
    this.first = first;
    this.collection = collection;
    kept = size.getAsLong();
  }

  /** Watches the heap of this process from now on, until that is cancelled. */
  static Future<?> watch() {
    return Ticker.every(
        new HeapGrowth(
            Runtime.getRuntime()::totalMemory, HeapGrowth::collectOnce, HeapGrowth::collect),
        EVERY);
  }

  /** Looks once. */
  @Override
  public void run() {
    long growth = size.getAsLong() - kept;
    if (growth >= (grown ? Math.max(LEAST, kept) : FIRST)) {
      (grown ? collection : first).run();
      grown = true;
      kept = size.getAsLong();
    }
  }

  /** Nothing where Java, 17 for one, collected and grew by itself. */
  private static void collectOnce() {
    if (serial().filter(whole -> whole.getCollectionCount() == 0).isPresent()) {
      System.gc();
    }
  }

  private static void collect() {
    if (serial().isPresent()) {
      System.gc();
    }
  }

  /** Another collector, which somebody chose, has rules of its own. */
  private static Optional<GarbageCollectorMXBean> serial() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(bean -> bean.getName().equals("MarkSweepCompact"))
        .findFirst();
  }
}
