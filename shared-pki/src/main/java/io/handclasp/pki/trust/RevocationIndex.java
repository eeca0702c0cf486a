package io.handclasp.pki.trust;

import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configured revocation lists by the name of their issuer. Immutable. */
final class RevocationIndex {
  private final Map<DistinguishedName, List<RevocationList>> byIssuer = new HashMap<>();

  RevocationIndex(Collection<X509CRL> lists) {
    for (X509CRL list : new LinkedHashSet<>(lists)) {
      read(list)
          .ifPresent(
              l -> byIssuer.computeIfAbsent(l.facts().issuer(), i -> new ArrayList<>()).add(l));
    }
  }

  /**
   * A list that cannot be read covers nobody: where one is required, it is missing. Files with such
   * are refused before ({@link RevocationLists}).
   */
  private static Optional<RevocationList> read(X509CRL list) {
    try {
      return Optional.of(RevocationListReader.read(list));
    } catch (DerException e) {
      return Optional.empty();
    }
  }

  /**
   * The lists that may speak of a certificate: its issuer's own, and those of its other signers.
   */
  List<RevocationList> listsFor(CertificateFacts certificate) {
    Set<DistinguishedName> issuers = new LinkedHashSet<>();
    issuers.add(certificate.issuer());
    for (DistributionPoint point : certificate.extensions().distributionPoints()) {
      issuers.addAll(RevocationScope.directoryNames(point.listIssuers()));
    }
    List<RevocationList> lists = new ArrayList<>();
    issuers.forEach(i -> lists.addAll(byIssuer.getOrDefault(i, List.of())));
    return lists;
  }

  /** True where a list of that issuer is configured, so that the operator knows of it. */
  boolean knows(DistinguishedName issuer) {
    return byIssuer.containsKey(issuer);
  }
}
