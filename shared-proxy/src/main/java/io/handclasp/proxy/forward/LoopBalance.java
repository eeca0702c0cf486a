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
import org.jspecify.annotations.Nullable;

/**
 * Has the connections of an engine spread over its event loops by {@link Spread}. Where one loop
 * has too much to do while another, and a processor, are idle, some of its connections are asked to
 * come again: HTTP/1.1 ones with an answer that says {@code Connection: close} (RFC 9112 section
 * 9.6), HTTP/2 ones by GOAWAY. Where Java does not tell what its threads use, all loops take
 * connections. Any thread.
 */
public final class LoopBalance implements AutoCloseable {
  private static final long EVERY = Duration.ofMillis(250).toNanos();

  private final ProxyEngine engine;
  private final Loops loops;
  private final List<EventLoop> all;
  private final Spread spread;
  private final long[] cpu;
  private final ScheduledFuture<?> looking;
  private long lookedNanos = System.nanoTime();

  private LoopBalance(ProxyEngine engine, Loops loops) {
    this.engine = engine;
    this.loops = loops;
    all = loops.all();
    spread = new Spread(all.size(), Processors::used);
    cpu = new long[all.size()];
    loops.open(spread.open());
    looking = Ticker.every(this::look, EVERY);
  }

  /** Begins before the first connection is accepted; ends with {@link #close}. */
  public static LoopBalance begin(ProxyEngine engine, Loops loops) {
    return new LoopBalance(engine, loops);
  }

  /** How many loops take new connections at present. */
  public int open() {
    return loops.open();
  }

  private void look() {
    if (!Loops.tellCpu()) {
      loops.open(all.size());
      close();
      return;
    }
    long now = System.nanoTime();
    if (now - lookedNanos < EVERY / 2) {
      return; // late looks come one right after the other, and tell nothing
    }
    double passed = now - lookedNanos;
    lookedNanos = now;
    List<Work> work = new ArrayList<>();
    for (int i = 0; i < cpu.length; i++) {
      long used = Loops.cpuNanos(all.get(i));
      work.add(work((used - cpu[i]) / passed, engine.on(all.get(i))));
      cpu[i] = used;
    }
    Move move = spread.look(work);
    loops.open(spread.open());
    if (move != null) {
      engine.letGo(all.get(move.loop()), move.connections());
    }
  }

  private static Work work(double cpu, @Nullable LoopEngine engine) {
    return engine == null
        ? new Work(cpu, 0, 0)
        : new Work(cpu, engine.connections(), engine.forwarder().active());
  }

  /** Leaves all where they are from now on. */
  @Override
  public void close() {
    looking.cancel(false);
  }
}
