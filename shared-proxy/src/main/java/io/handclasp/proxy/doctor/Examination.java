package io.handclasp.proxy.doctor;

import static java.util.Objects.requireNonNull;

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
import io.handclasp.proxy.config.AllowConfig;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.forward.PeerAccess;
import io.handclasp.proxy.server.OpenedTls;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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
    ServerTls server = back.tls() == null ? null : back.tls().server();
    List<Forecast> forecasts = List.of();
    if (server != null) {
      forecasts =
          forecasts(
              front,
              (client, endpoint) ->
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

  /** Shakes hands with a peer that runs, as each endpoint's name and by its identity. */
  static Examination of(Opened front, Address peer, Duration patience) throws InterruptedException {
    Findings findings = new Findings(Instant.now());
    findings.look(front);
    OpenedTls tls = front.tls();
    ProxyConfig config = front.config();
    List<Forecast> forecasts = new ArrayList<>();
    if (tls != null && config != null) {
      for (EndpointConfig asked :
          Findings.tlsEndpoints(config).stream()
              .map(endpoint -> at(peer, endpoint))
              .distinct()
              .toList()) {
        String name = asked.expectedName();
        String identity = asked.identity();
        ClientTls client = requireNonNull(tls.client(identity), "checked by the reader");
        HandshakeRecord told = PeerTest.connect(client, peer.host(), peer.port(), name, patience);
        forecasts.add(
            new Forecast("*", "https://" + peer, name, identity, JoinedHandshake.of(told)));
      }
    }
    return new Examination(List.of(front), forecasts, findings.all(succeed(forecasts)));
  }

  private static EndpointConfig at(Address peer, EndpointConfig endpoint) {
    return new EndpointConfig(true, peer, endpoint.expectedName(), endpoint.identity(), false);
  }

  private interface Play {
    JoinedHandshake handshakeWith(ClientTls client, EndpointConfig endpoint);
  }

  private static List<Forecast> forecasts(Opened front, Play play) {
    List<Forecast> forecasts = new ArrayList<>();
    ProxyConfig config = front.config();
    OpenedTls tls = front.tls();
    if (config == null || tls == null) {
      return forecasts;
    }
    Map<EndpointConfig, JoinedHandshake> played = new HashMap<>();
    for (RouteConfig route : config.routes()) {
      if (route.target() instanceof RouteConfig.Forward forward) {
        for (EndpointConfig endpoint : forward.endpoints()) {
          if (endpoint.tls()) {
            ClientTls client = requireNonNull(tls.client(endpoint.identity()), "checked before");
            JoinedHandshake handshake =
                played.computeIfAbsent(endpoint, one -> play.handshakeWith(client, one));
            forecasts.add(
                new Forecast(
                    name(route),
                    "https://" + endpoint.address(),
                    endpoint.expectedName(),
                    endpoint.identity(),
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
    if (!told.contains(Cause.CLIENT_CERT_WITHHELD.code())) {
      for (List<X509Certificate> shown : shown(front.tls(), config)) {
        TrustQuestion asked = new TrustQuestion(shown, Purpose.CLIENT, null, now);
        findings.refusals(back, Refusals.of(Role.CLIENT, shown, server.judge().judge(asked)), told);
      }
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

  /** The chains that the front's routes show, each once. */
  private static List<List<X509Certificate>> shown(OpenedTls front, ProxyConfig config) {
    return Findings.tlsEndpoints(config).stream()
        .map(endpoint -> front.chain(endpoint.identity()))
        .distinct()
        .toList();
  }

  /** Which of several identities comes to which route of the back, only its callers know. */
  private static void access(Opened front, Opened back, Findings findings) {
    ProxyConfig frontConfig = front.config();
    ProxyConfig config = back.config();
    if (front.tls() == null || frontConfig == null || config == null) {
      return;
    }
    List<PeerAccess> callers =
        shown(front.tls(), frontConfig).stream()
            .map(chain -> new PeerAccess(new PeerIdentity(chain)))
            .toList();
    for (RouteConfig route : config.routes()) {
      AllowConfig allow = route.allow();
      if (allow != null && !allow.shadow()) {
        List<String> refusals =
            callers.stream().map(caller -> caller.refusal(allow)).filter(Objects::nonNull).toList();
        if (!refusals.isEmpty() && refusals.size() == callers.size()) {
          findings.access(back, route, refusals.get(0));
        }
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
