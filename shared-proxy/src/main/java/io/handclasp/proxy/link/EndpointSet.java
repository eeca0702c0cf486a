package io.handclasp.proxy.link;

import io.handclasp.proxy.config.UpstreamConfig;
import io.handclasp.proxy.config.UpstreamConfig.Balance;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.link.UpstreamFailure.Repeat;
import java.util.List;

/**
 * Spreads exchanges over the endpoints of a route, and keeps them from those that fail: an endpoint
 * with too many failures in a row gets none for a while, then one to try; one that health checks
 * call down gets none until they call it up. Where every endpoint is ejected, the one whose time is
 * over first is tried; where all are down, there is none.
 */
final class EndpointSet implements Upstream {
  private final List<WatchedEndpoint> endpoints;
  private final boolean leastOutstanding;
  private int next;

  EndpointSet(List<WatchedEndpoint> endpoints, UpstreamConfig config) {
    this.endpoints = List.copyOf(endpoints);
    this.leastOutstanding = config.balance() == Balance.LEAST_OUTSTANDING;
  }

  @Override
  public UpstreamExchange open(
      RequestHead head, boolean last, Caller caller, UpstreamListener listener) {
    long now = System.nanoTime();
    WatchedEndpoint chosen = choose(now);
    if (chosen.isDown()) {
      listener.onFailure(UpstreamFailure.of(FailureKind.NO_ENDPOINT, Repeat.NEVER));
      return UnsentExchange.INSTANCE;
    }
    return chosen.open(head, last, listener, now);
  }

  @Override
  public int endpoints() {
    return endpoints.size();
  }

  private WatchedEndpoint choose(long now) {
    int size = endpoints.size();
    int first = next;
    next = first + 1 == size ? 0 : first + 1;
    WatchedEndpoint best = endpoints.get(first);
    for (int i = 1; i < size; i++) {
      WatchedEndpoint other = endpoints.get((first + i) % size);
      if (isBetter(other, best, now)) {
        best = other;
      }
    }
    return best;
  }

  private boolean isBetter(WatchedEndpoint one, WatchedEndpoint other, long now) {
    int byState = Integer.compare(rank(one, now), rank(other, now));
    if (byState != 0) {
      return byState < 0;
    }
    if (rank(one, now) == 1) {
      return one.ejectedUntil() - other.ejectedUntil() < 0;
    }
    return leastOutstanding && one.outstanding() < other.outstanding();
  }

  private static int rank(WatchedEndpoint endpoint, long now) {
    if (endpoint.isDown()) {
      return 2;
    }
    return endpoint.isEjected(now) ? 1 : 0;
  }
}
