package io.handclasp.proxy.launch;

import io.handclasp.proxy.wire.Ticker;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has the whole heap collected when it has doubled. The serial collector of a newer Java (seen with
 * 25) gives the old generation more memory for whatever outlives a short collection, and looks
 * through it only when the heap has its largest size, a quarter of the machine's memory: under some
 * thousands of requests at a time that is 16 MB more each second, nearly all of it garbage. The
 * young generation gets another size only then, too. Java 17 collects when the old one has grown.
 */
final class HeapGrowth implements Runnable {
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

  /** Growth that is not worth a pause, in bytes. */
  static final long LEAST = 32L << 20;

  private final LongSupplier size;
  private final Runnable collection;
  private long kept;

  /**
   * @param size of the heap, in bytes
   * @param collection collects
   */
  HeapGrowth(LongSupplier size, Runnable collection) {
    this.size = size;
    this.collection = collection;
    kept = size.getAsLong();
  }

  /** Watches the heap of this process from now on, until that is cancelled. */
  static Future<?> watch() {
    return Ticker.every(
        new HeapGrowth(Runtime.getRuntime()::totalMemory, HeapGrowth::collect), EVERY);
  }

  /** Looks once. */
  @Override
  public void run() {
    if (size.getAsLong() - kept >= Math.max(LEAST, kept)) {
      collection.run();
      kept = size.getAsLong();
    }
  }

  /** Another collector, which somebody chose, has rules of its own. */
  private static void collect() {
    boolean serial =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .anyMatch(bean -> bean.getName().equals("MarkSweepCompact"));
    if (serial) {
      System.gc();
    }
  }
}
