package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.TrustNote;
import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.trust.TrustDecision;
import io.handclasp.pki.trust.TrustFinding;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the values of a record from certificates and judgements. */
final class Notes {
  /** Most certificates of a chain that a record holds; it has to stay small. */
  private static final int MOST_CERTIFICATES = 8;

  private Notes() {}

  static List<CertificateNote> chain(List<X509Certificate> chain) {
    List<CertificateNote> notes = new ArrayList<>(chain.size());
    for (X509Certificate certificate : chain) {
      if (notes.size() < MOST_CERTIFICATES) {
        notes.add(CertificateNote.of(certificate));
      }
    }
    return List.copyOf(notes);
  }

  static TrustNote trust(
      TrustDecision decision,
      @Nullable String expectedName,
      List<String> trusted,
      long epoch,
      Instant now) {
    return new TrustNote(
        decision.accepted(),
        expectedName,
        anchor(decision),
        trusted,
        reasons(decision.refusals()),
        reasons(decision.warnings()),
        revocation(decision, now),
        epoch);
  }

  /** Leaf first, since a record keeps the beginning. */
  private static @Nullable String revocation(TrustDecision decision, Instant now) {
    List<String> texts = new ArrayList<>();
    decision.revocation().forEach(note -> texts.add(0, note.textAt(now)));
    return texts.isEmpty() ? null : String.join("; ", texts);
  }

  private static @Nullable String anchor(TrustDecision decision) {
    return decision.anchor().map(a -> a.getSubjectX500Principal().getName()).orElse(null);
  }

  private static List<TrustNote.Reason> reasons(List<TrustFinding> findings) {
    List<TrustNote.Reason> reasons = new ArrayList<>(findings.size());
    for (TrustFinding finding : findings) {
      X509Certificate about = finding.certificate();
      reasons.add(
          new TrustNote.Reason(
              finding.reason().code(),
              finding.detail(),
              about == null ? null : CertificateFacts.fingerprint(about)));
    }
    return reasons;
  }
}
