package io.handclasp.proxy.forward;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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

    /** Null once it is settled: what waited is held no longer than it waits. */
    private final AtomicReference<@Nullable Runnable> onTurn;

    private Ticket(Executor loop, Runnable onTurn) {
      this.loop = loop;
      this.onTurn = new AtomicReference<>(onTurn);
    }

    /** Gives up; whoever was admitted already has to {@link Admission#leave}. */
    void giveUp() {
      onTurn.set(null);
    }

    private boolean isSettled() {
      return onTurn.get() == null;
    }

    private @Nullable Runnable settle() {
      return onTurn.getAndSet(null);
    }
  }

  /** Takes a place, if one is free and nobody waits for it. */
  boolean enter() {
    return waiting.isEmpty() && take();
  }

  /** Waits for a place; {@code onTurn} runs on the loop once it is taken. */
  Ticket await(Executor loop, Runnable onTurn) {
    forgetThoseWhoGaveUp();
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
      Runnable turn = next == null ? null : next.settle();
      if (next != null && turn != null) {
        next.loop.execute(turn);
      } else {
        under.decrementAndGet();
      }
    }
  }

  /** Who came first gives up first, so those who wait in vain stand in front. */
  private void forgetThoseWhoGaveUp() {
    Ticket first = waiting.peek();
    while (first != null && first.isSettled()) {
      waiting.remove(first);
      first = waiting.peek();
    }
  }

  /** Those who wait, and who gave up behind one who waits. */
  int queued() {
    return waiting.size();
  }
}
