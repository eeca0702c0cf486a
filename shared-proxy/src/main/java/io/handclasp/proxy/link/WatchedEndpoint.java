package io.handclasp.proxy.link;

import io.handclasp.proxy.config.UpstreamConfig;
import io.handclasp.proxy.http.RequestHead;

/** One of several endpoints of a route, with what its exchanges and health checks tell of it. */
final class WatchedEndpoint {
  private final EndpointLinks links;
  private final int ejectAfter;
  private final long ejectNanos;
  private int outstanding;
  private int failures;
  private boolean ejected;
  private int ejections;
  private long ejectedUntil;
  private boolean down;

  WatchedEndpoint(EndpointLinks links, UpstreamConfig config) {
    this.links = links;
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

  void onFailed() {
    failures++;
    if (ejectAfter > 0 && failures >= ejectAfter) {
      ejections += ejected ? 0 : 1;
      ejected = true;
      ejectedUntil = System.nanoTime() + ejectNanos;
    }
  }
}
