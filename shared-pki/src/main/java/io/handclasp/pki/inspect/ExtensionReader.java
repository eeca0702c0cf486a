package io.handclasp.pki.inspect;

import io.handclasp.pki.store.Der;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the extensions of one certificate. What cannot be parsed is empty and noted, because a
 * report about a broken certificate is worth more than an exception.
 */
final class ExtensionReader {
  private static final String SUBJECT_KEY_ID = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String LIST_ADDRESSES = "2.5.29.31";
  private static final String AUTHORITY_KEY_ID = "2.5.29.35";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String AUTHORITY_INFORMATION = "1.3.6.1.5.5.7.1.1";

  /** {@code id-ad-caIssuers}, 1.3.6.1.5.5.7.48.2, as its encoded octets. */
  private static final byte[] CA_ISSUERS = HexFormat.of().parseHex("2b06010505073002");

  private static final int KEY_ID_TAG = 0x80;
  private static final int URI_TAG = 0x86;

  private static final List<String> USAGE_BITS =
      List.of(
          "digitalSignature",
          "nonRepudiation",
          "keyEncipherment",
          "dataEncipherment",
          "keyAgreement",
          "keyCertSign",
          "cRLSign",
          "encipherOnly",
          "decipherOnly");

  private static final Map<String, String> PURPOSES =
      Map.of(
          "2.5.29.37.0", "anyExtendedKeyUsage",
          "1.3.6.1.5.5.7.3.1", "serverAuth",
          "1.3.6.1.5.5.7.3.2", "clientAuth",
          "1.3.6.1.5.5.7.3.3", "codeSigning",
          "1.3.6.1.5.5.7.3.4", "emailProtection",
          "1.3.6.1.5.5.7.3.8", "timeStamping",
          "1.3.6.1.5.5.7.3.9", "OCSPSigning");

  private final X509Certificate certificate;
  private final List<String> unreadable = new ArrayList<>();

  ExtensionReader(X509Certificate certificate) {
    this.certificate = certificate;
  }

  List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  List<String> keyUsage() {
    boolean[] bits = certificate.getKeyUsage();
    if (bits == null) {
      noteIfPresent(KEY_USAGE);
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < bits.length && i < USAGE_BITS.size(); i++) {
      if (bits[i]) {
        names.add(USAGE_BITS.get(i));
      }
    }
    return names;
  }

  List<String> extendedKeyUsage() {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      if (purposes == null) {
        return List.of();
      }
      return purposes.stream().map(p -> PURPOSES.getOrDefault(p, p)).toList();
    } catch (CertificateParsingException e) {
      unreadable.add(EXTENDED_KEY_USAGE);
      return List.of();
    }
  }

  List<String> alternativeNames() {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        noteIfPresent(ALTERNATIVE_NAMES);
        return List.of();
      }
      return names.stream().map(ExtensionReader::name).toList();
    } catch (CertificateParsingException e) {
      unreadable.add(ALTERNATIVE_NAMES);
      return List.of();
    }
  }

  @Nullable String subjectKeyId() {
    return parse(SUBJECT_KEY_ID, inner -> hex(Der.only(inner).expect(Der.OCTET_STRING).content()));
  }

  @Nullable String authorityKeyId() {
    return parse(
        AUTHORITY_KEY_ID,
        inner ->
            Der.only(inner).expect(Der.SEQUENCE).children().stream()
                .filter(element -> element.tag() == KEY_ID_TAG)
                .map(element -> hex(element.content()))
                .findFirst()
                .orElse(null));
  }

  List<String> issuerAddresses() {
    List<String> found = parse(AUTHORITY_INFORMATION, ExtensionReader::caIssuers);
    return found == null ? List.of() : found;
  }

  List<String> listAddresses() {
    List<String> found = parse(LIST_ADDRESSES, ExtensionReader::distributionPoints);
    return found == null ? List.of() : found;
  }

  private static List<String> caIssuers(byte[] inner) throws Der.Malformed {
    List<String> addresses = new ArrayList<>();
    for (Der access : Der.only(inner).expect(Der.SEQUENCE).children()) {
      List<Der> pair = access.children();
      if (pair.size() == 2
          && Arrays.equals(pair.get(0).content(), CA_ISSUERS)
          && pair.get(1).tag() == URI_TAG) {
        addresses.add(ascii(pair.get(1).content()));
      }
    }
    return addresses;
  }

  private static List<String> distributionPoints(byte[] inner) throws Der.Malformed {
    List<String> addresses = new ArrayList<>();
    for (Der point : Der.only(inner).expect(Der.SEQUENCE).children()) {
      collectAddresses(point, addresses);
    }
    return addresses;
  }

  /** DistributionPoint → [0] DistributionPointName → [0] GeneralNames → [6] URI. */
  private static void collectAddresses(Der element, List<String> addresses) throws Der.Malformed {
    if (element.tag() == URI_TAG) {
      addresses.add(ascii(element.content()));
    } else if (element.tag() == Der.SEQUENCE || element.tag() == 0xa0) {
      for (Der child : element.children()) {
        collectAddresses(child, addresses);
      }
    }
  }

  private <T> @Nullable T parse(String identifier, Parser<T> parser) {
    byte[] wrapped = certificate.getExtensionValue(identifier);
    if (wrapped == null) {
      return null;
    }
    try {
      return parser.parse(Der.only(wrapped).expect(Der.OCTET_STRING).content());
    } catch (Der.Malformed e) {
      unreadable.add(identifier);
      return null;
    }
  }

  private void noteIfPresent(String identifier) {
    if (certificate.getExtensionValue(identifier) != null) {
      unreadable.add(identifier);
    }
  }

  private static String name(List<?> typed) {
    Object value = typed.get(1);
    return switch ((Integer) typed.get(0)) {
      case 1 -> "EMAIL:" + value;
      case 2 -> "DNS:" + value;
      case 4 -> "DN:" + value;
      case 6 -> "URI:" + value;
      case 7 -> "IP:" + address(value);
      case 8 -> "RID:" + value;
      default -> "OTHER:" + (value instanceof byte[] bytes ? hex(bytes) : value);
    };
  }

  /** The JDK gives text; Java 17 and 25 differ in how they shorten IPv6, so it is made alike. */
  private static String address(Object value) {
    String text = String.valueOf(value);
    if (text.indexOf(':') < 0) {
      return text;
    }
    try {
      return InetAddress.getByName(text).getHostAddress();
    } catch (UnknownHostException e) {
      return text;
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private interface Parser<T> {
    @Nullable T parse(byte[] inner) throws Der.Malformed;
  }
}
