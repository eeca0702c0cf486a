package io.handclasp.proxy.forward;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests of one route may be under way at once, over all event loops; the others wait in
 * the order they came. Any thread.
 */
final class Admission {
  private final int most;
  private final AtomicInteger under = new AtomicInteger();
  private final Queue<Ticket> waiting = new ConcurrentLinkedQueue<>();

  Admission(int most) {
    this.most = most;
  }

  /** Someone who waits; each is either admitted or gives up. */
  static final class Ticket {
    private final Executor loop;
    private final Runnable onTurn;
    private final AtomicBoolean settled = new AtomicBoolean();

    private Ticket(Executor loop, Runnable onTurn) {
      this.loop = loop;
      this.onTurn = onTurn;
    }

    /** Gives up; whoever was admitted already has to {@link Admission#leave}. */
    void giveUp() {
      settled.set(true);
    }
  }

  /** Takes a place, if one is free and nobody waits for it. */
  boolean enter() {
    return waiting.isEmpty() && take();
  }

  /** Waits for a place; {@code onTurn} runs on the loop once it is taken. */
  Ticket await(Executor loop, Runnable onTurn) {
    Ticket ticket = new Ticket(loop, onTurn);
    waiting.add(ticket);
    admit();
    return ticket;
  }

  /** Gives a place back. */
  void leave() {
    under.decrementAndGet();
    admit();
  }

  private boolean take() {
    if (under.incrementAndGet() <= most) {
      return true;
    }
    under.decrementAndGet();
    return false;
  }

  private void admit() {
    while (!waiting.isEmpty() && take()) {
      Ticket next = waiting.poll();
      if (next != null && next.settled.compareAndSet(false, true)) {
        next.loop.execute(next.onTurn);
      } else {
        under.decrementAndGet();
      }
    }
  }
}
