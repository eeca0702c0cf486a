package io.handclasp.pki.trust;

/**
 * What is wrong with a certificate by itself, whoever issued it.
 *
 * @param reason what kind
 * @param detail what was found and what was expected
 * @param formal true where RFC 5280 asks it of authorities, but nothing follows for trust
 */
record Problem(TrustReason reason, String detail, boolean formal) {
  static Problem malformed(String detail) {
    return new Problem(TrustReason.MALFORMED, detail, false);
  }

  static Problem formal(String detail) {
    return new Problem(TrustReason.NOT_CONFORMING, detail, true);
  }
}
