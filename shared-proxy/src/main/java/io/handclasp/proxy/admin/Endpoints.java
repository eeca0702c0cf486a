package io.handclasp.proxy.admin;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.link.EndpointState;
import io.handclasp.proxy.server.InForce;
import io.handclasp.proxy.server.ProxyServer;
import java.util.ArrayList;
import java.util.List;

/**
 * How the endpoints of every route are, taken together over the event loops.
 *
 * @param inForce the configuration that it is about
 * @param states as the event loops told
 * @param traffic what exchanges told
 */
record Endpoints(InForce inForce, List<EndpointState> states, Traffic traffic) {
  static Endpoints of(ProxyServer server, Traffic traffic) {
    return new Endpoints(server.inForce(), server.engine().endpoints(), traffic);
  }

  /**
   * One endpoint of a route.
   *
   * @param endpoint where
   * @param connections to it at present
   * @param active exchanges under way
   * @param ejected on how many event loops it gets no requests for a while
   * @param down on how many event loops health checks call it down
   * @param unreachable true where the last attempts to open a connection failed, and none is there
   * @param loops how many event loops told
   * @param dead true where the last exchanges found that nobody answers there
   * @param used true where any exchange of the last fifteen minutes went there
   */
  record One(
      EndpointConfig endpoint,
      int connections,
      int active,
      int ejected,
      int down,
      boolean unreachable,
      int loops,
      boolean dead,
      boolean used) {
    /** In a word; an endpoint that only some event loops avoid still serves. */
    Health health() {
      if (dead || unreachable || (loops > 0 && down == loops)) {
        return Health.DOWN;
      }
      if (loops > 0 && ejected + down >= loops) {
        return Health.EJECTED;
      }
      if (ejected + down > 0) {
        return Health.PARTLY;
      }
      return used ? Health.UP : Health.IDLE;
    }
  }

  /** How an endpoint is. */
  enum Health {
    /** It gets requests. */
    UP,
    /** It got none of late, so that nothing is known of it. */
    IDLE,
    /** Some event loops keep requests from it. */
    PARTLY,
    /** It gets none for a while, because too many failed. */
    EJECTED,
    /** Health checks or the last exchanges found that it does not answer. */
    DOWN;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Those of a route, in the order of the configuration. */
  List<One> of(int route, RouteConfig.Forward forward) {
    String name = name(inForce.config().routes().get(route));
    boolean dead = forward.endpoints().size() == 1 && traffic.isDead(name);
    List<One> all = new ArrayList<>();
    for (EndpointConfig endpoint : forward.endpoints()) {
      int connections = 0;
      int active = 0;
      int ejected = 0;
      int down = 0;
      boolean unreachable = false;
      int loops = 0;
      for (EndpointState state : states) {
        if (state.route() == route && state.endpoint().equals(endpoint)) {
          connections += state.connections();
          active += state.active();
          ejected += state.ejected() ? 1 : 0;
          down += state.down() ? 1 : 0;
          unreachable |= state.unreachable();
          loops++;
        }
      }
      boolean used = traffic.of(name, endpoint.address()).requests(Series.STEPS) > 0;
      boolean gone = unreachable && connections == 0;
      all.add(new One(endpoint, connections, active, ejected, down, gone, loops, dead, used));
    }
    return all;
  }

  /** Names of the routes with no endpoint that is not known dead. */
  List<String> deadRoutes() {
    List<String> dead = new ArrayList<>();
    List<RouteConfig> routes = inForce.config().routes();
    for (int i = 0; i < routes.size(); i++) {
      RouteConfig route = routes.get(i);
      if (route.target() instanceof RouteConfig.Forward forward && isDead(i, route, forward)) {
        dead.add(name(route));
      }
    }
    return dead;
  }

  private boolean isDead(int index, RouteConfig route, RouteConfig.Forward forward) {
    boolean allAvoided =
        of(index, forward).stream()
            .allMatch(one -> one.health() == Health.DOWN || one.health() == Health.EJECTED);
    return allAvoided || traffic.isDead(name(route));
  }

  /** Host and path prefix, as the access log names a route. */
  static String name(RouteConfig route) {
    return route.host() + route.pathPrefix();
  }
}
