package io.handclasp.proxy.admin;

import io.handclasp.handshake.doctor.PeerTest;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.server.InForce;
import io.handclasp.proxy.server.OpenedTls;
import io.handclasp.proxy.server.StartException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers {@code POST /doctor}: opens the stores that the configuration in force names as they are
 * now, and at the front shakes hands with each endpoint as a new connection would. One examination
 * at a time; what it opens is its own, and requests do not notice.
 */
final class DoctorResource implements AdminResource {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_ENDPOINTS = 16;

  private final Supplier<InForce> inForce;

  DoctorResource(Supplier<InForce> inForce) {
    this.inForce = inForce;
  }

  /**
   * What became of a handshake with one endpoint.
   *
   * @param route the first route that leads to it
   */
  private record Tried(String route, EndpointConfig endpoint, HandshakeRecord handshake) {
    boolean succeeds() {
      return handshake.outcome() == Outcome.ESTABLISHED
          || handshake.outcome() == Outcome.PROVISIONAL;
    }
  }

  @Override
  public synchronized AdminAnswer answer(AdminRequest request) {
    ProxyConfig config = inForce.get().config();
    try (OpenedTls opened = OpenedTls.open(config)) {
      List<Tried> tried = tryAll(config, opened);
      return report(List.of(), tried);
    } catch (StartException e) {
      return report(e.problems(), List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AdminAnswer.text(503, "this proxy is stopping\n");
    }
  }

  private static List<Tried> tryAll(ProxyConfig config, OpenedTls opened)
      throws InterruptedException {
    List<Tried> tried = new ArrayList<>();
    for (Map.Entry<EndpointConfig, String> one : endpoints(config).entrySet()) {
      EndpointConfig endpoint = one.getKey();
      ClientTls client = opened.client(endpoint.identity());
      if (client == null) {
        continue;
      }
      HandshakeRecord handshake =
          PeerTest.connect(
              client,
              endpoint.address().host(),
              endpoint.address().port(),
              endpoint.expectedName(),
              PATIENCE);
      tried.add(new Tried(one.getValue(), endpoint, handshake));
    }
    return tried;
  }

  private static Map<EndpointConfig, String> endpoints(ProxyConfig config) {
    Map<EndpointConfig, String> endpoints = new LinkedHashMap<>();
    for (RouteConfig route : config.routes()) {
      if (route.target() instanceof RouteConfig.Forward forward) {
        for (EndpointConfig endpoint : forward.endpoints()) {
          if (endpoint.tls() && endpoints.size() < MOST_ENDPOINTS) {
            endpoints.putIfAbsent(endpoint, Endpoints.name(route));
          }
        }
      }
    }
    return endpoints;
  }

  private static AdminAnswer report(List<String> problems, List<Tried> tried) {
    boolean well = problems.isEmpty() && tried.stream().allMatch(Tried::succeeds);
    return Json.answer(
        200,
        json -> {
          json.flag("well", well).texts("problems", problems);
          json.objects(
              "endpoints",
              tried,
              (item, one) ->
                  item.text("route", one.route)
                      .text("address", one.endpoint.address().toString())
                      .text("expected_name", one.endpoint.expectedName())
                      .flag("succeeds", one.succeeds())
                      .text("id", one.handshake.id())
                      .object(
                          "verdict",
                          verdict -> Verdicts.write(verdict, JoinedHandshake.of(one.handshake))));
        });
  }
}
