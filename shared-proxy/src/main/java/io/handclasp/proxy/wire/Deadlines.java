package io.handclasp.proxy.wire;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time limits of one event loop, looked after by one tick instead of one timer each: setting a
 * limit writes fields, and asks no clock: its time begins with the next tick. Limits fire up to two
 * ticks late; one that fails is logged and keeps no other from firing. On that loop only.
 */
public final class Deadlines {
  private static final Logger LOG = LoggerFactory.getLogger("lifecycle");
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final EventLoop loop;
  private final List<Deadline> open = new ArrayList<>();
  private final Runnable tick = this::tick;
  private boolean ticking;

  /** No limits yet. */
  public Deadlines(EventLoop loop) {
    this.loop = loop;
  }

  /** A new limit, not set; {@link Deadline#close} it when its owner is gone. */
  public Deadline open(Runnable onPassed) {
    Deadline deadline = new Deadline(this, onPassed, open.size());
    open.add(deadline);
    if (!ticking) {
      ticking = true;
      Ticker.after(loop, tick, TICK_NANOS);
    }
    return deadline;
  }

  void close(Deadline closed) {
    int last = open.size() - 1;
    Deadline moved = open.remove(last);
    if (moved != closed) {
      open.set(closed.index, moved);
      moved.index = closed.index;
    }
  }

  private void tick() {
    try {
      check(System.nanoTime());
    } finally {
      ticking = !open.isEmpty();
      if (ticking) {
        Ticker.after(loop, tick, TICK_NANOS);
      }
    }
  }

  /** From the back, because those that fire may close themselves or others, and open new ones. */
  private void check(long now) {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (i < open.size()) {
        check(open.get(i), now);
      }
    }
  }

  private static void check(Deadline deadline, long now) {
    try {
      deadline.check(now);
    } catch (RuntimeException e) {
      LOG.error("a time limit failed by a fault of the program", e);
    }
  }
}
