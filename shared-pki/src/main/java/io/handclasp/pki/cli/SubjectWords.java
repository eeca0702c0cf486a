package io.handclasp.pki.cli;

import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What a subject given on the command line says. */
final class SubjectWords {
  private SubjectWords() {}

  /** The common name; the whole subject where there is none. */
  static String commonName(String subject) {
    try {
      for (Rdn part : new LdapName(subject).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return String.valueOf(part.getValue());
        }
      }
      return subject;
    } catch (InvalidNameException e) {
      // A plain word is a common name.
      return subject;
    }
  }

  /** The common name where it is a host name or an address; else nothing. */
  static List<String> hostNames(String subject) {
    String name = commonName(subject);
    boolean host = name.matches("(\\*\\.)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+|localhost");
    return host ? List.of(name) : List.of();
  }
}
