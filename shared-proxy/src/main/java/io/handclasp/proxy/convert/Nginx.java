package io.handclasp.proxy.convert;

import io.handclasp.proxy.config.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One {@code server} of nginx: the first that ends TLS, or else the first that forwards to TLS. */
public final class Nginx {
  /** Say nothing of TLS and do what we do anyway, or only name things. */
  private static final Set<String> INDIFFERENT =
      Set.of("server_name", "access_log", "error_log", "proxy_http_version", "root", "index");

  private final List<NginxDirective> all;
  private final NginxDirective server;
  private final Draft draft;

  private Nginx(List<NginxDirective> all, NginxDirective server, Draft draft) {
    this.all = all;
    this.server = server;
    this.draft = draft;
  }

  /**
   * Converts.
   *
   * @throws IllegalArgumentException where there is no such server, or the text is not nginx's
   */
  public static Converted convert(String text) {
    List<NginxDirective> all = NginxDirective.parse(text);
    List<NginxDirective> servers = find(all, "server");
    for (NginxDirective server : servers) {
      if (find(server.block(), "listen").stream().anyMatch(l -> l.words().contains("ssl"))) {
        return new Nginx(all, server, new Draft(Side.BACK, others(servers))).converted();
      }
    }
    for (NginxDirective server : servers) {
      if (find(server.block(), "proxy_pass").stream()
          .anyMatch(p -> p.first().startsWith("https:"))) {
        return new Nginx(all, server, new Draft(Side.FRONT, others(servers))).converted();
      }
    }
    throw new IllegalArgumentException(
        "found no server that listens with ssl or passes to https; expected one");
  }

  private static List<String> others(List<NginxDirective> servers) {
    return servers.size() < 2
        ? List.of()
        : List.of("server: " + servers.size() + " are there, one was converted");
  }

  private static List<NginxDirective> find(List<NginxDirective> among, String name) {
    List<NginxDirective> found = new ArrayList<>();
    for (NginxDirective directive : among) {
      if (directive.name().equals(name)
          && !(name.equals("server") && directive.block().isEmpty())) {
        found.add(directive);
      }
      found.addAll(find(directive.block(), name));
    }
    return found;
  }

  private Converted converted() {
    inherited().forEach(this::option);
    List<NginxDirective> locations = new ArrayList<>();
    for (NginxDirective directive : server.block()) {
      if (directive.name().equals("location")) {
        locations.add(directive);
      } else if (!INDIFFERENT.contains(directive.name())) {
        option(directive);
      }
    }
    // Of nginx's prefixes the longest wins, of our routes the first.
    locations.sort((a, b) -> b.last().length() - a.last().length());
    locations.forEach(this::location);
    if (draft.side() == Side.BACK && find(server.block(), "ssl_verify_client").isEmpty()) {
      draft.remark("ssl_verify_client is off: here every client has to show a certificate");
    }
    return draft.converted();
  }

  /** What is said of TLS for all servers, and by this one not otherwise. */
  private List<NginxDirective> inherited() {
    String prefix = draft.side() == Side.BACK ? "ssl_" : "proxy_ssl_";
    List<NginxDirective> outer = new ArrayList<>(all);
    all.stream().filter(d -> d.name().equals("http")).forEach(http -> outer.addAll(http.block()));
    return outer.stream()
        .filter(directive -> directive.name().startsWith(prefix))
        .filter(directive -> find(server.block(), directive.name()).isEmpty())
        .toList();
  }

  private void option(NginxDirective directive) {
    boolean back = draft.side() == Side.BACK;
    String name = directive.name();
    if (name.equals("listen")) {
      listen(directive);
      return;
    }
    if (back ? !name.startsWith("ssl_") : !name.startsWith("proxy_ssl_")) {
      draft.none(directive.toString());
      return;
    }
    switch (back ? name : name.substring("proxy_".length())) {
      case "ssl_certificate" -> draft.key("file", directive.first());
      case "ssl_certificate_key" -> draft.key("keyFile", directive.first());
      case "ssl_client_certificate" -> draft.trust(directive.first());
      case "ssl_trusted_certificate" -> trusted(directive);
      case "ssl_verify_client" -> {
        if (!directive.first().equals("on")) {
          draft.remark(directive + ": here every client has to show a certificate");
        }
      }
      case "ssl_verify" -> {
        if (!directive.first().equals("on")) {
          draft.remark(directive + ": here the peer's certificate is always checked");
        }
      }
      case "ssl_crl" -> draft.crl(directive.first());
      case "ssl_protocols" -> draft.protocols(name, directive.words());
      case "ssl_session_ticket_key" -> {
        draft.ticketKeys(directive.first());
        draft.remark(directive + ": serves where the file has 48 bytes; several go into one file");
      }
      case "ssl_name", "ssl_server_name" -> {
        // the name goes into the routes; it is always sent
      }
      default -> draft.none(directive.toString());
    }
  }

