package io.handclasp.pki.store;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Something about a store that was read all the same, but is worth mending.
 *
 * @param kind what it is, with a stable code
 * @param file the file it is about
 * @param message one sentence for people: what was found and how to mend it
 */
public record StoreNote(Kind kind, Path file, String message) {
  /** What can be worth a note. */
  public enum Kind {
    /** A file with a private key or a password may be read by group or others. */
    LAX_PERMISSIONS,
    /** A PKCS12 trust store without the attribute by which Java programs trust certificates. */
    TRUST_FLAG_MISSING,
    /** The leaf does not come first, or an issuer does not follow what it issued. */
    CHAIN_ORDER,
    /** The file's name says another format than its content. */
    NAME_SAYS_OTHER_FORMAT,
    /** JKS or JCEKS, whose encryption is weak and which only Java reads. */
    OLD_FORMAT,
    /** PKCS12 with RC2 or RC4, which OpenSSL 3 reads with {@code -legacy} only. */
    OLD_ENCRYPTION,
    /** PKCS12 with PBMAC1, which Java before 26 cannot read. */
    NEW_MAC,
    /** No password was given, so that nobody can tell whether the store was altered. */
    INTEGRITY_UNCHECKED,
    /** A trust store that also holds a private key. */
    TRUST_STORE_HOLDS_KEY;

    /** The stable code for logs and documents, such as {@code lax-permissions}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
