package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the findings of one judgement and puts what to mend first at the head. */
final class Findings {
  /**
   * What to mend first: as long as no authority leads to the chain, nothing else helps; then what
   * was withdrawn or has run out; then what a new certificate has to have; lists last.
   */
  private static final List<TrustReason> ORDER =
      List.of(
          TrustReason.NO_CERTIFICATE,
          TrustReason.SELF_SIGNED_LEAF,
          TrustReason.SAME_NAME_OTHER_KEY,
          TrustReason.UNRELATED_CERTIFICATES,
          TrustReason.INTERMEDIATE_MISSING,
          TrustReason.BAD_SIGNATURE,
          TrustReason.TOO_COMPLEX,
          TrustReason.REVOKED,
          TrustReason.EXPIRED,
          TrustReason.NOT_YET_VALID,
          TrustReason.ISSUER_NOT_CA,
          TrustReason.ISSUER_KEY_USAGE,
          TrustReason.PATH_LENGTH,
          TrustReason.NAME_CONSTRAINTS,
          TrustReason.POLICY,
          TrustReason.UNKNOWN_CRITICAL_EXTENSION,
          TrustReason.WEAK_KEY,
          TrustReason.KEY_ALGORITHM,
          TrustReason.WEAK_SIGNATURE_ALGORITHM,
          TrustReason.EXTENDED_KEY_USAGE,
          TrustReason.KEY_USAGE,
          TrustReason.COMMON_NAME_ONLY,
          TrustReason.IP_NAME_MISSING,
          TrustReason.WILDCARD_MISMATCH,
          TrustReason.NAME_MISMATCH,
          TrustReason.MALFORMED,
          TrustReason.NOT_CONFORMING);

  private final List<TrustFinding> refusals = new ArrayList<>();
  private final List<TrustFinding> warnings = new ArrayList<>();
  private final List<RevocationNote> notes = new ArrayList<>();

  void refuse(TrustReason reason, @Nullable CertificateFacts about, String detail) {
    refusals.add(finding(reason, about, detail));
  }

  void warn(TrustReason reason, @Nullable CertificateFacts about, String detail) {
    warnings.add(finding(reason, about, detail));
  }

  private static TrustFinding finding(
      TrustReason reason, @Nullable CertificateFacts about, String detail) {
    return about == null
        ? new TrustFinding(reason, null, detail)
        : new TrustFinding(reason, about.certificate(), about.title() + ": " + detail);
  }

  /** Takes over what speaks against the chain, and what the lists said. */
  void addRefusalsOf(Findings other) {
    refusals.addAll(other.refusals);
    notes.addAll(other.notes);
  }

  void note(RevocationNote note) {
    notes.add(note);
  }

  boolean isClean() {
    return refusals.isEmpty();
  }

  /** How much speaks against it, to compare two paths of the same chain. */
  int weight() {
    return refusals.size();
  }

  /** Every refusal, each once, the one to mend first at the head. */
  List<TrustFinding> refusals() {
    return refusals.stream().distinct().sorted(Comparator.comparingInt(Findings::rank)).toList();
  }

  List<TrustFinding> warnings() {
    return warnings.stream().distinct().toList();
  }

  List<RevocationNote> notes() {
    return List.copyOf(notes);
  }

  private static int rank(TrustFinding finding) {
    // These two are a guess between them: the one that was found first is the likelier.
    boolean unknown = finding.reason() == TrustReason.UNKNOWN_AUTHORITY;
    int at = ORDER.indexOf(unknown ? TrustReason.INTERMEDIATE_MISSING : finding.reason());
    return at < 0 ? ORDER.size() : at;
  }
}
