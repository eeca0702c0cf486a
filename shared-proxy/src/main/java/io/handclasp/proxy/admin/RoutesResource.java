package io.handclasp.proxy.admin;

import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.ServiceConfig;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.util.List;

/** Answers {@code /routes}: health, traffic and fifteen minutes of history of each. */
final class RoutesResource implements AdminResource {
  private static final int LAST_MINUTE = 60 / Series.STEP_SECONDS;

  private final ProxyServer server;
  private final Traffic traffic;

  RoutesResource(ProxyServer server, Traffic traffic) {
    this.server = server;
    this.traffic = traffic;
  }

  @Override
  public AdminAnswer answer(AdminRequest request) {
    ProxyServer proxy = server;
    Endpoints endpoints = Endpoints.of(proxy, traffic);
    List<RouteConfig> routes = endpoints.inForce().config().routes();
    return Json.answer(
        200,
        json -> {
          json.text("side", endpoints.inForce().config().side().word())
              .text("listen", proxy.address().toString())
              .number("connections", proxy.engine().connections())
              .number("active", proxy.engine().exchanges())
              .number("step_seconds", Series.STEP_SECONDS)
              .texts("dead", endpoints.deadRoutes());
          json.out().writeArrayFieldStart("routes");
          for (int i = 0; i < routes.size(); i++) {
            json.out().writeStartObject();
            route(json, endpoints, i, routes.get(i));
            json.out().writeEndObject();
          }
          json.out().writeEndArray();
        });
  }

  private void route(Json json, Endpoints endpoints, int index, RouteConfig route)
      throws IOException {
    String name = Endpoints.name(route);
    json.text("route", name).text("host", route.host()).text("path", route.pathPrefix());
    traffic(json, traffic.of(name));
    if (route.target() instanceof RouteConfig.BuiltIn builtIn) {
      json.text("service", builtIn.service() instanceof ServiceConfig.Echo ? "echo" : "fixed");
    } else if (route.target() instanceof RouteConfig.Forward forward) {
      json.flag("checked", forward.upstream().health() != null);
      json.objects(
          "endpoints",
          endpoints.of(index, forward),
          (item, one) -> {
            item.text("address", one.endpoint().address().toString())
                .flag("tls", one.endpoint().tls())
                .text("expected_name", one.endpoint().tls() ? one.endpoint().expectedName() : null)
                .text("health", one.health().word())
                .number("ejected_loops", one.ejected())
                .number("down_loops", one.down())
                .number("loops", one.loops())
                .number("connections", one.connections())
                .number("active", one.active());
            traffic(item, traffic.of(name, one.endpoint().address()));
          });
    }
  }

  private static void traffic(Json json, Series.Sum sum) throws IOException {
    long requests = sum.requests(LAST_MINUTE);
    long errors = sum.errors(LAST_MINUTE);
    json.object(
        "last_minute",
        minute ->
            minute
                .number("requests", requests)
                .number("errors", errors)
                .number("per_second", requests / 60.0)
                .number("error_share", requests == 0 ? 0.0 : (double) errors / requests)
                .number("p50_ms", sum.latency(0.5, LAST_MINUTE))
                .number("p99_ms", sum.latency(0.99, LAST_MINUTE)));
    json.object(
        "history",
        history ->
            history
                .numbers("per_second", sum.rates())
                .numbers("error_share", sum.errorShares())
                .numbers("p50_ms", sum.latencies(0.5))
                .numbers("p99_ms", sum.latencies(0.99)));
  }
}
