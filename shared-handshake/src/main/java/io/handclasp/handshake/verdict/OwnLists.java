package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Role;
import io.handclasp.pki.trust.RevocationPolicy;
import io.handclasp.pki.trust.TrustJudge;
import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What the own revocation lists say where no judgement came to ask them. Immutable. */
final class OwnLists {
  private final Role own;
  private final RevocationPolicy policy;
  private final List<X509CRL> lists;
  private final List<X509Certificate> anchors;

  OwnLists(Role own, TrustJudge judge) {
    this.own = own;
    this.policy = judge.policy().revocation();
    this.anchors = judge.anchors();
    this.lists = policy == RevocationPolicy.OFF ? List.of() : judge.lists();
  }

  /** Lists that have run out with none in their place: whoever they are about is refused. */
  List<Finding> outdated(Instant at) {
    if (policy != RevocationPolicy.REQUIRE) {
      return List.of();
    }
    Map<String, Instant> due = new LinkedHashMap<>();
    for (X509CRL list : lists) {
      Date next = list.getNextUpdate();
      due.merge(
          list.getIssuerX500Principal().getName(),
          next == null ? Instant.MAX : next.toInstant(),
          (one, other) -> one.isAfter(other) ? one : other);
    }
    return due.entrySet().stream()
        .filter(list -> list.getValue().isBefore(at))
        .limit(1)
        .map(
            list ->
                Finding.known(
                    Twins.of(own, "CRL_EXPIRED"),
                    "the own list of " + list.getKey() + " ran out at " + list.getValue()))
        .toList();
  }

  /** Where lists are wanted and there is none of any authority that is trusted. */
  List<Finding> lacking() {
    Set<X500Principal> issuers = new HashSet<>();
    lists.forEach(list -> issuers.add(list.getIssuerX500Principal()));
    boolean lacks =
        policy == RevocationPolicy.REQUIRE
            && !lists.isEmpty()
            && !anchors.isEmpty()
            && anchors.stream().noneMatch(a -> issuers.contains(a.getSubjectX500Principal()));
    return lacks
        ? List.of(
            Finding.inferred(
                Twins.of(own, "CRL_MISSING_FOR_ISSUER"),
                "the own lists are of " + issuers + ", not of an authority that is trusted"))
        : List.of();
  }

  /**
   * Whether a list names a certificate whose issuer could not be found, so that the list's own
   * signature cannot be judged either; null where none does.
   */
  @Nullable Finding naming(CertificateNote leaf) {
    BigInteger serial = new BigInteger(leaf.serial(), 16);
    for (X509CRL list : lists) {
      boolean names =
          list.getIssuerX500Principal().getName().equals(leaf.issuer())
              && list.getRevokedCertificate(serial) != null;
      if (names) {
        return Finding.inferred(
            Twins.of(own.other(), "CERT_REVOKED"),
            "a list in the name of " + leaf.issuer() + " has its number " + leaf.serial());
      }
    }
    return null;
  }
}
