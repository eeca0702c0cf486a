package io.handclasp.handshake.tls;

import java.util.List;

/** Which cipher suites are enabled where the configuration names none. */
final class Suites {
  /** Authenticated encryption with forward secrecy only (RFC 9325 section 4.2). */
  private static final List<String> SAFE =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private Suites() {}

  /** Those configured, or the safe ones. */
  static List<String> of(TlsSettings settings) {
    return settings.suites().isEmpty() ? SAFE : settings.suites();
  }

  /**
   * Complains about what the provider does not have.
   *
   * @throws IllegalArgumentException naming the first
   */
  static void check(TlsSettings settings, List<String> supported, String provider) {
    for (String suite : settings.suites()) {
      if (!supported.contains(suite)) {
        throw new IllegalArgumentException(
            "suites: " + suite + " (expected: a suite that provider " + provider + " has)");
      }
    }
  }
}
