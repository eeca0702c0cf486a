package io.handclasp.pki.trust;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a name lies in a subtree of its own form (RFC 5280 §4.2.1.10). */
final class NameForms {
  private NameForms() {}

  /** Refuses a constraint that could be read in more than one way. */
  static void checkConstraint(GeneralName base) throws DerException {
    if (base instanceof GeneralName.Dns dns && !isDnsBase(dns.text())) {
      throw new DerException(
          "DNS constraint '" + dns.text() + "' (expected: a domain without leading dot or '*')");
    }
    if (base instanceof GeneralName.Ip ip && !isNetwork(ip.octets())) {
      throw new DerException("IP constraint " + ip.hex() + " is no address with a prefix mask");
    }
    if (base instanceof GeneralName.Uri uri && !isHostBase(uri.text())) {
      throw new DerException("URI constraint '" + uri.text() + "' (expected: a host or a domain)");
    }
    if (base instanceof GeneralName.Mail mail && !isMailBase(mail.text())) {
      throw new DerException(
          "mail constraint '" + mail.text() + "' (expected: a mailbox, a host or a domain)");
    }
  }

  private static boolean isDnsBase(String text) {
    return text.isEmpty() || DnsNames.isName(DnsNames.lower(text));
  }

  private static boolean isHostBase(String text) {
    String host = text.startsWith(".") ? text.substring(1) : text;
    return text.isEmpty() || DnsNames.isName(DnsNames.lower(host));
  }

  private static boolean isMailBase(String text) {
    int at = text.indexOf('@');
    return at < 0 ? isHostBase(text) : at > 0 && DnsNames.isName(text.substring(at + 1));
  }

  private static boolean isNetwork(byte[] octets) {
    if (octets.length != 8 && octets.length != 32) {
      return false;
    }
    boolean ended = false;
    for (int i = octets.length * 4; i < octets.length * 8; i++) {
      boolean set = (octets[i / 8] & (0x80 >> (i % 8))) != 0;
      if (set && ended) {
        return false;
      }
      ended |= !set;
    }
    return true;
  }

  /** True where both are of one form, so that the constraint has something to say of the name. */
  static boolean sameForm(GeneralName name, GeneralName base) {
    if (name instanceof GeneralName.Other other && base instanceof GeneralName.Other that) {
      return other.tag() == that.tag();
    }
    return name.getClass() == base.getClass();
  }

  /** True where all that the name can stand for lies in the subtree; both of one form. */
  static boolean isPermittedBy(GeneralName name, GeneralName base) {
    if (name instanceof GeneralName.Dns dns && base instanceof GeneralName.Dns top) {
      String plain = withoutWildcard(DnsNames.lower(dns.text()));
      return DnsNames.isName(plain) && dnsWithin(plain, DnsNames.lower(top.text()));
    }
    return matches(name, base, true);
  }

  /** True where anything that the name can stand for may lie in the subtree; both of one form. */
  static boolean isExcludedBy(GeneralName name, GeneralName base) {
    if (name instanceof GeneralName.Dns dns && base instanceof GeneralName.Dns top) {
      return dnsExcluded(DnsNames.lower(dns.text()), DnsNames.lower(top.text()));
    }
    return matches(name, base, false);
  }

  private static boolean dnsExcluded(String name, String top) {
    String plain = withoutWildcard(name);
    if (dnsWithin(plain, top)) {
      return true;
    }
    int dot = top.indexOf('.');
    return !plain.equals(name) && dot >= 0 && top.substring(dot + 1).equals(plain);
  }

  private static String withoutWildcard(String name) {
    return name.startsWith("*.") ? name.substring(2) : name;
  }

  private static boolean dnsWithin(String name, String top) {
    return top.isEmpty() || name.equals(top) || name.endsWith("." + top);
  }

  private static boolean matches(GeneralName name, GeneralName base, boolean permitting) {
    if (name instanceof GeneralName.Ip ip && base instanceof GeneralName.Ip network) {
      return ipWithin(ip.octets(), network.octets());
    }
    if (name instanceof GeneralName.Directory dir && base instanceof GeneralName.Directory top) {
      return dir.name().isWithin(top.name());
    }
    if (name instanceof GeneralName.Mail mail && base instanceof GeneralName.Mail top) {
      return mailWithin(mail.text(), top.text(), permitting);
    }
    if (name instanceof GeneralName.Uri uri && base instanceof GeneralName.Uri top) {
      String host = host(uri.text());
      return host == null ? !permitting : hostWithin(host, DnsNames.lower(top.text()));
    }
    // Forms that nobody here can compare: neither permitted nor safe from exclusion.
    return !permitting;
  }

  private static boolean ipWithin(byte[] address, byte[] network) {
    if (network.length != 2 * address.length) {
      return false;
    }
    for (int i = 0; i < address.length; i++) {
      int mask = network[address.length + i];
      if ((address[i] & mask) != (network[i] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mailWithin(String mail, String base, boolean permitting) {
    int at = mail.indexOf('@');
    if (at <= 0 || !DnsNames.isName(mail.substring(at + 1))) {
      return !permitting;
    }
    int baseAt = base.indexOf('@');
    String host = DnsNames.lower(mail.substring(at + 1));
    if (baseAt < 0) {
      return hostWithin(host, DnsNames.lower(base));
    }
    String local = mail.substring(0, at);
    String baseLocal = base.substring(0, baseAt);
    boolean sameLocal = permitting ? local.equals(baseLocal) : local.equalsIgnoreCase(baseLocal);
    return sameLocal && host.equals(DnsNames.lower(base.substring(baseAt + 1)));
  }

  private static boolean hostWithin(String host, String base) {
    if (base.isEmpty()) {
      return true;
    }
    return base.startsWith(".") ? host.endsWith(base) : host.equals(base);
  }

  /** The host of a URI in lower case; null where it has none, or an IP address in its place. */
  private static @Nullable String host(String text) {
    try {
      String host = new URI(text).getHost();
      return host == null || !DnsNames.isName(host.toLowerCase(Locale.ROOT))
          ? null
          : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
