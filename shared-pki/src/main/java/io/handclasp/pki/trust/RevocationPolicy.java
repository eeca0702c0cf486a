package io.handclasp.pki.trust;

/** What becomes of a chain for which there is no valid revocation list. */
public enum RevocationPolicy {
  /** Every certificate below the anchor needs a valid list of its issuer. */
  REQUIRE,
  /** Lists that are there and valid count; missing or expired ones are a warning. */
  WHEN_AVAILABLE,
  /** Lists are not looked at. */
  OFF
}
