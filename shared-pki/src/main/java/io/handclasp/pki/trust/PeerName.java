package io.handclasp.pki.trust;

import java.net.IDN;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name that a peer is expected to carry, and whether a certificate carries it (RFC 9525). A DNS
 * name counts only against DNS names, an IP address only against IP names.
 */
sealed interface PeerName {
  /** A DNS name as A-labels in lower case, without trailing dot. */
  record Host(String name) implements PeerName {}

  /** An IP address in hexadecimal: 4 or 16 octets. */
  record Address(String hex, String text) implements PeerName {}

  /** A mailbox, matched against mail names. */
  record Mailbox(String local, String host) implements PeerName {}

  /** A URI, such as {@code spiffe://trust.example/front}, matched as it stands. */
  record Identifier(String uri) implements PeerName {}

  /** Text that is no name of any form, so that nothing matches it. */
  record Unreadable(String text) implements PeerName {}

  /** Reads the words of a question: an IP address, a URI, a mailbox, or else a DNS name. */
  static PeerName of(String text) {
    String plain = text.strip();
    byte[] address = IpText.parse(plain);
    if (address != null) {
      return new Address(HexFormat.of().formatHex(address), plain);
    }
    if (plain.contains("://")) {
      return new Identifier(plain);
    }
    int at = plain.lastIndexOf('@');
    String host = hostName(plain.substring(at + 1));
    if (host == null || at == 0) {
      return new Unreadable(plain);
    }
    return at < 0 ? new Host(host) : new Mailbox(plain.substring(0, at), host);
  }

  private static @Nullable String hostName(String text) {
    String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    try {
      boolean ascii = plain.chars().allMatch(c -> c < 128);
      String host = (ascii ? plain : IDN.toASCII(plain)).toLowerCase(Locale.ROOT);
      return DnsNames.isName(host) ? host : null;
    } catch (RuntimeException e) {
      // IDN documents one exception and is known to throw others on odd text.
      return null;
    }
  }

  /** True where one of the alternative names is the expected one. */
  default boolean isAmong(List<GeneralName> names) {
    return names.stream().anyMatch(this::is);
  }

  private boolean is(GeneralName name) {
    if (this instanceof Host host && name instanceof GeneralName.Dns dns) {
      return covers(DnsNames.lower(dns.text()), host.name());
    }
    if (this instanceof Address address && name instanceof GeneralName.Ip ip) {
      return address.hex().equals(ip.hex());
    }
    if (this instanceof Identifier identifier && name instanceof GeneralName.Uri uri) {
      return identifier.uri().equals(uri.text());
    }
    if (this instanceof Mailbox box && name instanceof GeneralName.Mail mail) {
      int at = mail.text().lastIndexOf('@');
      return at > 0
          && box.local().equals(mail.text().substring(0, at))
          && box.host().equals(DnsNames.lower(mail.text().substring(at + 1)));
    }
    return false;
  }

  /**
   * True where the presented name is the expected one, or its left-most label is {@code *} alone
   * and stands for exactly one label. A wildcard right above a single label, as in {@code *.com},
   * covers nothing.
   */
  private static boolean covers(String presented, String expected) {
    if (!presented.startsWith("*.")) {
      return presented.equals(expected);
    }
    String rest = presented.substring(2);
    int dot = expected.indexOf('.');
    return rest.indexOf('.') > 0
        && DnsNames.isName(rest)
        && dot > 0
        && expected.substring(dot + 1).equals(rest);
  }

  /** True where a wildcard would cover the host only if it were stretched. */
  static boolean nearlyCovers(List<GeneralName> names, Host host) {
    for (GeneralName name : names) {
      String text = name instanceof GeneralName.Dns dns ? DnsNames.lower(dns.text()) : "";
      int star = text.indexOf('*');
      boolean ends = star >= 0 && host.name().endsWith(text.substring(star + 1));
      boolean stretched = ends && host.name().startsWith(text.substring(0, star));
      if (stretched || text.equals("*." + host.name())) {
        return true;
      }
    }
    return false;
  }

  /**
   * True where the leaf has a DNS or an IP alternative name, so that its common name is no name.
   */
  static boolean hasServiceNames(CertificateFacts leaf) {
    List<GeneralName> names = leaf.extensions().alternativeNames();
    return names != null
        && names.stream()
            .anyMatch(n -> n instanceof GeneralName.Dns || n instanceof GeneralName.Ip);
  }
}
