package io.handclasp.proxy.doctor;

import io.handclasp.handshake.observe.NamedIdentity;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.pki.inspect.Lint;
import io.handclasp.pki.inspect.LintCode;
import io.handclasp.pki.inspect.LintFinding;
import io.handclasp.pki.inspect.Usage;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks over what works: files, stores, certificates, and what the two sides say of each other. */
final class Findings {
  private final Set<Finding> found = new LinkedHashSet<>();
  private final Instant now;

  Findings(Instant now) {
    this.now = now;
  }

  /**
   * All of them.
   *
   * @param shakenHands true where each handshake went well: then each has the issuers it needs
   */
  List<Finding> all(boolean shakenHands) {
    List<Finding> all = new ArrayList<>(found);
    if (shakenHands) {
      all.removeIf(finding -> finding.code().equals(LintCode.CHAIN_ISSUER_ABSENT.code()));
    }
    return all;
  }

  void look(Opened side) {
    if (side.loaded() != null) {
      side.loaded().warnings().forEach(warning -> add(side, "configuration", warning.toString()));
    }
    ProxyConfig config = side.config();
    if (side.tls() == null || config == null) {
      return;
    }
    side.tls().warnings().forEach(warning -> add(side, "store", warning));
    lint(side, config.tls(), side.tls().material());
  }

  private void lint(Opened side, TlsSettings settings, TlsMaterial material) {
    Usage usage = side.side() == Side.FRONT ? Usage.CLIENT : Usage.SERVER;
    Lint lint = new Lint(now, usage);
    lint(side, lint, settings.identity(), material.identity());
    for (NamedIdentity other : material.others()) {
      settings.identities().stream()
          .filter(named -> named.name().equals(other.name()))
          .forEach(named -> lint(side, lint, named.source(), other.identity()));
    }
    Lint authorities = new Lint(now, null);
    for (X509Certificate trusted : material.judge().anchors()) {
      add(side, authorities.certificate(settings.trust().file().toString(), trusted));
    }
  }

  private void lint(Opened side, Lint lint, IdentitySource source, Identity identity) {
    Path keyStore = source.file();
    add(side, lint.identity(keyStore.toString(), identity.chain()));
    add(side, lint.file(keyStore, true, null));
    Path keyFile = source.keyFile();
    if (keyFile != null && !keyFile.equals(keyStore) && Files.exists(keyFile)) {
      add(side, lint.file(keyFile, true, null));
    }
  }

  private void add(Opened side, List<LintFinding> findings) {
    for (LintFinding finding : findings) {
      add(
          side,
          finding.code().code(),
          finding.where() + ": " + finding.sentence() + "; " + finding.cure());
    }
  }

  /** A port may be mapped in between, so that other numbers are no mistake for certain. */
  void compare(Opened front, Opened back) {
    ProxyConfig config = front.config();
    ProxyConfig backConfig = back.config();
    if (config == null || backConfig == null || backConfig.listen().port() == 0) {
      return;
    }
    int listens = backConfig.listen().port();
    List<EndpointConfig> endpoints = tlsEndpoints(config);
    if (!endpoints.isEmpty()
        && endpoints.stream().noneMatch(endpoint -> endpoint.address().port() == listens)) {
      add(
          front,
          "port-differs",
          "no endpoint has the port that the back listens on, "
              + listens
              + "; correct one of the two, unless the port is mapped in between");
    }
  }

  static List<EndpointConfig> tlsEndpoints(ProxyConfig config) {
    List<EndpointConfig> endpoints = new ArrayList<>();
    for (RouteConfig route : config.routes()) {
      if (route.target() instanceof RouteConfig.Forward forward) {
        forward.endpoints().stream().filter(EndpointConfig::tls).forEach(endpoints::add);
      }
    }
    return endpoints;
  }

  /** What the back's rules would say to the front. */
  void access(Opened back, RouteConfig route, String refusal) {
    add(
        back,
        "client-identity-not-allowed",
        "route "
            + Examination.name(route)
            + " does not allow this front: "
            + refusal
            + "; add a rule, or use another certificate at the front");
  }

  /** What this side would refuse the other for, as far as no handshake told of it. */
  void refusals(Opened side, Map<String, String> causes, Set<String> told) {
    causes.forEach(
        (code, sentence) -> {
          if (!told.contains(code)) {
            add(side, code, "what the other side shows would be refused next: " + sentence);
          }
        });
  }

  private void add(Opened side, String code, String sentence) {
    found.add(new Finding(side.word(), code, sentence));
  }
}
