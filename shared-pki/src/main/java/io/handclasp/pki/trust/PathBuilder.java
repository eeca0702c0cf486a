package io.handclasp.pki.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ways from a leaf up to an anchor (RFC 4158): by name, the likeliest issuer first, and
 * only over signatures that hold. Several issuers of one name, cross certificates and rings are
 * followed; how far is bounded. Used for one judgement, by one thread.
 */
final class PathBuilder {
  /** Certificates between leaf and anchor, so that no chain can grow without end. */
  private static final int MOST_INTERMEDIATES = 12;

  private static final int MOST_STEPS = 400;

  private final CertificatePool anchors;
  private final CertificatePool intermediates;
  private final SignatureChecks signatures;
  private final Instant at;
  private @Nullable Path longest;
  private int steps;

  PathBuilder(
      CertificatePool anchors,
      CertificatePool intermediates,
      SignatureChecks signatures,
      Instant at) {
    this.anchors = anchors;
    this.intermediates = intermediates;
    this.signatures = signatures;
    this.at = at;
  }

  /**
   * Offers each path from {@code leaf} to an anchor until one is taken.
   *
   * @param taken says whether a path will do, which ends the search
   */
  void search(CertificateFacts leaf, Predicate<Path> taken) {
    List<CertificateFacts> start = new ArrayList<>();
    start.add(leaf);
    climb(start, taken);
  }

  /** The longest way up that was found to hold, where none reached an anchor. */
  Path longest(CertificateFacts leaf) {
    return longest == null ? new Path(List.of(leaf), false) : longest;
  }

  /** True where the search ended because it had become too large. */
  boolean tookTooManySteps() {
    return steps > MOST_STEPS;
  }

  private boolean climb(List<CertificateFacts> way, Predicate<Path> taken) {
    remember(way);
    if (++steps > MOST_STEPS) {
      return true;
    }
    CertificateFacts top = way.get(way.size() - 1);
    for (CertificateFacts anchor : likeliestFirst(anchors, top)) {
      if (signatures.verifies(top, anchor) && taken.test(new Path(with(way, anchor), true))) {
        return true;
      }
    }
    return way.size() <= MOST_INTERMEDIATES && climbOverIntermediates(way, top, taken);
  }

  private boolean climbOverIntermediates(
      List<CertificateFacts> way, CertificateFacts top, Predicate<Path> taken) {
    for (CertificateFacts issuer : likeliestFirst(intermediates, top)) {
      boolean ring = way.stream().anyMatch(issuer::sameEntityAs);
      if (!ring && signatures.verifies(top, issuer) && climb(with(way, issuer), taken)) {
        return true;
      }
    }
    return false;
  }

  private void remember(List<CertificateFacts> way) {
    if (longest == null || way.size() > longest.size()) {
      longest = new Path(way, false);
    }
  }

  private List<CertificateFacts> likeliestFirst(CertificatePool pool, CertificateFacts signed) {
    List<CertificateFacts> named = pool.named(signed.issuer());
    if (named.size() < 2) {
      return named;
    }
    return named.stream().sorted(Comparator.comparingInt(i -> unlikeliness(i, signed))).toList();
  }

  private int unlikeliness(CertificateFacts issuer, CertificateFacts signed) {
    int keyId = signed.authorityKeyIsNot(issuer) ? 8 : signed.keyIdNames(issuer) ? 0 : 4;
    int valid = issuer.isValidAt(at) ? 0 : 2;
    int authority = issuer.extensions().authority() ? 0 : 1;
    return keyId + valid + authority;
  }

  private static List<CertificateFacts> with(
      List<CertificateFacts> way, CertificateFacts certificate) {
    List<CertificateFacts> longer = new ArrayList<>(way);
    longer.add(certificate);
    return longer;
  }
}
