package io.handclasp.pki.lifecycle;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes from one authority to the next without a moment in which the two ends do not trust each
 * other: first every trust store trusts both, then every identity is issued by the new one, then
 * the old one is dropped. Each phase refuses to run before it is safe, and may be run again.
 *
 * @param oldAuthority the certificate to be replaced
 * @param newAuthority the certificate that replaces it
 * @param trustStores every store, of every peer, that trusts the old authority
 * @param identities every store, of every peer, with a key that the old authority vouches for
 */
public record AuthorityRotation(
    X509Certificate oldAuthority,
    X509Certificate newAuthority,
    List<KeyStoreFile> trustStores,
    List<KeyStoreFile> identities) {
  /** Checks and copies. */
  public AuthorityRotation {
    trustStores = List.copyOf(trustStores);
    identities = List.copyOf(identities);
    if (oldAuthority.getPublicKey().equals(newAuthority.getPublicKey())) {
      throw new IllegalArgumentException("old and new authority: one key (expected: two)");
    }
  }

  /** Phase 1: adds the new authority wherever the old one is trusted. */
  public Progress trustBoth() throws StoreException {
    List<String> obstacles = new ArrayList<>();
    if (CertificateFacts.of(newAuthority).validity(Instant.now())
        != CertificateFacts.Validity.VALID) {
      obstacles.add("the new authority is not valid now");
    }
    for (KeyStoreFile store : trustStores) {
      if (!trusts(store, oldAuthority)) {
        obstacles.add(store.file() + " does not trust the old authority: is it the right store?");
      }
    }
    if (!obstacles.isEmpty()) {
      return Progress.refused(obstacles);
    }
    List<String> done = new ArrayList<>();
    for (KeyStoreFile store : trustStores) {
      if (!trusts(store, newAuthority)) {
        store.trust(store.freeAlias(CertificateFacts.of(newAuthority).shortName()), newAuthority);
        store.save();
        done.add(store.file() + " now trusts both");
      }
    }
    return Progress.done(done);
  }

  /**
   * Phase 2: issues every identity anew. Safe once every trust store trusts both.
   *
   * @param issuer the new authority's folder
   * @param renewal how long the new certificates last, and whether keys change
   * @param keyPassword opens the keys that the password of their store does not, and that keep it;
   *     null where there are none
   */
  public Progress issue(
      AuthorityFolder issuer, Renewal renewal, @Nullable PasswordSource keyPassword)
      throws StoreException {
    List<String> obstacles = new ArrayList<>();
    for (KeyStoreFile store : trustStores) {
      if (!trusts(store, newAuthority)) {
        obstacles.add(store.file() + " does not trust the new authority yet: run trust-both first");
      }
    }
    if (!obstacles.isEmpty()) {
      return Progress.refused(obstacles);
    }
    List<String> done = new ArrayList<>();
    for (KeyStoreFile store : identities) {
      for (String alias : aliasesIssuedBy(store, oldAuthority)) {
        PasswordSource own = hasKeyOfItsPassword(store, alias) ? null : keyPassword;
        Identity old = new Identity(alias, store.key(alias, own), store.certificates(alias));
        store.put(renewal.renew(old, issuer), own);
        store.save();
        done.add(store.file() + ": " + alias + " is now issued by the new authority");
      }
    }
    return Progress.done(done);
  }

  /** Phase 3: drops the old authority. Safe once nothing that it issued is shown any more. */
  public Progress drop() throws StoreException {
    List<String> obstacles = new ArrayList<>();
    for (KeyStoreFile store : identities) {
      for (String alias : aliasesIssuedBy(store, oldAuthority)) {
        obstacles.add(
            store.file() + ": " + alias + " is still issued by the old authority: run issue first");
      }
    }
    for (KeyStoreFile store : trustStores) {
      if (!trusts(store, newAuthority)) {
        obstacles.add(store.file() + " does not trust the new authority: run trust-both first");
      }
    }
    if (!obstacles.isEmpty()) {
      return Progress.refused(obstacles);
    }
    List<String> done = new ArrayList<>();
    for (KeyStoreFile store : trustStores) {
      for (String alias : aliasesOf(store, oldAuthority)) {
        store.remove(alias);
        store.save();
        done.add(store.file() + " no longer trusts the old authority");
      }
    }
    return Progress.done(done);
  }

  private static boolean hasKeyOfItsPassword(KeyStoreFile store, String alias)
      throws StoreException {
    try {
      store.key(alias, null);
      return true;
    } catch (StoreException e) {
      if (e.fault() == StoreFault.KEY_PASSWORD_DIFFERS) {
        return false;
      }
      throw e;
    }
  }

  private static boolean trusts(KeyStoreFile store, X509Certificate authority)
      throws StoreException {
    return !aliasesOf(store, authority).isEmpty();
  }

  private static List<String> aliasesOf(KeyStoreFile store, X509Certificate authority)
      throws StoreException {
    List<String> aliases = new ArrayList<>();
    for (String alias : store.aliases()) {
      if (!store.holdsKey(alias) && store.certificates(alias).contains(authority)) {
        aliases.add(alias);
      }
    }
    return aliases;
  }

  /** Anywhere in the chain: an intermediate's leaf leans on the root as well. */
  private static List<String> aliasesIssuedBy(KeyStoreFile store, X509Certificate authority)
      throws StoreException {
    List<String> aliases = new ArrayList<>();
    for (String alias : store.aliases()) {
      if (store.holdsKey(alias)
          && store.certificates(alias).stream().anyMatch(c -> issued(authority, c))) {
        aliases.add(alias);
      }
    }
    return aliases;
  }

  private static boolean issued(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * What a phase did, or why it did nothing.
   *
   * @param changes one sentence per change; empty where all was done before
   * @param obstacles why it is not safe yet; then nothing was changed
   */
  public record Progress(List<String> changes, List<String> obstacles) {
    /** Copies. */
    public Progress {
      changes = List.copyOf(changes);
      obstacles = List.copyOf(obstacles);
    }

    static Progress done(List<String> changes) {
      return new Progress(changes, List.of());
    }

    static Progress refused(List<String> obstacles) {
      return new Progress(List.of(), obstacles);
    }
  }
}
