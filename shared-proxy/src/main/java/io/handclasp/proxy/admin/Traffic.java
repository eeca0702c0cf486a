package io.handclasp.proxy.admin;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.forward.ExchangeListener;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Side;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * How the exchanges of the last fifteen minutes went, by route and endpoint. Each event loop counts
 * for itself; whoever asks adds up. Bounded by the routes and endpoints that the configuration
 * names, and by a number beyond which further ones are not counted.
 */
final class Traffic implements ExchangeListener {
  private static final int MOST_SERIES = 256;
  private static final int DEAD_AFTER = 3;
  private static final Duration DEAD_FOR = Duration.ofSeconds(10);

  private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Lane> lane = ThreadLocal.withInitial(this::newLane);

  /** What one event loop counts. */
  private static final class Lane {
    final Map<String, RouteLane> routes = new ConcurrentHashMap<>();
    int series;
  }

  /** What one event loop counts of one route; endpoint-less are exchanges that reached none. */
  private static final class RouteLane {
    final Series unsent = new Series();
    final Map<Address, Series> sent = new ConcurrentHashMap<>();
    volatile int failuresInRow;
    volatile long lastFailure;
    volatile long lastAnswer;
  }

  private Lane newLane() {
    Lane made = new Lane();
    lanes.add(made);
    return made;
  }

  @Override
  public void onCompleted(ExchangeCompleted exchange) {
    String route = exchange.route();
    if (route == null) {
      return;
    }
    Lane mine = lane.get();
    RouteLane counts = mine.routes.get(route);
    if (counts == null) {
      if (mine.series >= MOST_SERIES) {
        return;
      }
      mine.series++;
      counts = new RouteLane();
      mine.routes.put(route, counts);
    }
    long now = exchange.endedNanos();
    boolean failed = exchange.failure() != null || exchange.status() >= 500;
    Series series = series(mine, counts, exchange.endpoint());
    series.add(Series.tick(now), failed, exchange.took().toNanos());
    note(counts, exchange, now);
  }

  private static Series series(Lane mine, RouteLane counts, @Nullable Address endpoint) {
    if (endpoint == null) {
      return counts.unsent;
    }
    Series series = counts.sent.get(endpoint);
    if (series == null && mine.series < MOST_SERIES) {
      mine.series++;
      series = new Series();
      counts.sent.put(endpoint, series);
    }
    return series == null ? counts.unsent : series;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private static void note(RouteLane counts, ExchangeCompleted exchange, long now) {
    if (exchange.toHead() != null || exchange.failure() == null) {
      counts.lastAnswer = now;
      if (counts.failuresInRow != 0) {
        counts.failuresInRow = 0;
      }
    } else if (isOfEndpoint(exchange.failure())) {
      counts.failuresInRow++;
      counts.lastFailure = now;
    }
  }

  /** A refused handshake may be for us to mend; the endpoint takes no request all the same. */
  private static boolean isOfEndpoint(FailureKind failure) {
    return failure.side() == Side.UPSTREAM || failure == FailureKind.TLS_REFUSED;
  }

  /**
   * Whether no answer came from a route's endpoints of late: the last three exchanges failed on
   * their side, and that was within the last ten seconds. It holds no longer, so that whoever goes
   * by it tries again.
   */
  boolean isDead(String route) {
    long now = System.nanoTime();
    int failures = 0;
    long lastFailure = now - Duration.ofDays(1).toNanos();
    long lastAnswer = lastFailure;
    for (Lane one : lanes) {
      RouteLane counts = one.routes.get(route);
      if (counts != null && counts.failuresInRow > 0) {
        failures += counts.failuresInRow;
        lastFailure = later(lastFailure, counts.lastFailure);
      }
      if (counts != null && counts.lastAnswer != 0) {
        lastAnswer = later(lastAnswer, counts.lastAnswer);
      }
    }
    return failures >= DEAD_AFTER
        && lastFailure - lastAnswer > 0
        && now - lastFailure < DEAD_FOR.toNanos();
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** All exchanges of a route. */
  Series.Sum of(String route) {
    Series.Sum sum = new Series.Sum(Series.tick(System.nanoTime()));
    for (Lane one : lanes) {
      RouteLane counts = one.routes.get(route);
      if (counts != null) {
        sum.add(counts.unsent);
        counts.sent.values().forEach(sum::add);
      }
    }
    return sum;
  }

  /** Those that were sent to an endpoint. */
  Series.Sum of(String route, Address endpoint) {
    Series.Sum sum = new Series.Sum(Series.tick(System.nanoTime()));
    for (Lane one : lanes) {
      RouteLane counts = one.routes.get(route);
      Series series = counts == null ? null : counts.sent.get(endpoint);
      if (series != null) {
        sum.add(series);
      }
    }
    return sum;
  }
}
