package io.handclasp.pki.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One bag of a PKCS12 file (RFC 7292, 4.2): a key or a certificate with its attributes. */
final class Pkcs12Bag {
  static final String DATA = "1.2.840.113549.1.7.1";
  static final String ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
  static final String KEY = "1.2.840.113549.1.12.10.1.1";
  static final String SHROUDED_KEY = "1.2.840.113549.1.12.10.1.2";
  static final String CERTIFICATE = "1.2.840.113549.1.12.10.1.3";
  static final String NESTED = "1.2.840.113549.1.12.10.1.6";
  static final String X509_CERTIFICATE = "1.2.840.113549.1.9.22.1";
  static final String FRIENDLY_NAME = "1.2.840.113549.1.9.20";
  static final String LOCAL_KEY_ID = "1.2.840.113549.1.9.21";

  /** Java's own mark of certificates that are trusted; without it, Java hides them. */
  static final String TRUSTED_KEY_USAGE = "2.16.840.1.113894.746875.1.1";

  private final String kind;
  private final Der value;
  private final Map<String, Der> attributes = new TreeMap<>();

  Pkcs12Bag(Der bag) throws Der.Malformed {
    List<Der> parts = bag.expect(Der.SEQUENCE).children();
    kind = bag.child(0).oid();
    value = bag.child(1).child(0);
    if (parts.size() > 2) {
      for (Der attribute : parts.get(2).expect(Der.SET).children()) {
        List<Der> values = attribute.child(1).children();
        if (!values.isEmpty()) {
          attributes.put(attribute.child(0).oid(), values.get(0));
        }
      }
    }
  }

  boolean is(String oid) {
    return kind.equals(oid);
  }

  Der value() {
    return value;
  }

  boolean trusted() {
    return attributes.containsKey(TRUSTED_KEY_USAGE);
  }

  /** The alias; null where the bag has none. */
  @Nullable String friendlyName() {
    Der name = attributes.get(FRIENDLY_NAME);
    return name == null ? null : new String(name.content(), StandardCharsets.UTF_16BE);
  }

  /** What links a key to its certificate; null where the bag has none. */
  @Nullable String localKeyId() {
    Der id = attributes.get(LOCAL_KEY_ID);
    return id == null ? null : HexFormat.of().formatHex(id.content());
  }
}
