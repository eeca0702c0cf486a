package io.handclasp.pki.trust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the leaf carries the expected name, and in what way it misses it (RFC 9525 §6). */
final class NameRules {
  private final TrustPolicy policy;
  private final Findings findings;

  NameRules(TrustPolicy policy, Findings findings) {
    this.policy = policy;
    this.findings = findings;
  }

  void apply(CertificateFacts leaf, @Nullable String expected) {
    if (expected == null) {
      return;
    }
    PeerName name = PeerName.of(expected);
    List<GeneralName> names = leaf.extensions().alternativeNames();
    List<GeneralName> shown = names == null ? List.of() : names;
    if (!name.isAmong(shown)) {
      mismatch(leaf, name, shown, expected);
    }
  }

  private void mismatch(
      CertificateFacts leaf, PeerName name, List<GeneralName> shown, String expected) {
    if (name instanceof PeerName.Host host) {
      hostMismatch(leaf, host, shown, expected);
    } else if (name instanceof PeerName.Address) {
      findings.refuse(
          TrustReason.IP_NAME_MISSING,
          leaf,
          "address " + expected + " is in no IP alternative name; it has " + list(shown));
    } else {
      refuse(TrustReason.NAME_MISMATCH, leaf, shown, expected);
    }
  }

  private void hostMismatch(
      CertificateFacts leaf, PeerName.Host host, List<GeneralName> shown, String expected) {
    List<String> commonNames = leaf.subject().commonNames();
    boolean common =
        !PeerName.hasServiceNames(leaf)
            && !commonNames.isEmpty()
            && commonNames.get(commonNames.size() - 1).equals(host.name());
    if (common && policy.matchCommonName()) {
      findings.warn(
          TrustReason.MATCHED_COMMON_NAME,
          leaf,
          expected + " stands in the common name alone; give it a DNS alternative name");
    } else if (common) {
      findings.refuse(
          TrustReason.COMMON_NAME_ONLY,
          leaf,
          expected + " stands in the common name alone (expected: a DNS alternative name)");
    } else if (PeerName.nearlyCovers(shown, host)) {
      refuse(TrustReason.WILDCARD_MISMATCH, leaf, shown, expected);
    } else {
      refuse(TrustReason.NAME_MISMATCH, leaf, shown, expected);
    }
  }

  private void refuse(
      TrustReason reason, CertificateFacts leaf, List<GeneralName> shown, String expected) {
    String wildcard =
        reason == TrustReason.WILDCARD_MISMATCH
            ? " (a wildcard stands for exactly one whole label)"
            : "";
    findings.refuse(reason, leaf, expected + " is not among its names: " + list(shown) + wildcard);
  }

  private static String list(List<GeneralName> names) {
    return names.isEmpty() ? "no alternative names" : NameText.of(names);
  }
}
