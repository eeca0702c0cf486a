package io.handclasp.pki.issue;

import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * A subject alternative name as people write it: {@code DNS:a.example}, {@code IP:127.0.0.1},
 * {@code URI:spiffe://x}, {@code EMAIL:a@b.example}; without a kind it is taken for an address
 * where it looks like one, else for a host name.
 *
 * @param kind what it is
 * @param value the name itself
 */
public record AlternativeName(Kind kind, String value) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private static final Pattern HOST =
      Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?");

  /** The kinds that certificates of services carry. */
  public enum Kind {
    /** A host name, or a wildcard such as {@code *.example}. */
    DNS,
    /** An IPv4 or IPv6 address. */
    IP,
    /** A URI such as a SPIFFE id. */
    URI,
    /** An e-mail address. */
    EMAIL
  }

  /**
   * Reads one name.
   *
   * @throws IllegalArgumentException where nothing stands after the kind, or no host name where one
   *     should
   */
  public static AlternativeName of(String text) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.name() + ":";
      if (text.toUpperCase(Locale.ROOT).startsWith(prefix)) {
        return new AlternativeName(kind, text.substring(prefix.length()));
      }
    }
    boolean address = IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
    return new AlternativeName(address ? Kind.IP : Kind.DNS, text);
  }

  /** Checks. */
  public AlternativeName {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "alternative name: nothing after " + kind + ": (expected: such as DNS:a.example)");
    }
    if (kind == Kind.DNS && !HOST.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "alternative name: " + value + " (expected: DNS:, IP:, URI: or EMAIL: and such a name)");
    }
  }

  /** Puts it into a certificate that is being made. */
  public void addTo(LeafBuilder builder) {
    switch (kind) {
      case DNS -> builder.dns(value);
      case IP -> builder.ip(value);
      case URI -> builder.uri(value);
      case EMAIL -> builder.email(value);
    }
  }

  GeneralName general() {
    int tag =
        switch (kind) {
          case DNS -> GeneralName.dNSName;
          case IP -> GeneralName.iPAddress;
          case URI -> GeneralName.uniformResourceIdentifier;
          case EMAIL -> GeneralName.rfc822Name;
        };
    return new GeneralName(tag, value);
  }

  /** The same as openssl writes it in its settings. */
  public String openssl() {
    return (kind == Kind.EMAIL ? "email" : kind.name()) + ":" + value;
  }

  @Override
  public String toString() {
    return kind + ":" + value;
  }
}
