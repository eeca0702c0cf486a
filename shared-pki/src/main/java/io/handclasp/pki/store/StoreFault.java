package io.handclasp.pki.store;

/** Each way in which reading or writing a store fails; the codes are stable and documented. */
public enum StoreFault {
  /** No such file. */
  FILE_MISSING,
  /** The file is there but cannot be read: permissions, a folder, an I/O error. */
  FILE_UNREADABLE,
  /** The password could not be had from its source. */
  PASSWORD_UNAVAILABLE,
  /** The store needs a password and none was given. */
  PASSWORD_MISSING,
  /** The password does not open the store. */
  WRONG_PASSWORD,
  /** The store opens, but the key has another password. */
  KEY_PASSWORD_DIFFERS,
  /** No private key in the store or file. */
  NO_KEY,
  /** Several keys and no alias given. */
  SEVERAL_KEYS,
  /** No entry of that alias. */
  ALIAS_UNKNOWN,
  /** No certificate where one is needed: an empty trust store, a key without chain. */
  NO_CERTIFICATES,
  /** The key does not belong to the first certificate. */
  KEY_CERTIFICATE_MISMATCH,
  /** The own certificate has expired. */
  CERTIFICATE_EXPIRED,
  /** The own certificate is not valid yet. */
  CERTIFICATE_NOT_YET_VALID,
  /** Neither PKCS12, JKS, JCEKS nor PEM, or damaged. */
  NOT_A_STORE,
  /** Written with an algorithm that this Java cannot read. */
  ALGORITHM_UNSUPPORTED,
  /** The target exists and overwriting was not asked for. */
  FILE_EXISTS,
  /** The file could not be written. */
  FILE_UNWRITABLE;

  /** The stable code for logs and documents, such as {@code wrong-password}. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
