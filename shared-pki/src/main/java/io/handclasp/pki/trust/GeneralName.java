package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A general name of RFC 5280 §4.2.1.6, as it stands in alternative names and constraints. */
sealed interface GeneralName {
  /** A DNS name as written. */
  record Dns(String text) implements GeneralName {}

  /** A mailbox, or in a constraint a host or domain. */
  record Mail(String text) implements GeneralName {}

  /** A uniform resource identifier, or in a constraint a host or domain. */
  record Uri(String text) implements GeneralName {}

  /** An address of 4 or 16 octets, or in a constraint an address and a mask, in hexadecimal. */
  record Ip(String hex) implements GeneralName {
    byte[] octets() {
      return HexFormat.of().parseHex(hex);
    }

    /** True where it is one address of either version, not a network. */
    boolean isOne() {
      return hex.length() == 8 || hex.length() == 32;
    }
  }

  /** A distinguished name. */
  record Directory(DistinguishedName name) implements GeneralName {}

  /** A form that is not looked into: other name, X.400, EDI party, registered identifier. */
  record Other(int tag, String hex) implements GeneralName {}

  static GeneralName of(Der element) throws DerException {
    return switch (element.tag()) {
      case 0x81 -> new Mail(element.ascii());
      case 0x82 -> new Dns(element.ascii());
      case 0x86 -> new Uri(element.ascii());
      case 0x87 -> new Ip(HexFormat.of().formatHex(element.content()));
      case 0xa4 -> new Directory(DistinguishedName.of(element.inner()));
      case 0xa0 -> {
        List<Der> parts = element.children();
        if (parts.size() != 2 || !parts.get(1).is(0xa0)) {
          throw new DerException("an other name that is not a type and its value");
        }
        parts.get(0).oid();
        yield new Other(element.tag(), element.hex());
      }
      case 0x88, 0xa3, 0xa5 -> new Other(element.tag(), element.hex());
      default ->
          throw new DerException(String.format("tag 0x%02x is no general name", element.tag()));
    };
  }

  static List<GeneralName> listOf(List<Der> elements) throws DerException {
    List<GeneralName> names = new ArrayList<>();
    for (Der element : elements) {
      names.add(of(element));
    }
    return List.copyOf(names);
  }
}
