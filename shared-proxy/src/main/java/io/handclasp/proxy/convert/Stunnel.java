package io.handclasp.proxy.convert;

import io.handclasp.proxy.config.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The first service of a stunnel configuration, with the options that hold for all. */
public final class Stunnel {
  private record Option(String name, String value) {
    @Override
    public String toString() {
      return name + " = " + value;
    }
  }

  private Stunnel() {}

  /**
   * Converts.
   *
   * @throws IllegalArgumentException where there is no service
   */
  public static Converted convert(String text) {
    List<Option> options = new ArrayList<>();
    int services = 0;
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        services++;
      } else if (services < 2 && equals > 0 && !line.startsWith(";") && !line.startsWith("#")) {
        options.add(
            new Option(line.substring(0, equals).strip(), line.substring(equals + 1).strip()));
      }
    }
    if (services == 0) {
      throw new IllegalArgumentException("found no [service]; expected one");
    }
    boolean client =
        options.stream()
            .anyMatch(o -> o.name().equalsIgnoreCase("client") && o.value().equals("yes"));
    List<String> remarks = new ArrayList<>();
    remarks.add("stunnel carries any TCP; here it has to be HTTP");
    if (services > 1) {
      remarks.add("services: " + services + " are there, the first was converted");
    }
    Draft draft = new Draft(client ? Side.FRONT : Side.BACK, remarks);
    Map<String, String> route = new LinkedHashMap<>();
    List<String> endpoints = new ArrayList<>();
    options.forEach(option -> option(option, draft, route, endpoints));
    if (options.stream().noneMatch(Stunnel::verifies)) {
      draft.remark(
          "verifyChain is off: here the peer's certificate is always asked for and checked");
    }
    if (endpoints.size() == 1) {
      route.put("endpoint", endpoints.get(0));
    } else if (!endpoints.isEmpty()) {
      route.put("endpoints", endpoints.toString());
    }
    if (!endpoints.isEmpty()) {
      draft.route(route);
    }
    return draft.converted();
  }

  private static boolean verifies(Option option) {
    boolean chain = option.name().equalsIgnoreCase("verifyChain") && option.value().equals("yes");
    boolean level = option.name().equals("verify") && option.value().equals("2");
    return chain || level;
  }

  private static void option(
      Option option, Draft draft, Map<String, String> route, List<String> endpoints) {
    boolean front = draft.side() == Side.FRONT;
    String value = option.value();
    switch (option.name().toLowerCase(Locale.ROOT)) {
      case "client", "verifychain", "verify" -> {
        if (option.name().equals("verify") && !value.equals("2")) {
          draft.none(option.toString());
        }
      }
      case "accept" -> draft.listen(value.indexOf(':') < 0 ? "0.0.0.0:" + value : value);
      case "connect" ->
          endpoints.add(
              Draft.quoted(
                  (front ? "https://" : "http://")
                      + (value.indexOf(':') < 0 ? "127.0.0.1:" + value : value)));
      case "cert" -> draft.key("file", value);
      case "key" -> draft.key("keyFile", value);
      case "cafile" -> draft.trust(value);
      case "crlfile" -> draft.crl(value);
      case "checkhost" -> {
        if (front) {
          route.put("peerName", Draft.quoted(value));
        } else {
          route.put("allow", "[{dns: " + Draft.quoted(value) + "}]");
        }
      }
      case "sslversion" -> draft.protocols(option.name(), List.of(value));
      case "sslversionmin" ->
          draft.protocols(
              option.name(),
              value.equals("TLSv1.3") ? List.of(value) : List.of("TLSv1.3", "TLSv1.2"));
      case "foreground", "pid", "output", "debug", "syslog" -> {
        // says nothing of TLS
      }
      default -> draft.none(option.toString());
    }
  }
}
