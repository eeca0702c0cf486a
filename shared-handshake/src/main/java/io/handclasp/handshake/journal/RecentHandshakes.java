package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The last handshakes, in memory: a ring in which the youngest takes the place of the oldest. An
 * event loop only puts a reference into it; whoever asks copies references and looks at them
 * outside of the lock. Safe for use by many threads.
 */
public final class RecentHandshakes implements HandshakeListener {
  private final List<Following> followers = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private final @Nullable Entry[] ring;
  private long next = 1;

  /** Keeps that many. */
  public RecentHandshakes(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    ring = new Entry[capacity];
  }

  @Override
  public void onHandshake(HandshakeRecord handshake) {
    Entry entry;
    synchronized (lock) {
      entry = new Entry(next++, handshake);
      ring[(int) (entry.number % ring.length)] = entry;
    }
    for (Following follower : followers) {
      follower.offer(entry);
    }
  }

  /** How many came since the start, kept or not. */
  public long seen() {
    synchronized (lock) {
      return next - 1;
    }
  }

  /**
   * Those that the filter wants, the youngest first.
   *
   * @param before only those with a smaller number; {@link Long#MAX_VALUE} for the first page
   * @param most no more than that many
   */
  public Page page(HandshakeFilter filter, long before, int most) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : youngestFirst()) {
      if (entry.number < before && filter.accepts(entry.handshake)) {
        if (found.size() == most) {
          return new Page(found, true);
        }
        found.add(entry);
      }
    }
    return new Page(found, false);
  }

  /** Those whose id begins so, the youngest first; more than one where the text is too short. */
  public List<HandshakeRecord> byId(String prefix) {
    List<HandshakeRecord> found = new ArrayList<>();
    for (Entry entry : youngestFirst()) {
      if (entry.handshake.id().startsWith(prefix)) {
        found.add(entry.handshake);
      }
    }
    return found;
  }

  private List<Entry> youngestFirst() {
    List<Entry> entries = new ArrayList<>(ring.length);
    synchronized (lock) {
      for (long number = next - 1; number > 0 && number >= next - ring.length; number--) {
        Entry entry = ring[(int) (number % ring.length)];
        if (entry != null) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  /**
   * Gathers the handshakes from now on until it is closed. A slow follower misses some; it never
   * holds up an event loop.
   *
   * @param capacity how many wait for the follower at most
   * @param onNew is called on the handshake's event loop where there is something to drain again;
   *     it may only pass the word on, such as by a task for the follower's own loop
   */
  public Following follow(HandshakeFilter filter, int capacity, Runnable onNew) {
    Following follower = new Following(filter, capacity, onNew);
    followers.add(follower);
    return follower;
  }

  /**
   * One handshake with its place.
   *
   * @param number from 1, one more with each handshake of this process
   * @param handshake the record
   */
  public record Entry(long number, HandshakeRecord handshake) {}

  /**
   * Part of an answer.
   *
   * @param entries the youngest first
   * @param hasMore true where older ones match too; the number of the last entry leads to them
   */
  public record Page(List<Entry> entries, boolean hasMore) {
    /** Copies. */
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /** What gathered for one follower. Safe for use by many threads. */
  public final class Following implements AutoCloseable {
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private final HandshakeFilter filter;
    private final int capacity;
    private final Runnable onNew;
    private long missed;

    private Following(HandshakeFilter filter, int capacity, Runnable onNew) {
      this.filter = filter;
      this.capacity = capacity;
      this.onNew = onNew;
    }

    private void offer(Entry entry) {
      if (!filter.accepts(entry.handshake)) {
        return;
      }
      boolean first;
      synchronized (waiting) {
        if (waiting.size() >= capacity) {
          missed++;
          return;
        }
        first = waiting.isEmpty();
        waiting.add(entry);
      }
      if (first) {
        onNew.run();
      }
    }

    /** Takes all that gathered, the oldest first; does not wait. */
    public List<Entry> drain() {
      synchronized (waiting) {
        List<Entry> drained = List.copyOf(waiting);
        waiting.clear();
        return drained;
      }
    }

    /** How many did not find room since the follower came. */
    public long missed() {
      synchronized (waiting) {
        return missed;
      }
    }

    /** Nothing gathers any more. */
    @Override
    public void close() {
      followers.remove(this);
    }
  }
}
