package io.handclasp.pki.store;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Everything in a store, for programs that list and convert.
 *
 * @param format the format of the file, found by content
 * @param identities every key with its chain
 * @param trusted every certificate that the store trusts, with its alias
 * @param others certificates that belong to no key and are not marked as trusted
 * @param notes what is worth mending; empty where all is well
 */
public record StoreContents(
    StoreFormat format,
    List<Identity> identities,
    List<TrustedEntry> trusted,
    List<X509Certificate> others,
    List<StoreNote> notes) {
  /** Copies. */
  public StoreContents {
    identities = List.copyOf(identities);
    trusted = List.copyOf(trusted);
    others = List.copyOf(others);
    notes = List.copyOf(notes);
  }

  /**
   * A trusted certificate.
   *
   * @param alias the name under which the store holds it; made up where it has none
   * @param certificate the certificate itself
   */
  public record TrustedEntry(String alias, X509Certificate certificate) {}
}
