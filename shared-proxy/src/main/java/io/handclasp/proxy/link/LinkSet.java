package io.handclasp.proxy.link;

import static java.util.Objects.requireNonNull;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.wire.Loop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All links of one event loop in one epoch: routes to the same endpoint share its connections. On
 * that loop only.
 */
public final class LinkSet {
  private final LinkSettings settings;
  private final Loop loop;
  private final Map<EndpointConfig, EndpointLinks> addressed = new HashMap<>();
  private final Map<EndpointConfig, EndpointPlaces> named = new HashMap<>();
  private final IdentityHashMap<RouteConfig.Forward, EndpointSet> sets = new IdentityHashMap<>();

  /** No connections yet. */
  public LinkSet(LinkSettings settings, Loop loop) {
    this.settings = settings;
    this.loop = loop;
  }

  /**
   * Requests of a route. Where it has one endpoint, by address, that nobody asks how it is, nothing
   * stands between.
   */
  public Upstream to(RouteConfig.Forward route) {
    Map<EndpointLinks, EndpointConfig> fixed = new LinkedHashMap<>();
    List<EndpointPlaces> places = new ArrayList<>();
    for (EndpointConfig endpoint : route.endpoints()) {
      if (Addresses.isLiteral(endpoint.address().host())) {
        fixed.put(links(endpoint), endpoint);
      } else {
        places.add(places(endpoint));
      }
    }
    if (places.isEmpty() && fixed.size() == 1 && route.upstream().health() == null) {
      EndpointLinks only = fixed.keySet().iterator().next();
      return (head, last, caller, listener) -> only.open(head, last, listener);
    }
    EndpointSet set = new EndpointSet(fixed, places, route.upstream(), settings.first(), loop);
    places.forEach(group -> group.listen(set));
    set.onPlaces();
    sets.put(route, set);
    return set;
  }

  /** Takes no new exchanges; connections close when theirs are done. */
  public void retire() {
    sets.values().forEach(EndpointSet::stop);
    addressed.values().forEach(EndpointLinks::retire);
    named.values().forEach(EndpointPlaces::retire);
  }

  /** Ends what {@link #retire} left. */
  public void cut() {
    addressed.values().forEach(EndpointLinks::cut);
    named.values().forEach(EndpointPlaces::cut);
  }

  /** Connections at present. */
  public int connections() {
    return addressed.values().stream().mapToInt(EndpointLinks::connections).sum()
        + named.values().stream().mapToInt(EndpointPlaces::connections).sum();
  }

  private static InetAddress literal(EndpointConfig endpoint) {
    return requireNonNull(NetUtil.createInetAddressFromIpAddressString(endpoint.address().host()));
  }

  /**
   * How the endpoints of a route are at present.
   *
   * @param index place of the route in the configuration
   */
  public List<EndpointState> states(int index, RouteConfig.Forward route) {
    EndpointSet set = sets.get(route);
    long now = System.nanoTime();
    List<EndpointState> states = new ArrayList<>();
    for (EndpointConfig endpoint : route.endpoints()) {
      Collection<EndpointLinks> to = at(endpoint);
      states.add(
          new EndpointState(
              index,
              endpoint,
              to.stream().mapToInt(EndpointLinks::connections).sum(),
              to.stream().mapToInt(EndpointLinks::active).sum(),
              set != null && set.areEjected(to, now),
              set == null ? 0 : set.ejections(to),
              set != null && set.areDown(to),
              !to.isEmpty() && to.stream().allMatch(links -> links.isUnreachable(now))));
    }
    return states;
  }

  /** The links of each address that an endpoint has. */
  private Collection<EndpointLinks> at(EndpointConfig endpoint) {
    EndpointPlaces places = named.get(endpoint);
    if (places != null) {
      return places.all();
    }
    EndpointLinks links = addressed.get(endpoint);
    return links == null ? List.of() : List.of(links);
  }

  private EndpointLinks links(EndpointConfig endpoint) {
    return addressed.computeIfAbsent(
        endpoint, key -> new EndpointLinks(key, literal(key), settings, loop));
  }

  private EndpointPlaces places(EndpointConfig endpoint) {
    return named.computeIfAbsent(endpoint, key -> new EndpointPlaces(key, settings, loop));
  }
}
