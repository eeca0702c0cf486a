package io.handclasp.pki.trust;

/** Each reason for which a chain is refused, or accepted with a warning; codes are stable. */
public enum TrustReason {
  /** No certificate was shown at all. */
  NO_CERTIFICATE,
  /** {@code notAfter} has passed. */
  EXPIRED,
  /** {@code notBefore} lies ahead. */
  NOT_YET_VALID,
  /** No trusted authority leads to the chain. */
  UNKNOWN_AUTHORITY,
  /** A trusted authority has the issuer's name, but another key. */
  SAME_NAME_OTHER_KEY,
  /** The chain stops below a trusted authority; the issuer's certificate is missing. */
  INTERMEDIATE_MISSING,
  /** Certificates in the chain that have nothing to do with the leaf. */
  UNRELATED_CERTIFICATES,
  /** Right certificates in the wrong order; a warning. */
  WRONG_ORDER,
  /** The leaf signed itself and is not trusted as such. */
  SELF_SIGNED_LEAF,
  /** A signature does not verify. */
  BAD_SIGNATURE,
  /** The expected name is in no subject alternative name. */
  NAME_MISMATCH,
  /** No subject alternative name at all; the common name would have matched. */
  COMMON_NAME_ONLY,
  /** An IP address was expected and stands in no IP alternative name. */
  IP_NAME_MISSING,
  /** A wildcard covers the name only by stretching it further than RFC 9525 allows. */
  WILDCARD_MISMATCH,
  /** The common name matched and the configuration allows that; a warning. */
  MATCHED_COMMON_NAME,
  /** Extended key usage without the purpose at hand. */
  EXTENDED_KEY_USAGE,
  /** Key usage forbids what the handshake needs. */
  KEY_USAGE,
  /** An issuer in the path is not an authority (basic constraints). */
  ISSUER_NOT_CA,
  /** An issuer in the path may not sign certificates (key usage). */
  ISSUER_KEY_USAGE,
  /** The path is longer than an authority allows. */
  PATH_LENGTH,
  /** A name lies outside an authority's name constraints. */
  NAME_CONSTRAINTS,
  /** Certificate policies leave no acceptable policy. */
  POLICY,
  /** A critical extension that nobody here understands. */
  UNKNOWN_CRITICAL_EXTENSION,
  /** The leaf is itself an authority; a warning. */
  LEAF_IS_CA,
  /** RSA or EC key shorter than the policy allows. */
  WEAK_KEY,
  /** A key of an algorithm or curve that the policy does not allow. */
  KEY_ALGORITHM,
  /** Signed with MD5, SHA-1 or another algorithm that the policy does not allow. */
  WEAK_SIGNATURE_ALGORITHM,
  /** Not well formed by RFC 5280 (version, serial number, empty issuer and the like). */
  MALFORMED,
  /**
   * RFC 5280 asks something of authorities that was not done, though nothing follows for trust (a
   * missing key identifier and the like); a warning, or a refusal where the policy says so.
   */
  NOT_CONFORMING,
  /** The chain asks for more work than is granted to one judgement. */
  TOO_COMPLEX,
  /** A revocation list names it. */
  REVOKED,
  /**
   * A revocation list of another authority of the same name holds its serial number; a warning,
   * since that list says nothing about it.
   */
  SERIAL_COLLISION,
  /** The revocation list of its issuer has expired. */
  REVOCATION_LIST_EXPIRED,
  /** No revocation list for its issuer, and the policy requires one. */
  REVOCATION_LIST_MISSING,
  /** A revocation list is there, but its signature or scope does not hold. */
  REVOCATION_LIST_INVALID;

  /** The stable code for logs and documents, such as {@code unknown-authority}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