  private void trusted(NginxDirective directive) {
    if (draft.trusts() || !find(server.block(), "ssl_client_certificate").isEmpty()) {
      draft.none(directive.toString());
    } else {
      draft.trust(directive.first());
    }
  }

  private void listen(NginxDirective directive) {
    String address = directive.first();
    if (address.startsWith("unix:")) {
      draft.none(directive.toString());
      return;
    }
    if (address.matches("\\d+")) {
      address = "0.0.0.0:" + address;
    } else if (address.matches("[^:]+|\\[[^]]*\\]")) {
      address += ":80";
    }
    draft.listen(address.replaceFirst("^\\*:", "0.0.0.0:"));
    directive.words().stream()
        .skip(1)
        .filter(
            word -> !word.equals("ssl") && !word.equals("http2") && !word.equals("default_server"))
        .forEach(word -> draft.none("listen … " + word));
  }

  private void location(NginxDirective location) {
    if (location.words().size() != 1 || !location.first().startsWith("/")) {
      draft.none(location.toString());
      return;
    }
    Map<String, String> route = new LinkedHashMap<>();
    route.put("path", Draft.quoted(path(location)));
    for (NginxDirective directive : location.block()) {
      if (directive.name().equals("proxy_pass")) {
        pass(directive, route);
      } else if (directive.name().startsWith("proxy_ssl_") && draft.side() == Side.FRONT) {
        option(directive);
      } else if (!INDIFFERENT.contains(directive.name())) {
        draft.none("location " + location.first() + ": " + directive);
      }
    }
    if (route.size() > 1) {
      name().forEach(name -> route.put("peerName", Draft.quoted(name)));
      draft.route(route);
    }
  }

  private String path(NginxDirective location) {
    String path = location.first();
    if (path.length() > 1 && !path.endsWith("/")) {
      draft.remark("location " + path + ": here a prefix of whole segments");
    }
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private List<String> name() {
    return draft.side() == Side.BACK
        ? List.of()
        : find(server.block(), "proxy_ssl_name").stream()
            .map(NginxDirective::first)
            .filter(name -> name.indexOf('$') < 0)
            .limit(1)
            .toList();
  }

  private void pass(NginxDirective directive, Map<String, String> route) {
    String url = directive.first();
    String scheme = draft.side() == Side.BACK ? "http://" : "https://";
    if (url.indexOf('$') >= 0 || !url.matches(scheme + "[^/]+")) {
      draft.none(directive + " (a URL without a path is expected, as the request's is kept)");
      return;
    }
    String host = url.substring(scheme.length());
    for (NginxDirective upstream : find(all, "upstream")) {
      if (upstream.first().equals(host)) {
        balance(upstream, scheme, route);
        return;
      }
    }
    route.put("endpoint", Draft.quoted(url));
  }

  private void balance(NginxDirective upstream, String scheme, Map<String, String> route) {
    List<String> endpoints = new ArrayList<>();
    for (NginxDirective directive : upstream.block()) {
      switch (directive.name()) {
        case "server" -> {
          String address = directive.first();
          endpoints.add(
              Draft.quoted(scheme + (address.matches(".*:\\d+") ? address : address + ":80")));
          directive.words().stream()
              .skip(1)
              .forEach(word -> draft.none("upstream " + upstream.first() + ": " + word));
        }
        case "least_conn" -> route.put("balance", "least-outstanding");
        case "keepalive" -> {
          // connections are always kept
        }
        default -> draft.none("upstream " + upstream.first() + ": " + directive);
      }
    }
    route.put("endpoints", endpoints.toString());
    if (draft.side() == Side.FRONT) {
      route.put("peerName", Draft.quoted(upstream.first())); // unless proxy_ssl_name says another
    }
  }
}
