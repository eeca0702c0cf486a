package io.handclasp.proxy.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one item of {@code routes}. */
final class RouteSection {
  private static final Form<String> HOST =
      new Form<>(
          "*, a host name or *.DOMAIN, without a port",
          RouteSection::host,
          new Shape.Pattern("^(\\*|(\\*\\.)?[A-Za-z0-9_:][A-Za-z0-9_.:-]*)$"));
  private static final Form<String> PATH =
      new Form<>(
          "a path prefix such as / or /orders, without dots, % or query",
          RouteSection::path, new Shape.Pattern("^/[A-Za-z0-9_~!$&'()*+,;=:@/.-]*$"));
  private static final Form<String> PATTERN =
      new Form<>(
          "a text, in which * stands for any characters",
          text -> text.isBlank() ? null : text,
          new Shape.Text());
  private static final Form<String> FINGERPRINT =
      new Form<>(
          "SHA-256 of a certificate in 64 hexadecimal digits",
          RouteSection::fingerprint,
          new Shape.Pattern("^([0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$"));
  private static final Form<String> HEALTH_PATH =
      new Form<>(
          "a path such as /healthz",
          text -> text.matches("/[!-\"$-~]*") ? text : null,
          new Shape.Pattern("^/[!-\"$-~]*$"));
  private static final Form<String> CONTENT_TYPE =
      new Form<>(
          "a media type",
          text -> text.matches("[ -~]+") ? text : null,
          new Shape.Pattern("^[ -~]+$"));
  private static final Form<String> ANY =
      new Form<>("text", text -> text, new Shape.Pattern("^[\\s\\S]*$"));
  private static final Form<ServiceConfig> ECHO =
      new Form<>(
          "echo, or a section with status, text or file",
          text -> text.equals("echo") ? new ServiceConfig.Echo() : null,
          new Shape.Words(List.of("echo")));

  private final Section route;
  private final Side side;
  private @Nullable String identity;

  RouteSection(Section route, Side side) {
    this.route = route;
    this.side = side;
  }

  /** The route; null where its target cannot be told, which then is among the problems. */
  @Nullable RouteConfig read() {
    String host = route.value("host", HOST, "*");
    String path = route.value("path", PATH, "/");
    String peerName = side == Side.FRONT ? route.value("peerName", HostName.IN_CERTIFICATE) : null;
    identity = side == Side.FRONT ? route.value("identity", Form.TEXT) : null;
    List<EndpointConfig> endpoints = endpoints(peerName);
    ServiceConfig service = side == Side.BACK ? service() : null;
    RouteConfig.Target target = target(endpoints, service);
    AllowConfig allow = side == Side.BACK ? allow() : null;
    route.finish();
    return target == null ? null : new RouteConfig(host, path, target, allow);
  }

  private RouteConfig.@Nullable Target target(
      List<EndpointConfig> endpoints, @Nullable ServiceConfig service) {
    int ways =
        side == Side.BACK
            ? route.present(true, "endpoint", "endpoints", "service")
            : route.present(true, "endpoint", "endpoints");
    String expected =
        side == Side.BACK ? "endpoint, endpoints or service" : "endpoint or endpoints";
    if (ways != 1) {
      route.errorHere("endpoint", "found " + ways + " targets; expected one of " + expected);
    }
    if (service != null) {
      return new RouteConfig.BuiltIn(service);
    }
    UpstreamConfig upstream = upstream();
    return endpoints.isEmpty() ? null : new RouteConfig.Forward(endpoints, upstream);
  }

  private @Nullable AllowConfig allow() {
    boolean shadow = route.value("allowShadow", Form.TRUTH, false);
    List<AllowConfig.PeerRule> rules =
        route.sections("allow").stream().map(RouteSection::rule).toList();
    if (!route.has("allow")) {
      return null;
    }
    if (rules.isEmpty()) {
      route.error("allow", "found an empty list; expected at least one rule");
      return null;
    }
    return new AllowConfig(rules, shadow);
  }

  private static AllowConfig.PeerRule rule(Section section) {
    AllowConfig.PeerRule rule =
        new AllowConfig.PeerRule(
            section.value("commonName", PATTERN),
            section.value("dns", PATTERN),
            section.value("uri", PATTERN),
            section.value("email", PATTERN),
            section.value("issuer", PATTERN),
            section.value("fingerprint", FINGERPRINT));
    section.needsOneOf("commonName", "dns", "uri", "email", "issuer", "fingerprint");
    section.finish();
    return rule;
  }

  private static @Nullable String fingerprint(String text) {
    String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
    return hex.matches("[0-9a-f]{64}") ? hex : null;
  }

  private UpstreamConfig upstream() {
    UpstreamConfig safe = UpstreamConfig.defaults();
    return new UpstreamConfig(
        route.value("balance", Form.word(UpstreamConfig.Balance.class), safe.balance()),
        route.value("concurrent", Form.number(0, 1_000_000), safe.concurrent()),
        route.value("wait", Form.DURATION, safe.patience()),
        route.value("ejectAfter", Form.number(0, 1_000), safe.ejectAfter()),
        route.value("ejectFor", Form.DURATION, safe.ejectFor()),
        health(route.section("health")));
  }

