package io.handclasp.pki.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The judgement of one chain: accepted with its path, or refused with every reason.
 *
 * @param accepted true where no reason speaks against it
 * @param path leaf to anchor as it was built; where refused, as far as it could be built
 * @param anchored true where the last certificate of the path is a trusted one
 * @param refusals why it is refused, the one to mend first at the head; empty where accepted
 * @param warnings what holds but should be mended
 * @param revocation what the revocation lists said of each certificate that was looked up; empty
 *     where lists are not looked at
 */
public record TrustDecision(
    boolean accepted,
    List<X509Certificate> path,
    boolean anchored,
    List<TrustFinding> refusals,
    List<TrustFinding> warnings,
    List<RevocationNote> revocation) {
  /** Checks and copies. */
  public TrustDecision {
    path = List.copyOf(path);
    refusals = List.copyOf(refusals);
    warnings = List.copyOf(warnings);
    revocation = List.copyOf(revocation);
    if (accepted != refusals.isEmpty()) {
      throw new IllegalArgumentException("accepted: " + accepted + " with " + refusals);
    }
  }

  /** Without a word on revocation; anchored where accepted. */
  public TrustDecision(
      boolean accepted,
      List<X509Certificate> path,
      List<TrustFinding> refusals,
      List<TrustFinding> warnings) {
    this(accepted, path, accepted, refusals, warnings, List.of());
  }

  /** The trusted certificate that the path ended at; empty where it reached none. */
  public Optional<X509Certificate> anchor() {
    return anchored ? Optional.of(path.get(path.size() - 1)) : Optional.empty();
  }

  /** The refusal to mend first; empty where accepted. */
  public Optional<TrustFinding> firstRefusal() {
    return refusals.stream().findFirst();
  }
}
