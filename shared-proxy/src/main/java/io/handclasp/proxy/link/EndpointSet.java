package io.handclasp.proxy.link;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.UpstreamConfig;
import io.handclasp.proxy.config.UpstreamConfig.Balance;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.link.UpstreamFailure.Repeat;
import io.handclasp.proxy.wire.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Spreads exchanges over the endpoints of a route and over all addresses of their names, and keeps
 * them from those that fail: an endpoint with too many failures in a row gets none for a while,
 * then one to try; one that health checks call down gets none until they call it up. Where every
 * endpoint is ejected, the one whose time is over first is tried; where all are down, there is
 * none. A request that is repeated goes elsewhere if it can.
 */
final class EndpointSet implements Upstream, EndpointPlaces.Listener {
  private final List<EndpointPlaces> groups;
  private final UpstreamConfig config;
  private final Loop loop;
  private final boolean leastOutstanding;
  private final List<WatchedEndpoint> fixed;
  private final Map<EndpointLinks, WatchedEndpoint> found = new HashMap<>();
  private final Deque<WaitingExchange> waiting = new ArrayDeque<>();
  private List<WatchedEndpoint> endpoints;
  private int next;
  private @Nullable WatchedEndpoint failing;
  private boolean stopped;

  /**
   * A set of endpoints.
   *
   * @param fixed those that are configured by address
   * @param groups those that are configured by name
   * @param first which of them the first request goes to
   */
  EndpointSet(
      Map<EndpointLinks, EndpointConfig> fixed,
      List<EndpointPlaces> groups,
      UpstreamConfig config,
      int first,
      Loop loop) {
    this.groups = List.copyOf(groups);
    this.config = config;
    this.loop = loop;
    this.leastOutstanding = config.balance() == Balance.LEAST_OUTSTANDING;
    this.next = first;
    List<WatchedEndpoint> always = new ArrayList<>();
    fixed.forEach((links, endpoint) -> always.add(watched(links, endpoint)));
    this.fixed = List.copyOf(always);
    this.endpoints = this.fixed;
  }

  @Override
  public UpstreamExchange open(
      RequestHead head, boolean last, Caller caller, UpstreamListener listener) {
    if (!endpoints.isEmpty()) {
      return open(head, last, listener);
    }
    WaitingExchange exchange = new WaitingExchange(head, last, listener, waiting::remove);
    waiting.add(exchange);
    groups.forEach(EndpointPlaces::resolve);
    return exchange;
  }

  @Override
  public int endpoints() {
    return endpoints.size();
  }

  /** Whether none of these gets requests at present, because they failed; false for none. */
  boolean areEjected(Collection<EndpointLinks> links, long now) {
    return all(links, one -> one.isEjected(now));
  }

  /** How often these were ejected. */
  long ejections(Collection<EndpointLinks> links) {
    return endpoints.stream()
        .filter(one -> one.isAt(links))
        .mapToLong(WatchedEndpoint::ejections)
        .sum();
  }

  /** Whether health checks call all of these down; false for none. */
  boolean areDown(Collection<EndpointLinks> links) {
    return all(links, WatchedEndpoint::isDown);
  }

  private boolean all(Collection<EndpointLinks> links, Predicate<WatchedEndpoint> state) {
    List<WatchedEndpoint> asked = endpoints.stream().filter(one -> one.isAt(links)).toList();
    return !asked.isEmpty() && asked.stream().allMatch(state);
  }

  /** Asks no endpoint any more how it is. */
  void stop() {
    stopped = true;
    endpoints.forEach(WatchedEndpoint::stop);
  }

  @Override
  public void onPlaces() {
    List<WatchedEndpoint> now = new ArrayList<>(fixed);
    for (EndpointPlaces group : groups) {
      for (EndpointLinks links : group.all()) {
        now.add(found.computeIfAbsent(links, made -> watched(made, group.endpoint())));
      }
    }
    List<WatchedEndpoint> gone = new ArrayList<>(found.values());
    gone.removeAll(now);
    gone.forEach(WatchedEndpoint::stop);
    found.values().removeAll(gone);
    endpoints = List.copyOf(now);
    while (!endpoints.isEmpty() && !waiting.isEmpty()) {
      waiting.remove().start(this::open);
    }
  }

  @Override
  public void onUnresolved(UpstreamFailure failure) {
    if (endpoints.isEmpty() && groups.stream().noneMatch(EndpointPlaces::isResolving)) {
      List<WaitingExchange> failed = List.copyOf(waiting);
      waiting.clear();
      failed.forEach(exchange -> exchange.fail(failure));
    }
  }

  /** Tells the listener of a failure; what it opens meanwhile does not go to the same endpoint. */
  void failed(WatchedEndpoint endpoint, UpstreamListener listener, UpstreamFailure failure) {
    WatchedEndpoint outer = failing;
    failing = endpoint;
    try {
      listener.onFailure(failure);
    } finally {
      failing = outer;
    }
  }

  private UpstreamExchange open(RequestHead head, boolean last, UpstreamListener listener) {
    long now = System.nanoTime();
    WatchedEndpoint chosen = choose(now);
    if (chosen.isDown() && endpoints.size() > 1) {
      listener.onFailure(UpstreamFailure.of(FailureKind.NO_ENDPOINT, Repeat.NEVER));
      return UnsentExchange.INSTANCE;
    }
    return chosen.open(head, last, listener, now);
  }

  private WatchedEndpoint watched(EndpointLinks links, EndpointConfig endpoint) {
    WatchedEndpoint one = new WatchedEndpoint(links, this, config);
    if (config.health() != null && !stopped) {
      one.check(new HealthCheck(one, endpoint, config.health(), loop));
    }
    return one;
  }

  private WatchedEndpoint choose(long now) {
    int size = endpoints.size();
    int first = next < size ? next : next % size;
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
    if (one.isEjected(now)) {
      return one.ejectedUntil() - other.ejectedUntil() < 0;
    }
    return leastOutstanding && one.outstanding() < other.outstanding();
  }

  /** From those that take requests to those that take none; a repetition is choosier. */
  private int rank(WatchedEndpoint endpoint, long now) {
    if (endpoint.isDown()) {
      return 4;
    }
    if (endpoint == failing) {
      return 3;
    }
    if (endpoint.isEjected(now)) {
      return 2;
    }
    return failing != null && endpoint.hasFailed() ? 1 : 0;
  }
}
