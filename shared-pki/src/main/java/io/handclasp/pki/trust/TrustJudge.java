package io.handclasp.pki.trust;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Judges chains against one set of anchors, revocation lists and one policy. Immutable and safe for
 * use by many threads; a change of trust is a new judge.
 */
public final class TrustJudge {
  private final List<X509Certificate> anchors;

  /**
   * Trusts every certificate of {@code anchors}: authorities for what they issued, leaves for
   * themselves.
   */
  public TrustJudge(
      Collection<X509Certificate> anchors, Collection<X509CRL> lists, TrustPolicy policy) {
    this.anchors = List.copyOf(anchors);
  }

  /** The trusted certificates, for a server's list of acceptable authorities. */
  public List<X509Certificate> anchors() {
    return anchors;
  }

  /** Accepts, or gives every reason; never throws for whatever the chain holds. */
  public TrustDecision judge(TrustQuestion question) {
    throw new UnsupportedOperationException("judge");
  }
}
