package io.handclasp.proxy.convert;

import io.handclasp.proxy.config.Side;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One proxy of HAProxy: the first that ends TLS, or else the first that forwards to TLS. */
public final class Haproxy {
  /** Say nothing of TLS and do what we do anyway, or only name things. */
  private static final Set<String> INDIFFERENT =
      Set.of("bind", "default_backend", "use_backend", "server", "log", "option", "maxconn");

  /** Versions as {@code ssl-min-ver} names them, the newest first. */
  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0");

  private final List<HaproxySection> all;
  private final Draft draft;
  private String newest = VERSIONS.get(0);
  private String oldest = "TLSv1.2";

  private Haproxy(List<HaproxySection> all, Draft draft) {
    this.all = all;
    this.draft = draft;
  }

  /**
   * Converts.
   *
   * @throws IllegalArgumentException where there is no such proxy
   */
  public static Converted convert(String text) {
    List<HaproxySection> all = HaproxySection.parse(text);
    List<HaproxySection> entries =
        all.stream().filter(each -> !each.all("bind").isEmpty()).toList();
    List<String> others =
        entries.size() < 2
            ? List.of()
            : List.of("bind: " + entries.size() + " proxies are there, one was converted");
    for (HaproxySection entry : entries) {
      if (entry.all("bind").stream().anyMatch(bind -> bind.contains("ssl"))) {
        return new Haproxy(all, new Draft(Side.BACK, others)).converted(entry);
      }
    }
    for (HaproxySection entry : entries) {
      Haproxy front = new Haproxy(all, new Draft(Side.FRONT, others));
      if (front.targets(entry).stream()
          .flatMap(target -> target.all("server").stream())
          .anyMatch(server -> server.contains("ssl"))) {
        return front.converted(entry);
      }
    }
    throw new IllegalArgumentException(
        "found no bind with ssl, and none whose servers have ssl; expected one");
  }

  private boolean isBack() {
    return draft.side() == Side.BACK;
  }

  private Converted converted(HaproxySection entry) {
    String defaults = isBack() ? "ssl-default-bind-options" : "ssl-default-server-options";
    sections("global").forEach(global -> global.all(defaults).forEach(this::versions));
    bind(entry);
    String allow = "";
    for (List<String> line : entry.lines()) {
      String only = allowed(line);
      if (!only.isEmpty() && isBack()) {
        allow = only;
      } else if (!isSettled(line)) {
        draft.none(String.join(" ", line));
      }
    }
    if (entry.lines().contains(List.of("mode", "tcp"))) {
      draft.remark("mode tcp: HAProxy carries any TCP there; here it has to be HTTP");
    }
    routes(entry, allow);
    draft.protocols(
        "ssl-min-ver",
        VERSIONS.subList(VERSIONS.indexOf(newest), Math.max(0, VERSIONS.indexOf(oldest)) + 1));
    return draft.converted();
  }

  private static boolean isSettled(List<String> line) {
    return INDIFFERENT.contains(line.get(0))
        || line.get(0).equals("mode")
        || line.get(0).equals("balance");
  }

  private List<HaproxySection> sections(String kind) {
    return all.stream().filter(each -> each.kind().equals(kind)).toList();
  }

  private void bind(HaproxySection entry) {
    List<List<String>> binds = entry.all("bind");
    List<String> chosen =
        binds.stream().filter(bind -> bind.contains("ssl")).findFirst().orElse(binds.get(0));
    binds.stream()
        .filter(bind -> bind != chosen)
        .forEach(bind -> draft.none(String.join(" ", bind)));
    String address = chosen.get(1);
    if (address.matches("\\*?:\\d+")) {
      address = "0.0.0.0" + address.substring(address.indexOf(':'));
    }
    if (address.matches("(\\[[^]]+\\]|[^:,/@]+):\\d+")) {
      draft.listen(address);
    } else {
      draft.none("bind " + address);
    }
    options("bind", chosen.subList(2, chosen.size()), new LinkedHashMap<>());
    if (isBack() && !String.join(" ", chosen).contains("verify required")) {
      draft.remark("bind without verify required: here every client has to show a certificate");
    }
  }

