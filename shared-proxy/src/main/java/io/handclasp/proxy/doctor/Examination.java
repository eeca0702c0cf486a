package io.handclasp.proxy.doctor;

import io.handclasp.handshake.doctor.PeerTest;
import io.handclasp.handshake.doctor.Rehearsal;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.PeerIdentity;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.verdict.Cause;
import io.handclasp.handshake.verdict.Refusals;
import io.handclasp.pki.trust.Purpose;
import io.handclasp.pki.trust.TrustQuestion;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.forward.PeerAccess;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a front and a back, or of a front and a running peer.
 *
 * @param sides the files that were opened
 * @param forecasts what will become of each endpoint's handshakes; empty where a side cannot start
 * @param findings what works but should be mended
 */
record Examination(List<Opened> sides, List<Forecast> forecasts, List<Finding> findings) {
  /** Plays every endpoint's handshake in memory. */
  static Examination of(Opened front, Opened back) {
    Findings findings = new Findings(Instant.now());
    findings.look(front);
    findings.look(back);
    findings.compare(front, back);
    ClientTls client = front.tls() == null ? null : front.tls().client();
    ServerTls server = back.tls() == null ? null : back.tls().server();
    List<Forecast> forecasts = List.of();
    if (client != null && server != null) {
      forecasts =
          forecasts(
              front.config(),
              endpoint ->
                  Rehearsal.play(
                      server,
                      client,
                      endpoint.address().host(),
                      endpoint.address().port(),
                      endpoint.expectedName()));
    }
    access(front, back, findings);
    if (!succeed(forecasts)) {
      trust(front, back, told(forecasts), findings);
    }
    return new Examination(List.of(front, back), forecasts, findings.all(succeed(forecasts)));
  }

  /** Shakes hands with a peer that runs, as each endpoint's name. */
  static Examination of(Opened front, Address peer, Duration patience) throws InterruptedException {
    Findings findings = new Findings(Instant.now());
    findings.look(front);
    ClientTls client = front.tls() == null ? null : front.tls().client();
    ProxyConfig config = front.config();
    List<Forecast> forecasts = new ArrayList<>();
    if (client != null && config != null) {
      for (String name :
          Findings.tlsEndpoints(config).stream()
              .map(EndpointConfig::expectedName)
              .distinct()
              .toList()) {
        HandshakeRecord told = PeerTest.connect(client, peer.host(), peer.port(), name, patience);
        forecasts.add(new Forecast("*", "https://" + peer, name, JoinedHandshake.of(told)));
      }
    }
    return new Examination(List.of(front), forecasts, findings.all(succeed(forecasts)));
  }

  private interface Play {
    JoinedHandshake handshakeWith(EndpointConfig endpoint);
  }

  private static List<Forecast> forecasts(@Nullable ProxyConfig config, Play play) {
    List<Forecast> forecasts = new ArrayList<>();
    if (config == null) {
      return forecasts;
    }
    Map<EndpointConfig, JoinedHandshake> played = new HashMap<>();
    for (RouteConfig route : config.routes()) {
      if (route.target() instanceof RouteConfig.Forward forward) {
        for (EndpointConfig endpoint : forward.endpoints()) {
          if (endpoint.tls()) {
            JoinedHandshake handshake = played.computeIfAbsent(endpoint, play::handshakeWith);
            forecasts.add(
                new Forecast(
                    name(route),
                    "https://" + endpoint.address(),
                    endpoint.expectedName(),
                    handshake));
          }
        }
      }
    }
    return forecasts;
  }

  /** What a handshake that fails before does not come to: whether each would trust the other. */
  private static void trust(Opened front, Opened back, Set<String> told, Findings findings) {
    ProxyConfig config = front.config();
    if (front.tls() == null || back.tls() == null || config == null) {
      return;
    }
    Instant now = Instant.now();
    TlsMaterial client = front.tls().material();
    TlsMaterial server = back.tls().material();
    List<X509Certificate> shown = client.identity().chain();
    TrustQuestion asked = new TrustQuestion(shown, Purpose.CLIENT, null, now);
    if (!told.contains(Cause.CLIENT_CERT_WITHHELD.code())) {
      findings.refusals(back, Refusals.of(Role.CLIENT, shown, server.judge().judge(asked)), told);
    }
    if (!server.others().isEmpty()) {
      return; // Which one is shown depends on the name that is asked for.
    }
    List<X509Certificate> chain = server.identity().chain();
    for (EndpointConfig endpoint : Findings.tlsEndpoints(config)) {
      TrustQuestion question =
          new TrustQuestion(chain, Purpose.SERVER, endpoint.expectedName(), now);
      findings.refusals(
          front, Refusals.of(Role.SERVER, chain, client.judge().judge(question)), told);
    }
  }

  private static Set<String> told(List<Forecast> forecasts) {
    Set<String> codes = new HashSet<>();
    for (Forecast forecast : forecasts) {
      for (HandshakeRecord end : forecast.handshake().ends()) {
        codes.add(end.cause());
        codes.addAll(end.alsoCauses());
      }
    }
    return codes;
  }

  private static void access(Opened front, Opened back, Findings findings) {
    ProxyConfig config = back.config();
    if (front.tls() == null || config == null) {
      return;
    }
    PeerAccess access = new PeerAccess(new PeerIdentity(front.tls().material().identity().chain()));
    for (RouteConfig route : config.routes()) {
      if (route.allow() != null && !route.allow().shadow()) {
        findings.access(back, route, access.refusal(route.allow()));
      }
    }
  }

  /** How a route is told from others. */
  static String name(RouteConfig route) {
    return route.host().equals("*") ? route.pathPrefix() : route.host() + route.pathPrefix();
  }

  boolean succeeds() {
    return succeed(forecasts);
  }

  private static boolean succeed(List<Forecast> forecasts) {
    return !forecasts.isEmpty() && forecasts.stream().allMatch(Forecast::succeeds);
  }
}
