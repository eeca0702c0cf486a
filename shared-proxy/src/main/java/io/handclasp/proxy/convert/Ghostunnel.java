package io.handclasp.proxy.convert;

import io.handclasp.proxy.config.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command line of Ghostunnel. */
public final class Ghostunnel {
  private static final Map<String, String> RULES =
      Map.of("--allow-cn", "commonName", "--allow-dns", "dns", "--allow-uri", "uri");

  private Ghostunnel() {}

  /**
   * Converts.
   *
   * @param text the command line, over several lines too
   * @throws IllegalArgumentException where it says neither server nor client
   */
  public static Converted convert(String text) {
    List<String> words =
        new ArrayList<>(List.of(text.replace("\\\n", " ").strip().split("[\\s=]+", -1)));
    boolean server = words.contains("server");
    if (!server && !words.contains("client")) {
      throw new IllegalArgumentException("found neither server nor client; expected one");
    }
    Draft draft =
        new Draft(
            server ? Side.BACK : Side.FRONT,
            List.of("Ghostunnel carries any TCP; here it has to be HTTP"));
    Map<String, String> route = new LinkedHashMap<>();
    List<String> allow = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean hasValue =
          word.startsWith("--") && i + 1 < words.size() && !words.get(i + 1).startsWith("--");
      if (word.startsWith("--")) {
        flag(word, hasValue ? words.get(++i) : "", draft, route, allow);
      }
    }
    if (!allow.isEmpty()) {
      route.put("allow", allow.toString());
    }
    if (route.containsKey("endpoint")) {
      draft.route(route);
    }
    return draft.converted();
  }

  private static void flag(
      String flag, String value, Draft draft, Map<String, String> route, List<String> allow) {
    boolean front = draft.side() == Side.FRONT;
    switch (flag) {
      case "--listen" -> draft.listen(value);
      case "--target" ->
          route.put("endpoint", Draft.quoted((front ? "https://" : "http://") + value));
      case "--keystore", "--cert" -> draft.key("file", value);
      case "--key" -> draft.key("keyFile", value);
      case "--cacert" -> draft.trust(value);
      case "--storepass" -> {
        draft.key("password", "env:STORE_PASSWORD");
        draft.remark("--storepass: put the password into STORE_PASSWORD, or better into a file");
      }
      case "--override-server-name" -> route.put("peerName", Draft.quoted(value));
      case "--allow-cn", "--allow-dns", "--allow-uri" -> {
        String pattern = Draft.quoted(value.replace("/**", "/*"));
        allow.add("{" + RULES.get(flag) + ": " + pattern + "}");
        if (front) {
          draft.none(flag + " " + value);
          allow.clear();
        }
        if (value.indexOf('*') >= 0) {
          draft.remark(flag + " " + value + ": here * stands for any characters, slashes too");
        }
      }
      case "--allow-all", "--timed-reload", "--shutdown-timeout", "--connect-timeout" -> {
        if (!flag.equals("--allow-all")) {
          draft.remark(flag + " " + value + ": see reload and timeouts");
        }
      }
      default -> draft.none((flag + " " + value).strip());
    }
  }
}
