package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import io.handclasp.pki.store.Stored.StoredKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of a PKCS12 file that it does not trust and that Java's key store does not show, so
 * that writing the store back would lose them. Not thread-safe.
 */
final class UnshownCertificates {
  private final List<Unshown> certificates = new ArrayList<>();

  /**
   * {@code leaf} is that of the key beside which it stands; null where that is not shown either.
   */
  private record Unshown(X509Certificate certificate, @Nullable X509Certificate leaf) {}

  /**
   * Takes up what a file holds.
   *
   * @param leaves those of the keys that Java's key store shows
   */
  void take(Stored stored, Collection<X509Certificate> leaves) {
    List<X509Certificate> trusted =
        stored.trusted().stream().map(TrustedEntry::certificate).toList();
    stored.others().forEach(other -> certificates.add(new Unshown(other, null)));
    for (StoredKey key : stored.keys()) {
      for (X509Certificate certificate : key.certificates()) {
        X509Certificate leaf = key.certificates().get(0);
        if (!trusted.contains(certificate)) {
          certificates.add(new Unshown(certificate, leaves.contains(leaf) ? leaf : null));
        }
      }
    }
  }

  /** Forgets what stands beside a key whose chain is replaced or taken out. */
  void forgetBeside(X509Certificate leaf) {
    certificates.removeIf(unshown -> Objects.equals(unshown.leaf(), leaf));
  }

  /** What would be lost, given what Java's key store shows. */
  List<X509Certificate> lostBut(Collection<X509Certificate> shown) {
    return certificates.stream()
        .map(Unshown::certificate)
        .filter(certificate -> !shown.contains(certificate))
        .distinct()
        .toList();
  }
}
