package io.handclasp.proxy.forward;

import io.handclasp.proxy.forward.Spread.Move;
import io.handclasp.proxy.forward.Spread.Work;
import io.handclasp.proxy.wire.Loops;
import io.handclasp.proxy.wire.Ticker;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the connections of an engine spread over its event loops by {@link Spread}. Where one loop
 * has too much to do while another, and a processor, are idle, some of its connections are asked to
 * come again: HTTP/1.1 ones with an answer that says {@code Connection: close} (RFC 9112 section
 * 9.6), HTTP/2 ones by GOAWAY. Where Java does not tell what its threads use, all loops take
 * connections. It looks in the thread of {@link Ticker}; the rest may be called by any thread.
 */
public final class LoopBalance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopBalance.class);

  private static final Duration LATELY = Duration.ofSeconds(1);
  private static final long EVERY = Duration.ofMillis(250).toNanos();

  private final ProxyEngine engine;
  private final Loops loops;
  private final List<EventLoop> all;
  private final Spread spread;
  private final ToLongFunction<EventLoop> cpuNanos;
  private final long[] cpu;
  private final int arrivals;
  private volatile @Nullable ScheduledFuture<?> looking;
  private long lookedNanos = System.nanoTime();

  /**
   * One that looks when it is told to.
   *
   * @param room as for {@link Spread}
   * @param cpuNanos processor time that a loop has used so far
   */
  LoopBalance(
      ProxyEngine engine, Loops loops, BooleanSupplier room, ToLongFunction<EventLoop> cpuNanos) {
    this.engine = engine;
    this.loops = loops;
    this.cpuNanos = cpuNanos;
    all = loops.all();
    spread = new Spread(all.size(), room);
    cpu = new long[all.size()];
    arrivals = (int) (EVERY / engine.arrivalNanos());
    loops.place(spread.open(), new double[all.size()], arrivals);
  }

  /** Begins before the first connection is accepted; ends with {@link #close}. */
  public static LoopBalance begin(ProxyEngine engine, Loops loops) {
    LoopBalance begun = new LoopBalance(engine, loops, Processors::oneIsIdle, Loops::cpuNanos);
    if (Loops.tellCpu()) {
      begun.looking = Ticker.every(begun::look, EVERY);
    } else {
      begun.openAll();
    }
    return begun;
  }

  /** How many loops take new connections at present. */
  public int open() {
    return loops.open();
  }

  /** Nothing that goes wrong in a look may leave new connections to few loops for ever. */
  private void look() {
    try {
      long now = System.nanoTime();
      long passed = now - lookedNanos;
      if (passed >= EVERY / 2) { // late looks come one right after the other, and tell nothing
        lookedNanos = now;
        look(passed);
      }
    } catch (RuntimeException e) {
      LOG.warn("connections go to all event loops from now on", e);
      close();
      openAll();
    }
  }

  /** Takes a look, so many nanoseconds after the one before. */
  void look(long passed) {
    List<Work> work = new ArrayList<>();
    for (int i = 0; i < cpu.length; i++) {
      long used = cpuNanos.applyAsLong(all.get(i));
      LoopEngine there = engine.on(all.get(i));
      int requests = there == null ? 0 : there.forwarder().working();
      work.add(new Work((used - cpu[i]) / (double) passed, requests));
      cpu[i] = used;
    }
    Move move = spread.look(work);
    loops.place(spread.open(), work.stream().mapToDouble(Work::load).toArray(), arrivals);
    if (move != null) {
      engine.letGo(all.get(move.loop()), move.share(), arrivals / 8, LATELY);
    }
  }

  private void openAll() {
    loops.place(all.size(), new double[all.size()], Integer.MAX_VALUE);
  }

  /** Leaves all where they are from now on. */
  @Override
  public void close() {
    ScheduledFuture<?> ended = looking;
    if (ended != null) {
      ended.cancel(false);
    }
  }
}
