package io.handclasp.pki.inspect;

import io.handclasp.pki.store.Der;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The algorithms that protect a PKCS12 file (RFC 7292), read without its password. Keys inside an
 * encrypted part cannot be seen from outside; programs write them with the same family.
 */
final class Pkcs12Algorithms {
  /** 1.2.840.113549.1.12.1: password-based encryption of PKCS12 itself; the last octet counts. */
  private static final String PKCS12_PBE = "2a864886f70d010c01";

  /** 1.2.840.113549.1.5.14, RFC 9579. */
  private static final String PBMAC1 = "2a864886f70d01050e";

  private static final int CONTEXT_0 = 0xa0;
  private static final int LONGEST = 8 * 1024 * 1024;

  private final Set<String> identifiers = new LinkedHashSet<>();

  private Pkcs12Algorithms() {}

  /** Empty where the file is no PKCS12 file, or one that is not written in BER. */
  static Set<String> of(Path file) throws IOException {
    Pkcs12Algorithms algorithms = new Pkcs12Algorithms();
    if (Files.size(file) <= LONGEST) {
      try {
        algorithms.collect(Der.only(Files.readAllBytes(file)).expect(Der.SEQUENCE), 0);
      } catch (Der.Malformed e) {
        return Set.of();
      }
    }
    return algorithms.identifiers;
  }

  static boolean isRc2(String identifier) {
    return identifier.equals(PKCS12_PBE + "05") || identifier.equals(PKCS12_PBE + "06");
  }

  static boolean isRc4(String identifier) {
    return identifier.equals(PKCS12_PBE + "01") || identifier.equals(PKCS12_PBE + "02");
  }

  static boolean isPbmac1(String identifier) {
    return identifier.equals(PBMAC1);
  }

  private void collect(Der element, int depth) {
    if (element.tag() == Der.OID) {
      identifiers.add(HexFormat.of().formatHex(element.content()));
    } else {
      inside(element, depth).forEach(child -> collect(child, depth + 1));
    }
  }

  /** The safe is DER inside an octet string; salts and cipher texts are not and yield nothing. */
  private static List<Der> inside(Der element, int depth) {
    try {
      return switch (element.tag()) {
        case Der.SEQUENCE, CONTEXT_0 -> element.children();
        case Der.OCTET_STRING -> depth < 6 ? List.of(Der.only(element.content())) : List.<Der>of();
        default -> List.of();
      };
    } catch (Der.Malformed e) {
      return List.of();
    }
  }
}
