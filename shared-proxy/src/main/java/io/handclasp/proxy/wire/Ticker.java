package io.handclasp.proxy.wire;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Says to event loops when time has passed, from one thread for all of them. A loop that has tasks
 * of its own for later arms a timer whenever it waits, and disarms it, which costs a tenth of a
 * request that comes alone; one that is told does not.
 */
public final class Ticker {
  private static final ScheduledThreadPoolExecutor THREAD = thread();

  private Ticker() {}

  /** Has the loop run the task after that time; not where it has ended by then. */
  public static void after(EventExecutor loop, Runnable task, long nanos) {
    THREAD.schedule(() -> tell(loop, task), nanos, TimeUnit.NANOSECONDS);
  }

  /** Has the loop run the task again and again, until it is cancelled. */
  public static ScheduledFuture<?> every(EventExecutor loop, Runnable task, long nanos) {
    return every(() -> tell(loop, task), nanos);
  }

  /** Runs the task itself again and again, until it is cancelled; it must be short. */
  public static ScheduledFuture<?> every(Runnable task, long nanos) {
    return THREAD.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Has the loop run the task; not where it is ending: a loop that ends waits until nobody gives it
   * anything any more, so it is left alone.
   */
  public static void tell(EventExecutor loop, Runnable task) {
    if (loop.isShuttingDown()) {
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      return; // the loop has ended
    }
  }

  private static ScheduledThreadPoolExecutor thread() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("ticker", true));
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
