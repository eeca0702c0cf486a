package io.handclasp.proxy.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event loops that wait without a timer where they have nothing to do later: Netty's look up after
 * a second in any case, and with io_uring that is two timers, set and cleared, for each message
 * that comes alone. {@link Ticker} tells them the time.
 *
 * <p>A channel that is registered goes to the one with the least load of those that are open. These
 * are all, and their load is the number of their channels, unless {@link #place} says otherwise.
 */
public final class Loops extends MultiThreadIoEventLoopGroup {
  /** How long tasks may keep a loop from its channels. */
  private static final long TASKS_NANOS = 100_000_000;

  /** What a channel adds at least, so that idle ones spread as well. */
  private static final double LEAST_LOAD = 1e-3;

  private final List<Untimed> all = new ArrayList<>();

  /** Channels that were registered since the last placing. */
  private final AtomicLong arrived = new AtomicLong();

  private volatile int open;
  private volatile int arrivals = Integer.MAX_VALUE;

  /** What a channel is taken to add to the load of its loop. */
  private volatile double each = 1;

  Loops(int threads, IoHandlerFactory handlers) {
    super(threads, new DefaultThreadFactory("loop", true), handlers);
    forEach(loop -> all.add((Untimed) loop));
    open = threads;
  }

  /**
   * Has new channels go to the first so many loops, by the load that these have now; channels that
   * are there stay where they are. Each new one adds the mean of what the present ones make. One
   * thread at a time.
   *
   * @param loops from 1 to as many as there are
   * @param loads of all loops, in their order
   * @param arrivals channels that are enough for one loop before the next placing; for each so many
   *     one more takes them
   */
  public void place(int loops, double[] loads, int arrivals) {
    Objects.checkIndex(loops - 1, all.size());
    double sum = 0;
    int channels = 0;
    for (int i = 0; i < all.size(); i++) {
      Untimed loop = all.get(i);
      loop.load = loads[i];
      loop.placedThen = loop.placed.get();
      sum += loads[i];
      channels += loop.placedThen;
    }
    each = Math.max(LEAST_LOAD, channels == 0 ? 0 : sum / channels);
    this.arrivals = arrivals;
    arrived.set(0);
    open = loops;
  }

  /** How many take new channels. Any thread. */
  public int open() {
    return open;
  }

  /** All of them, in their order. */
  public List<EventLoop> all() {
    return List.copyOf(all);
  }

  /** Whether {@link #cpuNanos} is known here. Any thread. */
  public static boolean tellCpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();
  }

  /**
   * Processor time that a loop of this group has used so far, in nanoseconds; 0 before its first
   * task. Any thread.
   */
  public static long cpuNanos(EventLoop loop) {
    long thread = ((Untimed) loop).thread;
    return thread < 0
        ? 0
        : Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread));
  }

  @Override
  public ChannelFuture register(Channel channel) {
    long taking = Math.min(all.size(), open + arrived.getAndIncrement() / arrivals);
    Untimed least = all.get(0);
    for (Untimed loop : all.subList(1, (int) taking)) {
      if (loop.load() < least.load()) {
        least = loop;
      }
    }
    AtomicInteger there = least.placed;
    there.incrementAndGet();
    channel.closeFuture().addListener(closed -> there.decrementAndGet());
    return least.register(channel);
  }

  @Override
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... none) {
    return new Untimed(this, executor, handlers);
  }

  private final class Untimed extends SingleThreadIoEventLoop {
    /** Channels that the group has given it. */
    final AtomicInteger placed = new AtomicInteger();

    /** What was placed, and how much it made, at the last placing. */
    volatile int placedThen;

    volatile double load;

    /** Its number; -1 until it runs. */
    volatile long thread = -1;

    Untimed(Loops parent, Executor executor, IoHandlerFactory handlers) {
      super(parent, executor, handlers);
    }

    /** What it has to do, by all that is known now. */
    double load() {
      return load + each * (placed.get() - placedThen);
    }

    /**
     * As Netty's, but all that the last turn put off is done before a ring is told to end. A
     * channel that was closed in that turn takes back its last operation later, as a task; a ring
     * that was told to end does nothing new before all that is under way is over, and would wait
     * for that operation for ever.
     */
    @Override
    protected void run() {
      thread = Thread.currentThread().getId();
      ioHandler().initialize();
      do {
        runIo();
        if (isShuttingDown()) {
          runAllTasks();
          ioHandler().prepareToDestroy();
        }
        runAllTasks(TASKS_NANOS);
      } while (!confirmShutdown() && !canSuspend());
    }

    /** -1 says that there is none. */
    @Override
    protected long deadlineNanos() {
      return nextScheduledTaskDeadlineNanos();
    }
  }
}
