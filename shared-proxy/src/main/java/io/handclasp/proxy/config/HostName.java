package io.handclasp.proxy.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** What may stand where a host is named. Nothing is resolved here. */
final class HostName {
  private static final Pattern NAME =
      Pattern.compile(
          "[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?)*\\.?");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /** The same for editors: no port, no path. */
  static final Shape SHAPE = new Shape.Pattern("^[A-Za-z0-9_][A-Za-z0-9_.-]*$");

  /** A name, or one that begins with {@code *.}. */
  static final Shape SHAPE_WITH_WILDCARD =
      new Shape.Pattern("^(\\*\\.)?[A-Za-z0-9_][A-Za-z0-9_.-]*$");

  /** What a certificate may be asked to carry. */
  static final Form<String> IN_CERTIFICATE =
      new Form<>(
          "the DNS name or address that the certificate must carry",
          text -> plausible(text) || text.indexOf(':') >= 0 ? text : null,
          new Shape.Pattern("^[A-Za-z0-9_:][A-Za-z0-9_.:%-]*$"));

  private HostName() {}

  /** A DNS name or an IPv4 address by its looks. */
  static boolean plausible(String host) {
    return host.length() <= 253 && NAME.matcher(host).matches();
  }

  /** Whether only this machine can reach a listener there. */
  static boolean loopback(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.equals("::1")
        || (lower.startsWith("127.") && IPV4.matcher(lower).matches());
  }
}