  /** The words behind an address, of {@code bind} or {@code server}. */
  private void options(String of, List<String> words, Map<String, String> route) {
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      switch (word) {
        case "ssl", "no-sslv3", "no-tlsv10", "no-tlsv11" -> {
          // always so
        }
        case "alpn", "npn" -> value(rest); // both protocols are offered
        case "crt" -> certificate(of, value(rest));
        case "ca-file" -> draft.trust(file("ca-base", value(rest)));
        case "crl-file" -> draft.crl(file("ca-base", value(rest)));
        case "verify" -> verify(of, value(rest));
        case "verifyhost" -> route.put("peerName", Draft.quoted(value(rest)));
        case "sni" -> sni(value(rest), route);
        case "ssl-min-ver" -> oldest = value(rest);
        case "ssl-max-ver" -> newest = value(rest);
        default -> draft.none(of + " … " + word);
      }
    }
  }

  private static String value(Iterator<String> rest) {
    return rest.hasNext() ? rest.next() : "";
  }

  private void certificate(String of, String file) {
    if (file.endsWith("/")) {
      draft.none(of + " … crt " + file + " (one file with certificate, chain and key is expected)");
    } else {
      draft.key("file", file("crt-base", file));
    }
  }

  private void verify(String of, String word) {
    if (!isBack() && !word.equals("required")) {
      draft.remark(of + " … verify " + word + ": here the peer's certificate is always checked");
    }
  }

  /** What is sent is what is checked, and only a fixed name can be. */
  private void sni(String expression, Map<String, String> route) {
    String name = expression.replaceFirst("^str\\((.*)\\)$", "$1");
    if (name.equals(expression)) {
      draft.none("server … sni " + expression);
    } else {
      route.putIfAbsent("peerName", Draft.quoted(name));
    }
  }

  private String file(String base, String name) {
    if (name.startsWith("/")) {
      return name;
    }
    return sections("global").stream()
        .flatMap(global -> global.all(base).stream())
        .map(line -> line.get(1).replaceFirst("/*$", "/") + name)
        .findFirst()
        .orElse(name);
  }

  private void versions(List<String> line) {
    options(line.get(0), line.subList(1, line.size()), new LinkedHashMap<>());
  }

  /** The rules of {@code http-request deny unless { ssl_c_s_dn(cn) NAME… }}; empty for others. */
  private static String allowed(List<String> line) {
    List<String> deny =
        List.of("http-request", "deny", "unless", "{", "ssl_c_s_dn(cn)"); // and names, and }
    if (line.size() < deny.size() + 2
        || !line.subList(0, deny.size()).equals(deny)
        || !line.get(line.size() - 1).equals("}")
        || line.get(deny.size()).startsWith("-")
        || String.join("", line).indexOf('*') >= 0) { // ours would be a pattern
      return "";
    }
    return line.subList(deny.size(), line.size() - 1).stream()
        .map(name -> "{commonName: " + Draft.quoted(name) + "}")
        .toList()
        .toString();
  }

  /** Where the requests of a proxy go: itself, or what its lines name. */
  private List<HaproxySection> targets(HaproxySection entry) {
    if (entry.kind().equals("listen")) {
      return List.of(entry);
    }
    List<HaproxySection> targets = new ArrayList<>();
    for (List<String> line : entry.lines()) {
      if ((line.get(0).equals("default_backend") || line.get(0).equals("use_backend"))
          && line.size() > 1) {
        targets.addAll(backend(line.get(1)));
      }
    }
    return targets;
  }

  private List<HaproxySection> backend(String name) {
    return sections("backend").stream().filter(each -> each.name().equals(name)).toList();
  }

  private void routes(HaproxySection entry, String allow) {
    for (List<String> use : entry.all("use_backend")) {
      String path = path(use);
      if (path.isEmpty()) {
        draft.none(String.join(" ", use));
      } else {
        backend(use.get(1)).forEach(backend -> route(path, backend, allow));
      }
    }
    if (entry.kind().equals("listen")) {
      route("/", entry, allow);
    }
    entry
        .all("default_backend")
        .forEach(line -> backend(line.get(1)).forEach(backend -> route("/", backend, allow)));
  }

  /** Of {@code use_backend NAME if { path_beg /x }}; empty for other conditions. */
  private String path(List<String> use) {
    boolean prefix =
        use.size() == 7
            && use.subList(2, 5).equals(List.of("if", "{", "path_beg"))
            && use.get(5).matches("/.+")
            && use.get(6).equals("}");
    if (!prefix) {
      return "";
    }
    String path = use.get(5);
    if (path.endsWith("/")) {
      return path.substring(0, path.length() - 1);
    }
    draft.remark("path_beg " + path + ": here a prefix of whole segments");
    return path;
  }

  private void route(String path, HaproxySection backend, String allow) {
    Map<String, String> route = new LinkedHashMap<>();
    route.put("path", Draft.quoted(path));
    List<String> endpoints = new ArrayList<>();
    for (List<String> server : backend.all("server")) {
      boolean ssl = server.contains("ssl");
      if (server.size() < 3 || !server.get(2).matches("[^:/@]+:\\d+") || ssl == isBack()) {
        draft.none(String.join(" ", server));
        continue;
      }
      endpoints.add(Draft.quoted((isBack() ? "http://" : "https://") + server.get(2)));
      options("server", server.subList(3, server.size()), route);
    }
    if (endpoints.isEmpty()) {
      return;
    }
    if (!isBack() && !route.containsKey("peerName")) {
      draft.remark(
          "backend "
              + backend.name()
              + " without verifyhost: here the name in the endpoint is checked");
    }
    if (endpoints.size() == 1) {
      route.put("endpoint", endpoints.get(0));
    } else {
      route.put("endpoints", endpoints.toString());
    }
    balance(backend, route);
    if (!allow.isEmpty()) {
      route.put("allow", allow);
    }
    draft.route(route);
  }

  private void balance(HaproxySection backend, Map<String, String> route) {
    for (List<String> line : backend.lines()) {
      if (line.get(0).equals("balance")) {
        switch (line.get(1)) {
          case "roundrobin" -> {
            // the default here too
          }
          case "leastconn" -> route.put("balance", "least-outstanding");
          default -> draft.none(String.join(" ", line));
        }
      } else if (backend.kind().equals("backend") && !isSettled(line)) {
        draft.none("backend " + backend.name() + ": " + String.join(" ", line));
      }
    }
  }
}
