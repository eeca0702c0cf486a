package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Role;
import java.util.Map;
import java.util.Set;

/** What kinds of keys are good for in a handshake. */
final class KeyCauses {
  private static final Map<String, Set<String>> SCHEMES =
      Map.of(
          "EC P-256", Set.of("ecdsa_secp256r1_sha256"),
          "EC P-384", Set.of("ecdsa_secp384r1_sha384"),
          "EC P-521", Set.of("ecdsa_secp521r1_sha512"),
          "Ed25519", Set.of("ed25519"),
          "Ed448", Set.of("ed448"));

  private KeyCauses() {}

  /** The cause that says that a key of this kind is of no use. */
  static Cause of(Role owner, String keyType) {
    if (keyType.startsWith("RSA")) {
      return Twins.of(owner, "CERT_RSA1024");
    }
    if (keyType.startsWith("DSA")) {
      return Twins.of(owner, "CERT_DSA");
    }
    if (keyType.startsWith("Ed")) {
      return Twins.of(owner, "CERT_ED25519_UNSUPPORTED");
    }
    return Twins.of(
        owner, keyType.startsWith("EC") ? "CERT_CURVE_UNSUPPORTED" : "CERT_KEY_UNSUPPORTED");
  }

  static boolean isRsa(String keyType) {
    return keyType.startsWith("RSA");
  }

  /** True for the kinds that every program of today signs with; BoringSSL leaves P-521 out. */
  static boolean isCommon(String keyType) {
    return isRsa(keyType) || keyType.equals("EC P-256") || keyType.equals("EC P-384");
  }

  /**
   * True where a key of that kind can sign by one of the schemes that the other end accepts; before
   * TLS 1.3 a scheme of ECDSA names the hash alone and does for every curve.
   */
  static boolean canSign(String keyType, java.util.List<String> accepted, boolean tls13) {
    for (String scheme : accepted) {
      if (fits(keyType, scheme, tls13)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(String keyType, String scheme, boolean tls13) {
    if (isRsa(keyType)) {
      return scheme.startsWith(tls13 ? "rsa_pss_rsae" : "rsa_");
    }
    if (keyType.startsWith("DSA")) {
      return !tls13 && scheme.startsWith("dsa_");
    }
    if (keyType.startsWith("EC ") && !tls13) {
      return scheme.startsWith("ecdsa_");
    }
    return SCHEMES.getOrDefault(keyType, Set.of()).contains(scheme);
  }
}
