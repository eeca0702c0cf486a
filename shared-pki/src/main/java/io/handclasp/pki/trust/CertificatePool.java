package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Certificates by the name of their subject. Immutable. */
final class CertificatePool {
  private final Map<DistinguishedName, List<CertificateFacts>> bySubject;
  private final List<CertificateFacts> all;

  CertificatePool(Collection<CertificateFacts> certificates) {
    List<CertificateFacts> distinct = new ArrayList<>();
    Map<DistinguishedName, List<CertificateFacts>> map = new HashMap<>();
    for (CertificateFacts facts : certificates) {
      List<CertificateFacts> named = map.computeIfAbsent(facts.subject(), n -> new ArrayList<>());
      if (!named.contains(facts)) {
        named.add(facts);
        distinct.add(facts);
      }
    }
    this.bySubject = map;
    this.all = List.copyOf(distinct);
  }

  List<CertificateFacts> named(DistinguishedName subject) {
    return bySubject.getOrDefault(subject, List.of());
  }

  boolean holds(CertificateFacts certificate) {
    return named(certificate.subject()).contains(certificate);
  }

  List<CertificateFacts> all() {
    return all;
  }
}
