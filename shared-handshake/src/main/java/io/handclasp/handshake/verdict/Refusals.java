package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Role;
import io.handclasp.pki.trust.TrustDecision;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one end has against the other's chain, for whoever holds the material of both. */
public final class Refusals {
  private Refusals() {}

  /**
   * The codes of the causes, each with a sentence, the one to mend first at the head.
   *
   * @param owner whose chain it is
   */
  public static Map<String, String> of(
      Role owner, List<X509Certificate> chain, TrustDecision decision) {
    Map<String, String> refusals = new LinkedHashMap<>();
    new TrustCauses(owner, chain.stream().map(CertificateNote::of).toList())
        .refusals(OwnChain.note(decision))
        .forEach(finding -> refusals.put(finding.cause().code(), finding.detail()));
    return refusals;
  }
}
