package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.TrustNote;
import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.trust.Gap;
import io.handclasp.pki.trust.Purpose;
import io.handclasp.pki.trust.RevocationPolicy;
import io.handclasp.pki.trust.TrustDecision;
import io.handclasp.pki.trust.TrustFinding;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.pki.trust.TrustQuestion;
import io.handclasp.pki.trust.TrustReason;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The own chain, judged as the peer would judge it. Whatever it trusts: the top of the chain is
 * taken for trusted, so that what remains speaks against the chain itself. Immutable but for what
 * is remembered; safe for use by many threads.
 */
final class OwnChain {
  /** Records hold no more names of authorities than that. */
  private static final int MOST_NAMED = 32;

  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  /** What the own trust and the own lists can say of the own chain, though the peer has others. */
  private static final Set<TrustReason> BY_OWN_TRUST =
      EnumSet.of(TrustReason.REVOKED, TrustReason.SAME_NAME_OTHER_KEY, TrustReason.BAD_SIGNATURE);

  /** Lists that this end holds are for the peer's chain. */
  private static final Set<TrustReason> ABOUT_LISTS =
      EnumSet.of(
          TrustReason.REVOCATION_LIST_MISSING,
          TrustReason.REVOCATION_LIST_EXPIRED,
          TrustReason.REVOCATION_LIST_INVALID);

  private final Role role;
  private final List<X509Certificate> chain;
  private final List<CertificateNote> notes;
  private final TrustCauses causes;
  private final TrustJudge own;
  private final TrustJudge byItself;
  private final X509Certificate top;
  private final CertificateNote topNote;
  private final boolean selfSigned;
  private final int size;
  private final AtomicReference<@Nullable Warnings> warnings = new AtomicReference<>();

  OwnChain(OwnSide side) {
    Identity identity = side.identity();
    this.role = side.role();
    this.chain = identity.chain();
    this.notes = chain.stream().map(CertificateNote::of).toList();
    this.causes = new TrustCauses(role, notes);
    this.own = side.judge();
    this.top = top(chain);
    this.topNote = CertificateNote.of(top);
    TrustPolicy policy =
        side.judge().policy().withRevocation(RevocationPolicy.OFF).withMatchCommonName(false);
    this.byItself = new TrustJudge(List.of(top), List.of(), policy);
    this.selfSigned = top.equals(chain.get(0)) && issued(top, top);
    this.size = size(chain);
  }