  private static UpstreamConfig.@Nullable HealthConfig health(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    UpstreamConfig.HealthConfig health =
        new UpstreamConfig.HealthConfig(
            section.value("path", HEALTH_PATH, "/"),
            section.value("interval", Form.DURATION, Duration.ofSeconds(5)),
            section.value("timeout", Form.DURATION, Duration.ofSeconds(2)),
            section.value("down", Form.number(1, 100), 2),
            section.value("up", Form.number(1, 100), 1));
    section.finish();
    return health;
  }

  private List<EndpointConfig> endpoints(@Nullable String peerName) {
    List<EndpointConfig> endpoints = new ArrayList<>(route.values("endpoint", endpoint(peerName)));
    endpoints.addAll(
        route.eithers(
            "endpoints", endpoint(peerName), section -> namedEndpoint(section, peerName)));
    if (route.node("endpoints") instanceof YamlNode.Sequence list && list.items().isEmpty()) {
      route.error("endpoints", "found an empty list; expected at least one URL");
    }
    return endpoints;
  }

  /** A URL with a name of its own. */
  private @Nullable EndpointConfig namedEndpoint(Section section, @Nullable String peerName) {
    String ownName = side == Side.FRONT ? section.value("peerName", HostName.IN_CERTIFICATE) : null;
    EndpointConfig endpoint =
        section.required("url", endpoint(ownName != null ? ownName : peerName));
    section.finish();
    return endpoint;
  }

  private String endpointForm() {
    return (side == Side.FRONT ? "https" : "http")
        + "://HOST:PORT without a path, as the request's own path is kept"
        + (side == Side.FRONT ? "" : "; h2c:// where HTTP/2 is spoken in plain");
  }

  private Form<EndpointConfig> endpoint(@Nullable String peerName) {
    String scheme = side == Side.FRONT ? "https" : "(http|h2c)";
    return new Form<>(
        endpointForm(),
        text -> endpoint(text, peerName),
        new Shape.Pattern("^" + scheme + "://[^/?#@ ]+/?$"));
  }

  private @Nullable EndpointConfig endpoint(String text, @Nullable String peerName) {
    boolean tls = side == Side.FRONT;
    URI url = url(text);
    if (url == null) {
      return null;
    }
    boolean priorKnowledge = !tls && "h2c".equalsIgnoreCase(url.getScheme());
    if (!priorKnowledge && !(tls ? "https" : "http").equalsIgnoreCase(url.getScheme())) {
      return null;
    }
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    int port = url.getPort() == -1 ? (tls ? 443 : 80) : url.getPort();
    return port == 0 || port > 65_535
        ? null
        : new EndpointConfig(tls, new Address(host, port), peerName, identity, priorKnowledge);
  }

  private static @Nullable URI url(String text) {
    try {
      URI url = new URI(text);
      boolean bare =
          url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
      return bare ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** {@code echo}, or a section that says what to answer. */
  private @Nullable ServiceConfig service() {
    return route.either("service", ECHO, RouteSection::fixed);
  }

  private static ServiceConfig fixed(Section section) {
    int status = section.value("status", Form.number(200, 599), 200);
    String type = section.value("contentType", CONTENT_TYPE, "text/plain; charset=utf-8");
    String text = section.value("text", ANY);
    Path file = section.value("file", section.file());
    if (section.present(false, "text", "file") > 1) {
      section.error("file", "found beside text; expected one of the two");
    }
    byte[] body = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    if (file != null) {
      body = content(section, file);
    }
    if (body.length > ServiceConfig.Fixed.MAX_BODY) {
      section.error(
          file == null ? "text" : "file",
          "found more than " + ServiceConfig.Fixed.MAX_BODY + " bytes; expected at most that");
      body = new byte[0];
    }
    section.finish();
    return new ServiceConfig.Fixed(status, type, body);
  }

  private static byte[] content(Section section, Path file) {
    try {
      return Files.size(file) > ServiceConfig.Fixed.MAX_BODY
          ? new byte[ServiceConfig.Fixed.MAX_BODY + 1]
          : Files.readAllBytes(file);
    } catch (IOException e) {
      section.error("file", "cannot read " + file + "; expected a readable file");
      return new byte[0];
    }
  }

  private static @Nullable String host(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String name = lower.startsWith("*.") ? lower.substring(2) : lower;
    return lower.equals("*") || HostName.plausible(name) || lower.indexOf("::") >= 0 ? lower : null;
  }

  private static @Nullable String path(String text) {
    boolean clean = text.matches("/[A-Za-z0-9_~!$&'()*+,;=:@/.-]*");
    return clean && !text.matches(".*/\\.{0,2}/.*|.+/\\.{1,2}") ? text : null;
  }
}
