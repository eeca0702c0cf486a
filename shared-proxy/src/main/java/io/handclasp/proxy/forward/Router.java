package io.handclasp.proxy.forward;

import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.http.Authority;
import io.handclasp.proxy.http.HttpSyntaxException;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.RoutingPath;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request: the first whose host and path prefix fit. Any thread. */
final class Router {
  private final Route[] routes;

  /**
   * A route made ready to compare.
   *
   * @param index its place in the configuration
   * @param config as configured
   * @param name host and path prefix, for logs
   */
  record Route(
      int index,
      RouteConfig config,
      String name,
      AsciiString host,
      AsciiString prefix,
      boolean anyHost,
      boolean subHost) {

    static Route of(int index, RouteConfig config) {
      boolean any = config.host().equals("*");
      boolean sub = config.host().startsWith("*.");
      String host = sub ? config.host().substring(1) : config.host();
      String prefix = config.pathPrefix();
      String trimmed = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
      return new Route(
          index,
          config,
          config.host() + prefix,
          new AsciiString(host).toLowerCase(),
          new AsciiString(trimmed),
          any,
          sub);
    }

    private boolean fits(RequestHead head, AsciiString path) {
      return (anyHost || fitsHost(Authority.host(head.authority()))) && fitsPath(path);
    }

    private boolean fitsHost(AsciiString asked) {
      if (!subHost) {
        return asked.equals(host);
      }
      int label = asked.length() - host.length();
      return label > 0
          && asked.subSequence(label, asked.length(), false).equals(host)
          && asked.indexOf('.', 0) == label;
    }

    private boolean fitsPath(AsciiString path) {
      int length = prefix.length();
      return length == 0
          || (path.startsWith(prefix) && (path.length() == length || path.byteAt(length) == '/'));
    }
  }

  Router(List<RouteConfig> configured) {
    List<Route> made = new ArrayList<>();
    for (RouteConfig config : configured) {
      made.add(Route.of(made.size(), config));
    }
    routes = made.toArray(Route[]::new);
  }

  List<Route> routes() {
    return List.of(routes);
  }

  /**
   * The route, or null where none fits.
   *
   * @throws HttpSyntaxException where the path is not acceptable
   */
  @Nullable Route match(RequestHead head) throws HttpSyntaxException {
    AsciiString path = RoutingPath.of(head.target());
    for (Route route : routes) {
      if (route.fits(head, path)) {
        return route;
      }
    }
    return null;
  }
}
