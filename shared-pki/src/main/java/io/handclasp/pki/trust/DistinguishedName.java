package io.handclasp.pki.trust;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A distinguished name in a form that can be compared by {@code equals}: RFC 5280 §7.1, that is
 * without regard to string type, case and repeated white space.
 *
 * @param parts the relative names, most general first, each in canonical form
 */
record DistinguishedName(List<String> parts) {
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String EMAIL_ADDRESS = "1.2.840.113549.1.9.1";

  /** What people read in a name, from common name to pseudonym (X.520): text, and nothing else. */
  private static final Set<String> TEXT_TYPES =
      Set.of(
          COMMON_NAME,
          EMAIL_ADDRESS,
          "2.5.4.4",
          "2.5.4.5",
          "2.5.4.6",
          "2.5.4.7",
          "2.5.4.8",
          "2.5.4.9",
          "2.5.4.10",
          "2.5.4.11",
          "2.5.4.12",
          "2.5.4.13",
          "2.5.4.17",
          "2.5.4.42",
          "2.5.4.43",
          "2.5.4.44",
          "2.5.4.46",
          "2.5.4.65",
          "0.9.2342.19200300.100.1.1",
          "0.9.2342.19200300.100.1.25");

  DistinguishedName {
    parts = List.copyOf(parts);
  }

  static DistinguishedName of(Der name) throws DerException {
    List<String> parts = new ArrayList<>();
    for (Der part : name.sequence()) {
      parts.add(relative(part.expect(Der.SET)));
    }
    return new DistinguishedName(parts);
  }

  /** One relative name: its attributes, in an order that does not depend on their encoding. */
  static String relative(Der part) throws DerException {
    if ((part.tag() & 0x20) == 0 || part.length() == 0) {
      throw new DerException("an empty relative name");
    }
    List<String> attributes = new ArrayList<>();
    for (Der attribute : part.children()) {
      List<Der> pair = attribute.sequence();
      if (pair.size() != 2) {
        throw new DerException("an attribute of " + pair.size() + " elements (expected: 2)");
      }
      String type = pair.get(0).oid();
      attributes.add(type + "=" + canonical(type, pair.get(1)));
    }
    Collections.sort(attributes);
    return String.join("\u0000+", attributes);
  }

  private static String canonical(String type, Der value) throws DerException {
    if (!value.isText()) {
      if (TEXT_TYPES.contains(type)) {
        throw new DerException(String.format("tag 0x%02x is no text for %s", value.tag(), type));
      }
      return "\u0001" + value.hex();
    }
    // The marks that this form is put together with must not come from a certificate.
    String text = value.text().replaceAll("[\u0000\u0001]", "\uFFFD");
    boolean plain = text.chars().allMatch(c -> c < 128);
    String folded = plain ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    return folded.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  // Written out, as every start of a proxy comes by here and would link the generated ones.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DistinguishedName name && parts.equals(name.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** True where this lies in the subtree below {@code top}, or is it (RFC 5280 §4.2.1.10). */
  boolean isWithin(DistinguishedName top) {
    return parts.size() >= top.parts.size() && parts.subList(0, top.parts.size()).equals(top.parts);
  }

  /** This with one more relative name below. */
  DistinguishedName with(String relative) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(relative);
    return new DistinguishedName(longer);
  }

  /** The values of all common names, most specific last, in lower case. */
  List<String> commonNames() {
    return values(COMMON_NAME);
  }

  /** The values of all mail addresses, in lower case. */
  List<String> mailAddresses() {
    return values(EMAIL_ADDRESS);
  }

  /** The relative names without those that hold a common name. */
  List<String> withoutCommonName() {
    return parts.stream().filter(p -> !p.startsWith(COMMON_NAME + "=")).toList();
  }

  private List<String> values(String type) {
    List<String> found = new ArrayList<>();
    for (String part : parts) {
      for (String attribute : part.split("\u0000\\+", -1)) {
        if (attribute.startsWith(type + "=")) {
          found.add(attribute.substring(type.length() + 1));
        }
      }
    }
    return found;
  }
}
