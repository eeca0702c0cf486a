package io.handclasp.proxy.admin;

import io.handclasp.proxy.server.InForce;
import io.handclasp.proxy.server.ProxyServer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Answers {@code /live} and {@code /ready}, for whoever starts, stops and balances proxies. */
final class Health {
  private final ProxyServer server;
  private final Traffic traffic;

  Health(ProxyServer server, Traffic traffic) {
    this.server = server;
    this.traffic = traffic;
  }

  /** The process runs and this listener answers. */
  AdminAnswer live() {
    return Json.answer(200, json -> json.flag("live", true));
  }

  /** Requests can be taken: 200, else 503 with every reason. */
  AdminAnswer ready() {
    List<String> reasons = reasons();
    return Json.answer(
        reasons.isEmpty() ? 200 : 503,
        json -> json.flag("ready", reasons.isEmpty()).texts("reasons", reasons));
  }

  private List<String> reasons() {
    ProxyServer proxy = server;
    List<String> reasons = new ArrayList<>();
    if (!proxy.isServing()) {
      reasons.add("draining");
      return reasons;
    }
    InForce now = proxy.inForce();
    X509Certificate own = now.material().identity().leaf();
    Instant at = Instant.now();
    if (at.isAfter(own.getNotAfter().toInstant())) {
      reasons.add("own certificate expired at " + own.getNotAfter().toInstant());
    } else if (at.isBefore(own.getNotBefore().toInstant())) {
      reasons.add("own certificate is not valid before " + own.getNotBefore().toInstant());
    }
    for (String route : Endpoints.of(proxy, traffic).deadRoutes()) {
      reasons.add("route " + route + ": no endpoint answers");
    }
    return reasons;
  }
}
