package io.handclasp.proxy.link;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.UpstreamConfig;
import io.handclasp.proxy.wire.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All links of one event loop in one epoch: routes to the same endpoint share its connections. On
 * that loop only.
 */
public final class LinkSet {
  private final LinkSettings settings;
  private final Loop loop;
  private final Map<EndpointConfig, EndpointLinks> endpoints = new HashMap<>();
  private final List<HealthCheck> checks = new ArrayList<>();
  private final IdentityHashMap<RouteConfig.Forward, List<WatchedEndpoint>> watches =
      new IdentityHashMap<>();

  /** No connections yet. */
  public LinkSet(LinkSettings settings, Loop loop) {
    this.settings = settings;
    this.loop = loop;
  }

  /** Requests of a route. Where it has one endpoint, nothing stands between. */
  public Upstream to(RouteConfig.Forward route) {
    if (route.endpoints().size() == 1) {
      EndpointLinks only = links(route.endpoints().get(0));
      return (head, last, caller, listener) -> only.open(head, last, listener);
    }
    UpstreamConfig config = route.upstream();
    List<WatchedEndpoint> watched = new ArrayList<>();
    for (EndpointConfig endpoint : route.endpoints()) {
      WatchedEndpoint one = new WatchedEndpoint(links(endpoint), config);
      watched.add(one);
      if (config.health() != null) {
        checks.add(new HealthCheck(one, endpoint, config.health(), loop));
      }
    }
    watches.put(route, watched);
    return new EndpointSet(watched, config);
  }

  /** Takes no new exchanges; connections close when theirs are done. */
  public void retire() {
    checks.forEach(HealthCheck::stop);
    endpoints.values().forEach(EndpointLinks::retire);
  }

  /** Connections at present. */
  public int connections() {
    return endpoints.values().stream().mapToInt(EndpointLinks::connections).sum();
  }

  /**
   * How the endpoints of a route are at present.
   *
   * @param index place of the route in the configuration
   */
  public List<EndpointState> states(int index, RouteConfig.Forward route) {
    List<WatchedEndpoint> watched = watches.getOrDefault(route, List.of());
    long now = System.nanoTime();
    List<EndpointState> states = new ArrayList<>();
    for (EndpointConfig endpoint : route.endpoints()) {
      EndpointLinks to = endpoints.get(endpoint);
      WatchedEndpoint one = watched.isEmpty() ? null : watched.get(states.size());
      states.add(
          new EndpointState(
              index,
              endpoint,
              to == null ? 0 : to.connections(),
              to == null ? 0 : to.active(),
              one != null && one.isEjected(now),
              one == null ? 0 : one.ejections(),
              one != null && one.isDown()));
    }
    return states;
  }

  private EndpointLinks links(EndpointConfig endpoint) {
    return endpoints.computeIfAbsent(endpoint, key -> new EndpointLinks(key, settings, loop));
  }
}
