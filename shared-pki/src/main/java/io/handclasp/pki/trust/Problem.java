package io.handclasp.pki.trust;

/**
 * What is wrong with a certificate by itself, whoever issued it.
 *
 * @param reason what kind
 * @param detail what was found and what was expected
 * @param weight what follows from it
 */
record Problem(TrustReason reason, String detail, Weight weight) {
  /** What follows from a problem. */
  enum Weight {
    /** It is refused. */
    REFUSED,
    /** RFC 5280 asks it of authorities, but nothing follows for trust: the policy decides. */
    FORMAL,
    /** RFC 5280 forbids it to authorities, yet tells those who rely on them to process it. */
    NOTED
  }

  static Problem malformed(String detail) {
    return new Problem(TrustReason.MALFORMED, detail, Weight.REFUSED);
  }

  static Problem unknownCritical(String detail) {
    return new Problem(TrustReason.UNKNOWN_CRITICAL_EXTENSION, detail, Weight.REFUSED);
  }

  static Problem formal(String detail) {
    return new Problem(TrustReason.NOT_CONFORMING, detail, Weight.FORMAL);
  }

  static Problem noted(String detail) {
    return new Problem(TrustReason.NOT_CONFORMING, detail, Weight.NOTED);
  }

  boolean refusedUnder(TrustPolicy policy) {
    return switch (weight) {
      case REFUSED -> true;
      case FORMAL -> policy.conformance();
      case NOTED -> false;
    };
  }
}
