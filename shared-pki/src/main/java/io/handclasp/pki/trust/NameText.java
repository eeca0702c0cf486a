package io.handclasp.pki.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

/** General names for people, such as {@code DNS:a.example}; long lists are cut. */
final class NameText {
  private static final int MOST = 8;

  private NameText() {}

  static String of(List<GeneralName> names) {
    String shown = names.stream().limit(MOST).map(NameText::of).collect(Collectors.joining(", "));
    return names.size() > MOST ? shown + " and " + (names.size() - MOST) + " more" : shown;
  }

  static String of(GeneralName name) {
    if (name instanceof GeneralName.Dns dns) {
      return "DNS:" + printable(dns.text());
    }
    if (name instanceof GeneralName.Mail mail) {
      return "email:" + printable(mail.text());
    }
    if (name instanceof GeneralName.Uri uri) {
      return "URI:" + printable(uri.text());
    }
    if (name instanceof GeneralName.Ip ip) {
      return "IP:" + address(ip);
    }
    if (name instanceof GeneralName.Directory directory) {
      return "DirName:" + printable(String.join(",", directory.name().parts()));
    }
    return "another form of name";
  }

  private static String address(GeneralName.Ip ip) {
    try {
      return InetAddress.getByAddress(ip.octets()).getHostAddress();
    } catch (UnknownHostException e) {
      return "(" + ip.hex().length() / 2 + " octets)";
    }
  }

  /** Without control characters, so that a certificate cannot forge lines of a log. */
  static String printable(String text) {
    String plain =
        text.codePoints().anyMatch(Character::isISOControl)
            ? text.replaceAll("\\p{Cntrl}", "?")
            : text;
    return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
  }
}
