package io.handclasp.pki.trust;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The judgement of one chain: accepted with its path, or refused with every reason.
 *
 * @param accepted true where no reason speaks against it
 * @param path leaf to anchor as it was built; where refused, as far as it could be built
 * @param refusals why it is refused, the one to mend first at the head; empty where accepted
 * @param warnings what holds but should be mended
 */
public record TrustDecision(
    boolean accepted,
    List<X509Certificate> path,
    List<TrustFinding> refusals,
    List<TrustFinding> warnings) {
  /** Checks and copies. */
  public TrustDecision {
    path = List.copyOf(path);
    refusals = List.copyOf(refusals);
    warnings = List.copyOf(warnings);
    if (accepted != refusals.isEmpty()) {
      throw new IllegalArgumentException("accepted: " + accepted + " with " + refusals);
    }
  }
}
