package io.handclasp.proxy.link;

import io.handclasp.proxy.config.UpstreamConfig;
import io.handclasp.proxy.http.RequestHead;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One of several endpoints of a route, with what its exchanges and health checks tell of it. */
final class WatchedEndpoint {
  private final EndpointLinks links;
  private final EndpointSet set;
  private final int ejectAfter;
  private final long ejectNanos;
  private int outstanding;
  private int failures;
  private boolean ejected;
  private int ejections;
  private long ejectedUntil;
  private boolean down;
  private @Nullable HealthCheck check;

  WatchedEndpoint(EndpointLinks links, EndpointSet set, UpstreamConfig config) {
    this.links = links;
    this.set = set;
    this.ejectAfter = config.ejectAfter();
    this.ejectNanos = config.ejectFor().toNanos();
  }

  UpstreamExchange open(RequestHead head, boolean last, UpstreamListener listener, long now) {
    if (isEjected(now) || ejected) {
      // This one tries it; the others wait for another while.
      ejectedUntil = now + ejectNanos;
    }
    WatchedExchange exchange = new WatchedExchange(this, listener);
    outstanding++;
    exchange.follow(links.open(head, last, exchange));
    return exchange;
  }

  /** A health check: it counts for nothing but its own outcome. */
  UpstreamExchange probe(RequestHead head, UpstreamListener listener) {
    return links.open(head, true, listener);
  }

  void check(HealthCheck by) {
    check = by;
  }

  /** Is asked no more how it is. */
  void stop() {
    if (check != null) {
      check.stop();
    }
  }

  boolean isAt(Collection<EndpointLinks> places) {
    return places.contains(links);
  }

  int outstanding() {
    return outstanding;
  }

  boolean isEjected(long now) {
    return ejected && now - ejectedUntil < 0;
  }

  int ejections() {
    return ejections;
  }

  long ejectedUntil() {
    return ejectedUntil;
  }

  /** Whether the last answer or failure was a failure. */
  boolean hasFailed() {
    return failures > 0;
  }

  boolean isDown() {
    return down;
  }

  void down(boolean now) {
    down = now;
  }

  void onEnded() {
    outstanding--;
  }

  void onAnswered() {
    failures = 0;
    ejected = false;
  }

  /** Tells the listener, which may repeat the request elsewhere. */
  void failed(UpstreamListener listener, UpstreamFailure failure) {
    set.failed(this, listener, failure);
  }

  void onFailed() {
    failures++;
    if (ejectAfter > 0 && failures >= ejectAfter) {
      ejections += ejected ? 0 : 1;
      ejected = true;
      ejectedUntil = System.nanoTime() + ejectNanos;
    }
  }
}
