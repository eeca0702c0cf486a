package io.handclasp.proxy.convert;

import io.handclasp.proxy.config.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A configuration while it is put together. */
final class Draft {
  private final Side side;
  private final List<String> remarks;
  private final Map<String, String> keyStore = new LinkedHashMap<>();
  private final List<String> routes = new ArrayList<>();
  private @Nullable String listen;
  private @Nullable String trust;
  private @Nullable String trustPassword;
  private @Nullable String crl;
  private @Nullable String protocols;
  private @Nullable String ticketKeys;

  Draft(Side side, List<String> remarks) {
    this.side = side;
    this.remarks = new ArrayList<>(remarks);
  }

  Side side() {
    return side;
  }

  void remark(String sentence) {
    remarks.add(sentence);
  }

  void none(String option) {
    remark(option + ": no exact counterpart; left out");
  }

  void listen(String address) {
    listen = address;
  }

  void key(String name, String value) {
    keyStore.put(name, value);
  }

  void trust(String file) {
    trust = file;
  }

  boolean trusts() {
    return trust != null;
  }

  void trustPassword(String source) {
    trustPassword = source;
  }

  void crl(String file) {
    crl = file;
  }

  void ticketKeys(String file) {
    ticketKeys = file;
  }

  /** Names of versions as OpenSSL writes them; those that we do not speak are told of. */
  void protocols(String option, List<String> names) {
    StringJoiner kept = new StringJoiner(", ", "[", "]");
    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      if (names.contains(version)) {
        kept.add(version);
      }
    }
    names.stream()
        .filter(name -> !name.equals("TLSv1.3") && !name.equals("TLSv1.2"))
        .forEach(name -> remark(option + " " + name + ": TLS 1.2 and 1.3 only; left out"));
    if (kept.length() > 2) {
      protocols = kept.toString();
    }
  }

  /** The pairs of one route, each as it is to stand in the file. */
  void route(Map<String, String> pairs) {
    StringJoiner route = new StringJoiner(", ", "  - {", "}");
    pairs.forEach((key, value) -> route.add(key + ": " + value));
    routes.add(route.toString());
  }

  boolean hasRoutes() {
    return !routes.isEmpty();
  }

  Converted converted() {
    StringBuilder yaml = new StringBuilder();
    if (listen != null) {
      boolean open = side == Side.FRONT && !listen.matches("(127\\.|localhost:|\\[::1\\]).*");
      yaml.append(open ? "listenInsecure: " : "listen: ").append(quoted(listen)).append('\n');
      if (open) {
        remark("listen: plain HTTP is served to other machines; a loopback address is safer");
      }
    }
    yaml.append("tls:\n");
    if (protocols != null) {
      yaml.append("  protocols: ").append(protocols).append('\n');
    }
    yaml.append("  keyStore: ").append(flow(keyStore)).append('\n');
    yaml.append("  trustStore: ").append(flow(trustStore())).append('\n');
    if (crl != null) {
      yaml.append("  revocation: {lists: [").append(quoted(crl)).append("]}\n");
      remark("revocation: every issuer below the root needs a valid list in the file");
    }
    if (ticketKeys != null) {
      yaml.append("  ticketKeys: ").append(quoted(ticketKeys)).append('\n');
    }
    yaml.append("routes:\n");
    routes.forEach(route -> yaml.append(route).append('\n'));
    if (!keyStore.containsKey("file")) {
      remark("tls.keyStore.file: nothing says which certificate is shown; name it");
    }
    if (trust == null) {
      remark("tls.trustStore.file: nothing says which authorities are trusted; name them");
    }
    if (routes.isEmpty()) {
      remark("routes: nothing says where requests go; name an endpoint");
    }
    return new Converted(side, yaml.toString(), remarks);
  }

  private Map<String, String> trustStore() {
    Map<String, String> store = new LinkedHashMap<>();
    if (trust != null) {
      store.put("file", trust);
    }
    if (trustPassword != null) {
      store.put("password", trustPassword);
    }
    return store;
  }

  private static String flow(Map<String, String> pairs) {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    pairs.forEach((key, value) -> text.add(key + ": " + quoted(value)));
    return text.toString();
  }

  /** A text as YAML takes it whatever it holds. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
