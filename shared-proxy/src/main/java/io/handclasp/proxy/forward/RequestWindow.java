package io.handclasp.proxy.forward;

import io.handclasp.proxy.wire.Ticker;
import io.handclasp.proxy.wire.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests of one event loop's HTTP/1.1 clients are under way at a time where processors
 * are scarce; the others wait in the order they came, as the bytes they are. What belongs to a few
 * requests stays in the processor's caches from their first byte to their last. Only young requests
 * count, so that those that take long anyway hold up nobody: whatever the next hop does, a window's
 * worth of requests is begun in twice the {@link #AGE age}. On that loop only.
 */
final class RequestWindow {
  /** So old, or up to twice as old, a request counts no more. */
  static final Duration AGE = Duration.ofMillis(5);

  private final Turn turn;
  private final WindowSize size;
  private final long ageNanos;
  private final Queue<Waiter> waiting = new ArrayDeque<>();
  private final AtomicInteger waiters = new AtomicInteger();
  private final int[] begun = new int[2];
  private final Runnable admit = this::admit;
  private final Runnable grow = this::growOlder;
  private int generation;
  private boolean admitting;
  private boolean ageing;

  /**
   * Nothing under way yet.
   *
   * @param size how many requests may be under way
   * @param age from when on a request counts no more, where others wait
   */
  RequestWindow(Turn turn, WindowSize size, Duration age) {
    this.turn = turn;
    this.size = size;
    ageNanos = age.toNanos();
  }

  /** A connection whose next request waits. */
  interface Waiter {
    /** Its turn has come; it has gone away perhaps, and then does nothing. Throws nothing. */
    void proceed();
  }

  /** Whether the next request has to wait. */
  boolean isFull() {
    return (!admitting && !waiting.isEmpty()) || !hasRoom();
  }

  /** Requests that wait. Any thread. */
  int waiting() {
    return waiters.get();
  }

  /** Waits for a place; once per request. */
  void await(Waiter waiter) {
    waiting.add(waiter);
    waiters.lazySet(waiting.size());
    if (!ageing) {
      ageing = true;
      Ticker.after(turn.loop(), grow, ageNanos);
    }
  }

  /**
   * A request is under way from now on.
   *
   * @return what to give to {@link #end}
   */
  int begin() {
    begun[generation & 1]++;
    size.onUnderWay(begun[0] + begun[1]);
    return generation;
  }

  /** A request is under way no more. */
  void end(int begunIn) {
    if (generation - begunIn <= 1) {
      begun[begunIn & 1]--;
    }
    if (!waiting.isEmpty() && !admitting) {
      turn.atEnd(admit);
    }
  }

  private void admit() {
    admitting = true;
    try {
      while (!waiting.isEmpty() && hasRoom()) {
        waiting.remove().proceed();
      }
    } finally {
      admitting = false;
      waiters.lazySet(waiting.size());
    }
  }

  private boolean hasRoom() {
    return begun[0] + begun[1] < size.present();
  }

  private void growOlder() {
    generation++;
    begun[generation & 1] = 0;
    admit();
    ageing = !waiting.isEmpty();
    if (ageing) {
      Ticker.after(turn.loop(), grow, ageNanos);
    }
  }
}
