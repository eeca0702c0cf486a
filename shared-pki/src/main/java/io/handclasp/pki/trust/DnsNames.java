package io.handclasp.pki.trust;

import java.util.Locale;

/** The shape of DNS names in certificates: letters, digits, hyphens, underscores, dots. */
final class DnsNames {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  private DnsNames() {}

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * True for a complete name without wildcard and without trailing dot, in lower case. A name whose
   * last label is a number is an IP address or a try at one, and no DNS name.
   */
  static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return false;
    }
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (!isLabel(label)) {
        return false;
      }
    }
    String last = labels[labels.length - 1];
    return !last.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isLabel(String label) {
    return !label.isEmpty()
        && label.length() <= LONGEST_LABEL
        && label.charAt(0) != '-'
        && label.charAt(label.length() - 1) != '-'
        && label.chars().allMatch(DnsNames::isLabelChar);
  }

  private static boolean isLabelChar(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
