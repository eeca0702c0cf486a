package io.handclasp.handshake.tls;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import java.util.Set;

/** Which own keys a provider can sign a handshake with. */
final class OwnKeys {
  private static final Set<String> BORINGSSL_CURVES = Set.of("EC P-256", "EC P-384", "EC P-521");

  private OwnKeys() {}

  /** Whether BoringSSL can sign with every one of them. */
  static boolean suitOpenSsl(TlsMaterial material) {
    return suitsOpenSsl(material.identity())
        && material.others().stream().allMatch(other -> suitsOpenSsl(other.identity()));
  }

  /** BoringSSL signs with RSA and three curves; it neither offers nor accepts Ed25519 or DSA. */
  private static boolean suitsOpenSsl(Identity identity) {
    String type = CertificateFacts.of(identity.leaf()).keyType();
    return type.startsWith("RSA ") || BORINGSSL_CURVES.contains(type);
  }

  /** Checks every one of them, as {@link #check(Identity, boolean)} does. */
  static void check(TlsMaterial material, boolean openssl) {
    check(material.identity(), openssl);
    material.others().forEach(other -> check(other.identity(), openssl));
  }

  /**
   * Complains about what would only come out at the first handshake.
   *
   * @throws IllegalArgumentException naming certificate and key
   */
  private static void check(Identity identity, boolean openssl) {
    CertificateFacts facts = CertificateFacts.of(identity.leaf());
    if (openssl && !suitsOpenSsl(identity)) {
      throw new IllegalArgumentException(
          "own certificate "
              + facts.subject()
              + ": key of type "
              + facts.keyType()
              + ", which provider openssl does not sign with (expected: RSA or EC P-256, P-384 or"
              + " P-521; or provider jdk)");
    }
    if (openssl && !facts.keyUsage().isEmpty() && !facts.keyUsage().contains("digitalSignature")) {
      throw new IllegalArgumentException(
          "own certificate "
              + facts.subject()
              + ": key usage "
              + facts.keyUsage()
              + " lacks digitalSignature, which every handshake needs; have it issued anew");
    }
  }
}