  /** How far the chain itself leads up from its leaf. */
  private static X509Certificate top(List<X509Certificate> chain) {
    X509Certificate at = chain.get(0);
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate above = issuerOf(at, chain);
      if (above == null || above.equals(at)) {
        return at;
      }
      at = above;
    }
    return at;
  }

  private static @Nullable X509Certificate issuerOf(
      X509Certificate certificate, List<X509Certificate> chain) {
    for (X509Certificate candidate : chain) {
      if (!candidate.equals(certificate) && issued(candidate, certificate)) {
        return candidate;
      }
    }
    return null;
  }

  private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private static int size(List<X509Certificate> chain) {
    int size = 0;
    for (X509Certificate certificate : chain) {
      try {
        size += certificate.getEncoded().length;
      } catch (CertificateEncodingException e) {
        return size;
      }
    }
    return size;
  }

  /** What speaks against it whoever judges it; {@code wanted} is a name asked of a server. */
  List<Finding> faults(Instant at, @Nullable String wanted) {
    List<Finding> findings = new ArrayList<>();
    TrustDecision decision = judge(byItself, at, role == Role.SERVER ? wanted : null);
    findings.addAll(causes.refusals(note(decision)));
    for (TrustFinding warning : decision.warnings()) {
      if (warning.reason() == TrustReason.UNRELATED_CERTIFICATES && !isComplete()) {
        findings.add(0, Finding.inferred(twin("CHAIN_UNRELATED"), warning.detail()));
      }
    }
    Cause weak =
        isComplete() ? null : TrustCauses.weakSignature(role, topNote.signatureAlgorithm());
    if (weak != null && !(weak == twin("CERT_SHA1") && own.policy().allowSha1())) {
      findings.add(
          Finding.known(weak, topNote.subject() + ": signed with " + topNote.signatureAlgorithm()));
    }
    if (selfSigned && !notes.get(0).authority()) {
      findings.add(
          0, Finding.inferred(twin("SELF_SIGNED"), title() + " is signed by itself alone"));
    }
    return findings.stream().distinct().toList();
  }

  /**
   * What the own trust store and lists say of it: the peer may hold the same. Where a trusted
   * authority stands above the chain, all that it forbids counts.
   */
  List<Finding> faultsByOwnTrust(Instant at) {
    TrustDecision decision = judge(own, at, null);
    List<TrustFinding> telling =
        decision.refusals().stream()
            .filter(
                f ->
                    BY_OWN_TRUST.contains(f.reason())
                        || (decision.anchored() && !ABOUT_LISTS.contains(f.reason())))
            .toList();
    return causes.refusals(
        note(new TrustDecision(telling.isEmpty(), decision.path(), telling, decision.warnings())));
  }

  /** Whether the chain seems to lack an intermediate above its top. */
  Gap gap(Instant at) {
    return isComplete() ? Gap.NONE : own.gapAbove(chain, purpose(), at);
  }

  /** True where the own trust store leads to the chain. */
  boolean isTrustedHere(Instant at) {
    return judge(own, at, null).anchored();
  }

  private TrustDecision judge(TrustJudge judge, Instant at, @Nullable String wanted) {
    return judge.judge(new TrustQuestion(chain, purpose(), wanted, at));
  }

  private Purpose purpose() {
    return role == Role.SERVER ? Purpose.SERVER : Purpose.CLIENT;
  }

  static TrustNote note(TrustDecision decision) {
    return new TrustNote(
        decision.accepted(),
        null,
        null,
        List.of(),
        reasons(decision.refusals()),
        reasons(decision.warnings()),
        null,
        0);
  }

  private static List<TrustNote.Reason> reasons(List<TrustFinding> findings) {
    return findings.stream()
        .map(
            f ->
                new TrustNote.Reason(
                    f.reason().code(),
                    f.detail(),
                    f.certificate() == null ? null : CertificateFacts.fingerprint(f.certificate())))
        .toList();
  }

  /** Codes of what works but should be mended; judged anew every minute. */
  List<String> warnings(Instant at) {
    Warnings known = warnings.get();
    if (known == null || at.isAfter(known.until())) {
      known = new Warnings(judgeWarnings(at), at.plus(REMEMBERED));
      warnings.set(known);
    }
    return known.codes();
  }

  private List<String> judgeWarnings(Instant at) {
    List<String> codes =
        new ArrayList<>(causes.warnings(reasons(judge(byItself, at, null).warnings())));
    if (leaf().notAfter().isBefore(at.plus(SOON))) {
      codes.add(twin("CERT_EXPIRES_SOON").code());
    }
    return List.copyOf(codes);
  }

  /** True where the top of the chain is signed by itself: nothing can be missing above it. */
  boolean isComplete() {
    return issued(top, top);
  }

  /** True where a name of the chain is among {@code authorities}, distinguished names as text. */
  boolean leadsTo(List<String> authorities) {
    return notes.stream()
        .anyMatch(n -> authorities.contains(n.issuer()) || authorities.contains(n.subject()));
  }

  /** True where a server named authorities of which none leads here, as far as all were seen. */
  boolean isUnwelcome(Negotiated seen) {
    List<String> named = seen.requestedAuthorities();
    return role == Role.CLIENT
        && !seen.resumed()
        && !named.isEmpty()
        && named.size() < MOST_NAMED
        && !leadsTo(named);
  }

  /** True where the one who issued the top of the chain is among {@code authorities}. */
  boolean endsBelow(List<String> authorities) {
    String issuer = top.getIssuerX500Principal().getName();
    return authorities.contains(issuer);
  }

  boolean isLeafAlone() {
    return chain.size() == 1;
  }

  CertificateNote leaf() {
    return notes.get(0);
  }

  String title() {
    return leaf().subject();
  }

  /** Subject of the highest certificate that the leaf leads to. */
  String top() {
    return topNote.subject();
  }

  /** The authority above the top of the chain, or the top itself. */
  String authority() {
    return top.getIssuerX500Principal().getName();
  }

  /** True where it has more bytes or more certificates than some programs take. */
  boolean isLarge() {
    return size > Alerts.LARGE_CHAIN || chain.size() > Alerts.LONG_CHAIN;
  }

  /** How many certificates. */
  int length() {
    return chain.size();
  }

  /** Octets of all certificates. */
  int size() {
    return size;
  }

  private Cause twin(String name) {
    return Twins.of(role, name);
  }

  private record Warnings(List<String> codes, Instant until) {}
}
