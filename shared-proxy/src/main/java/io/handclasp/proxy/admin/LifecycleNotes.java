package io.handclasp.proxy.admin;

import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.LifecycleListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps the last things that happened to the proxy as a whole. Safe for use by many threads. */
final class LifecycleNotes implements LifecycleListener {
  private static final int MOST = 50;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Note> notes = new ArrayDeque<>();
  private long reloads;
  private @Nullable LifecycleEvent lastReload;

  /**
   * One of them.
   *
   * @param at when
   * @param event what
   */
  record Note(Instant at, LifecycleEvent event) {}

  @Override
  public void onEvent(LifecycleEvent event) {
    lock.lock();
    try {
      notes.addFirst(new Note(Instant.now(), event));
      if (notes.size() > MOST) {
        notes.removeLast();
      }
      if (event instanceof LifecycleEvent.Reloaded
          || event instanceof LifecycleEvent.ReloadRefused) {
        reloads++;
        lastReload = event;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The youngest first. */
  List<Note> all() {
    lock.lock();
    try {
      return new ArrayList<>(notes);
    } finally {
      lock.unlock();
    }
  }

  /** How many reloads were tried. */
  long reloads() {
    lock.lock();
    try {
      return reloads;
    } finally {
      lock.unlock();
    }
  }

  /** The outcome of the first reload after that many; null where none came in time. */
  @Nullable LifecycleEvent awaitReload(long after, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (reloads <= after && left > 0) {
        left = changed.awaitNanos(left);
      }
      return reloads > after ? lastReload : null;
    } finally {
      lock.unlock();
    }
  }

  /** In a word, such as {@code reload-refused}. */
  static String word(LifecycleEvent event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** In a sentence. */
  static String sentence(LifecycleEvent event) {
    if (event instanceof LifecycleEvent.Ready ready) {
      return "listens on " + ready.listen() + " (" + ready.transport() + ", " + ready.tls() + ")";
    }
    if (event instanceof LifecycleEvent.Warned warned) {
      return warned.sentence();
    }
    if (event instanceof LifecycleEvent.Reloaded reloaded) {
      return "epoch "
          + reloaded.epoch()
          + " is in force"
          + (reloaded.restartNeeded().isEmpty()
              ? ""
              : "; a restart takes up " + String.join(", ", reloaded.restartNeeded()));
    }
    if (event instanceof LifecycleEvent.ReloadRefused refused) {
      return "epoch " + refused.epoch() + " stays: " + String.join("; ", refused.problems());
    }
    if (event instanceof LifecycleEvent.Draining draining) {
      return draining.connections()
          + " connections may finish within "
          + TimeUnit.NANOSECONDS.toSeconds(draining.deadline().toNanos())
          + " s";
    }
    if (event instanceof LifecycleEvent.Stopped stopped) {
      return stopped.cut() + " connections were cut";
    }
    return word(event);
  }
}
