package io.handclasp.proxy.admin;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites' pages, which run in the operator's browser too, from reading or ordering
 * anything here. A name that an attacker let resolve to this machine (DNS rebinding) is not among
 * the names known here; a request that a page of another origin makes says so in {@code Origin} or
 * {@code Sec-Fetch-Site}, which a page cannot forge. Programs other than browsers send neither.
 */
final class OriginGuard {
  private final String scheme;
  private final Set<String> names;

  /**
   * For a listener.
   *
   * @param tls whether it speaks TLS
   * @param names under which it may be asked for, besides addresses and {@code localhost}
   */
  OriginGuard(boolean tls, List<String> names) {
    this.scheme = tls ? "https" : "http";
    this.names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    this.names.addAll(names);
    this.names.add("localhost");
  }

  /**
   * Why a request must not be answered; null where it may.
   *
   * @param hosts values of all fields {@code Host}
   * @param origin value of {@code Origin}; null where absent
   * @param site value of {@code Sec-Fetch-Site}; null where absent
   * @param visit true where the browser shows a page of ours as a document of its own
   */
  @Nullable Refusal check(
      String method,
      List<String> hosts,
      @Nullable String origin,
      @Nullable String site,
      boolean visit) {
    if (hosts.size() != 1) {
      return new Refusal(400, "one Host field is expected");
    }
    String authority = hosts.get(0);
    if (!isKnown(host(authority))) {
      return new Refusal(
          421, "this listener is not known by that name; admin.hosts in the configuration may say");
    }
    if (origin != null && !origin.equalsIgnoreCase(scheme + "://" + authority)) {
      return new Refusal(403, "pages of another origin may not ask");
    }
    if (site != null && !mayAsk(method, site, visit)) {
      return new Refusal(403, "pages of another site may not ask");
    }
    return null;
  }

  private static boolean mayAsk(String method, String site, boolean visit) {
    return switch (site) {
      case "same-origin" -> true;
      case "none" -> !method.equals("POST"); // typed by the user, or a bookmark
      default -> visit && !method.equals("POST"); // a link to the page
    };
  }

  /** An address cannot be rebound: only a name can. */
  private boolean isKnown(String host) {
    return names.contains(host) || isAddress(host);
  }

  private static boolean isAddress(String host) {
    return host.startsWith("[") ? host.matches("\\[[0-9a-fA-F:.]+]") : isIpv4(host);
  }

  private static boolean isIpv4(String host) {
    return host.matches("(\\d{1,3}\\.){3}\\d{1,3}");
  }

  /** Without the port. */
  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']') && colon >= 0;
    return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }

  /**
   * A request that is not answered.
   *
   * @param status for the answer
   * @param sentence for whoever reads it
   */
  record Refusal(int status, String sentence) {}
}
