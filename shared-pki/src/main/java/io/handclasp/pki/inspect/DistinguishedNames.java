package io.handclasp.pki.inspect;

import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** Reads parts of distinguished names in RFC 2253 form. */
final class DistinguishedNames {
  private DistinguishedNames() {}

  static String shortName(String name) {
    String common = commonName(name);
    return common != null ? common : name;
  }

  /** The most specific common name; null where there is none. */
  static @Nullable String commonName(String name) {
    try {
      List<Rdn> parts = new LdapName(name).getRdns();
      for (int i = parts.size() - 1; i >= 0; i--) {
        Rdn part = parts.get(i);
        if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String text) {
          return text;
        }
      }
    } catch (InvalidNameException e) {
      // Not RFC 2253 after all: there is no common name to be read from it.
      return null;
    }
    return null;
  }
}
