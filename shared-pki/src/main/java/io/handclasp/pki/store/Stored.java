package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A store as one of the format readers found it: keys still locked, nothing judged.
 *
 * @param others certificates that stand beside keys without belonging to one
 * @param passwordProven true where the password is known to be that of the store
 */
record Stored(
    StoreFormat format,
    List<StoredKey> keys,
    List<TrustedEntry> trusted,
    List<X509Certificate> others,
    List<StoreNote> notes,
    boolean passwordProven) {
  /** Copies. */
  Stored {
    keys = List.copyOf(keys);
    trusted = List.copyOf(trusted);
    others = List.copyOf(others);
    notes = List.copyOf(notes);
  }

  /**
   * A key that has not been opened yet.
   *
   * @param certificates the leaf, as the store says, and what it may be shown with, as stored
   */
  record StoredKey(String alias, Lock lock, List<X509Certificate> certificates) {}

  /** Opens one key. */
  @FunctionalInterface
  interface Lock {
    /**
     * Opens it, asking for the password only where it is needed.
     *
     * @throws StoreException with {@link StoreFault#WRONG_PASSWORD} or {@link
     *     StoreFault#PASSWORD_MISSING} where it does not open
     */
    PrivateKey open(Secret password) throws StoreException;
  }
}
