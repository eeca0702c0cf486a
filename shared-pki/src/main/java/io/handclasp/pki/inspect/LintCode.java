package io.handclasp.pki.inspect;

import java.util.Locale;

/** Each thing that {@link Lint} objects to; codes are stable and documented in docs/pki.md. */
public enum LintCode {
  /** No alternative name at all. */
  NO_SAN(Level.ERROR),
  /** The host name stands in the common name only. */
  CN_ONLY(Level.ERROR),
  /** Extended key usage without the role it is meant for. */
  EKU_LACKS_ROLE(Level.ERROR),
  /** Key usage without digitalSignature on a leaf. */
  KEY_USAGE_LACKS_SIGNATURE(Level.ERROR),
  /** An authority that may not sign certificates. */
  CA_KEY_USAGE(Level.ERROR),
  /** A key that can be broken, or soon. */
  KEY_WEAK(Level.ERROR),
  /** A key that some TLS libraries cannot use. */
  KEY_UNSUPPORTED(Level.WARNING),
  /** Signed with SHA-1 or MD5. */
  SHA1(Level.ERROR),
  /** Longer or shorter than makes sense. */
  VALIDITY_UNREASONABLE(Level.WARNING),
  /** Over. */
  EXPIRED(Level.ERROR),
  /** Not begun. */
  NOT_YET_VALID(Level.ERROR),
  /** Less than a fifth of its life is left. */
  EXPIRES_SOON(Level.WARNING),
  /** A leaf with the CA flag. */
  LEAF_IS_CA(Level.WARNING),
  /** A subject key identifier, but none of the authority: no tool of today makes that. */
  KEY_IDENTIFIERS_HALF(Level.ERROR),
  /** No authority key identifier. */
  NO_AKI(Level.NOTE),
  /** No subject key identifier. */
  NO_SKI(Level.NOTE),
  /** A leaf that demands a stapled OCSP response, or another feature, of each handshake. */
  MUST_STAPLE(Level.WARNING),
  /** Version 1: it can carry neither names nor usage. */
  VERSION_1(Level.WARNING),
  /** A serial number that can be guessed. */
  SERIAL_GUESSABLE(Level.NOTE),
  /** Two certificates of one issuer with one serial number. */
  DUPLICATE_SERIAL(Level.ERROR),
  /** Two authorities of one name with different keys. */
  SAME_NAME_OTHER_KEY(Level.WARNING),
  /** What the judge of the proxies cannot read at all. */
  MALFORMED(Level.ERROR),
  /** An extension that cannot be parsed. */
  EXTENSION_UNREADABLE(Level.ERROR),
  /** A chain whose certificates stand in the wrong order, or do not belong. */
  CHAIN_ORDER(Level.WARNING),
  /** A chain without an intermediate that stands in another of the files. */
  CHAIN_INCOMPLETE(Level.WARNING),
  /** A leaf alone, whose issuer may be a root, which is well, or an intermediate, which is not. */
  CHAIN_ISSUER_ABSENT(Level.NOTE),
  /** A PKCS12 file with an algorithm that some peers cannot read. */
  PKCS12_ALGORITHM(Level.WARNING),
  /** A file with a key that others may read. */
  FILE_PERMISSIONS(Level.ERROR);

  private final Level level;

  LintCode(Level level) {
    this.level = level;
  }

  /** How bad it is. */
  public Level level() {
    return level;
  }

  /** The stable code, such as {@code lint-no-san}. */
  public String code() {
    return "lint-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How bad a finding is. */
  public enum Level {
    /** A careful peer refuses it, or a secret is at risk. */
    ERROR,
    /** Works here, fails elsewhere or later. */
    WARNING,
    /** Good to know. */
    NOTE
  }
}
