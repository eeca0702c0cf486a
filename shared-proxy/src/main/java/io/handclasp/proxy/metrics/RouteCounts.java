package io.handclasp.proxy.metrics;

import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.http.FailureKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** What one event loop counted of the requests of one route. Written by that loop alone. */
final class RouteCounts {
  /** Requests that did not end well, by how. */
  record Failed(int slot, FailureKind kind) {}

  private final AtomicLongArray done = new AtomicLongArray(Statuses.SLOTS);
  private final Map<Failed, AtomicLong> failed = new ConcurrentHashMap<>();
  private final Durations[] took = new Durations[Statuses.CLASS_COUNT];
  private final Durations awaited = new Durations();
  private final AtomicLong requestBytes = new AtomicLong();
  private final AtomicLong responseBytes = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();

  RouteCounts() {
    for (int i = 0; i < took.length; i++) {
      took[i] = new Durations();
    }
  }

  void add(ExchangeCompleted exchange) {
    int slot = Statuses.slot(exchange.status());
    FailureKind kind = exchange.failure();
    if (kind == null) {
      Cells.add(done, slot, 1);
    } else {
      Cells.add(failed.computeIfAbsent(new Failed(slot, kind), key -> new AtomicLong()), 1);
    }
    took[Statuses.classOf(exchange.status())].add(exchange.took().toNanos());
    awaited(exchange.toSent(), exchange.toHead());
    addIfAny(requestBytes, exchange.requestBytes());
    addIfAny(responseBytes, exchange.responseBytes());
    addIfAny(retries, exchange.retries());
  }

  private void awaited(@Nullable Duration toSent, @Nullable Duration toHead) {
    if (toSent != null && toHead != null) {
      awaited.add(toHead.toNanos() - toSent.toNanos());
    }
  }

  private static void addIfAny(AtomicLong cell, long more) {
    if (more > 0) {
      Cells.add(cell, more);
    }
  }

  /** What all event loops counted of one route. Not safe for use by several threads. */
  static final class Sum {
    final long[] done = new long[Statuses.SLOTS];
    final Map<Failed, Long> failed = new HashMap<>();
    final Durations.Sum[] took = new Durations.Sum[Statuses.CLASS_COUNT];
    final Durations.Sum awaited = new Durations.Sum();
    long requestBytes;
    long responseBytes;
    long retries;

    Sum() {
      for (int i = 0; i < took.length; i++) {
        took[i] = new Durations.Sum();
      }
    }

    void add(RouteCounts counts) {
      for (int i = 0; i < done.length; i++) {
        done[i] += counts.done.get(i);
      }
      counts.failed.forEach((how, count) -> failed.merge(how, count.get(), Long::sum));
      for (int i = 0; i < took.length; i++) {
        took[i].add(counts.took[i]);
      }
      awaited.add(counts.awaited);
      requestBytes += counts.requestBytes.get();
      responseBytes += counts.responseBytes.get();
      retries += counts.retries.get();
    }
  }
}
