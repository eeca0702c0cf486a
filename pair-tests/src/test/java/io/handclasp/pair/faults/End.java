package io.handclasp.pair.faults;

import io.handclasp.pki.store.Identity;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** What one end is configured with; changed by a fault. */
final class End {
  Identity identity;
  List<X509Certificate> trusted;
  List<X509CRL> lists = List.of();

  /** Further lines of the section {@code tls}, without indentation. */
  final List<String> tls = new ArrayList<>();

  End(Identity identity, X509Certificate trusted) {
    this.identity = identity;
    this.trusted = List.of(trusted);
  }
}
