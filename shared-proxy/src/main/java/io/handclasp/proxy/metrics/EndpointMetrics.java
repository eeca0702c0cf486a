package io.handclasp.proxy.metrics;

import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.link.EndpointState;
import io.handclasp.proxy.server.ProxyServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the endpoints of each route are, taken together over the event loops. */
final class EndpointMetrics {
  private EndpointMetrics() {}

  /** An endpoint of a route; routes of one name are told of together. */
  private record Key(String route, String endpoint) {
    String[] labels() {
      return new String[] {"route", route, "endpoint", endpoint};
    }
  }

  /** What the loops told of one. */
  private static final class Sum {
    private int connections;
    private int active;
    private int avoided;
    private long ejections;

    private void add(EndpointState state) {
      connections += state.connections();
      active += state.active();
      avoided += state.ejected() || state.down() ? 1 : 0;
      ejections += state.ejections();
    }
  }

  static void collect(Families families, ProxyServer server) {
    Map<Key, Sum> sums = sums(server);
    Family.Gauge connections =
        families.gauge("handclasp_link_connections", "Connections to an endpoint that are open.");
    Family.Gauge active =
        families.gauge("handclasp_link_requests_active", "Requests under way at an endpoint.");
    Family.Gauge avoided =
        families.gauge(
            "handclasp_endpoint_avoided_loops",
            "Event loops that send an endpoint nothing: ejected, or down by its health checks.");
    Family.Counter ejections =
        families.counter(
            "handclasp_endpoint_ejections", "Times that too many requests to an endpoint failed.");
    sums.forEach(
        (key, sum) -> {
          connections.add(sum.connections, key.labels());
          active.add(sum.active, key.labels());
          avoided.add(sum.avoided, key.labels());
          ejections.add(sum.ejections, key.labels());
        });
  }

  private static Map<Key, Sum> sums(ProxyServer server) {
    List<RouteConfig> routes = server.inForce().config().routes();
    Map<Key, Sum> sums = new LinkedHashMap<>();
    for (EndpointState state : server.engine().endpoints()) {
      // Between the two looks a reload may have come.
      if (state.route() < routes.size()) {
        RouteConfig route = routes.get(state.route());
        Key key = new Key(route.host() + route.pathPrefix(), state.endpoint().address().toString());
        sums.computeIfAbsent(key, k -> new Sum()).add(state);
      }
    }
    return sums;
  }
}
