package io.handclasp.pki.trust;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges chains against one set of anchors, revocation lists and one policy, by RFC 5280 and RFC
 * 9525. Immutable and safe for use by many threads; a change of trust is a new judge.
 *
 * <pre>{@code
 * TrustJudge judge = new TrustJudge(List.of(root), List.of(), TrustPolicy.strict());
 * TrustDecision decision =
 *     judge.judge(new TrustQuestion(chain, Purpose.SERVER, "back.example", Instant.now()));
 * if (!decision.accepted()) {
 *   System.err.println(decision.refusals().get(0).detail());
 * }
 * }</pre>
 *
 * <p>The leaf is always the first certificate that was shown, since TLS proves possession of that
 * one's key and of no other; the rest may come in any order. A trusted certificate counts as an
 * authority for what it issued, and as a leaf where it is itself shown first: such a leaf needs no
 * issuer, but its dates, usage and names are judged all the same.
 *
 * <p>Stricter than the JDK: what the anchor's own certificate says of dates, path length, names and
 * usage applies; an issuer in version 1 is none unless it is the anchor; a leaf whose extended key
 * usage is only {@code anyExtendedKeyUsage} is refused, since it was not issued for this role.
 */
public final class TrustJudge {
  private final List<X509Certificate> anchors;
  private final CertificatePool anchorPool;
  private final List<CertificateFacts> intermediates;
  private final Witnesses witnesses;
  private final List<X509CRL> lists;
  private final RevocationIndex listIndex;
  private final TrustPolicy policy;

  /**
   * Trusts every certificate of {@code anchors}: authorities for what they issued, leaves for
   * themselves.
   */
  public TrustJudge(
      Collection<X509Certificate> anchors, Collection<X509CRL> lists, TrustPolicy policy) {
    this(anchors, List.of(), lists, policy);
  }

  /**
   * The same with certificates of authorities that are known but not trusted by themselves, for
   * chains that lack them.
   */
  public TrustJudge(
      Collection<X509Certificate> anchors,
      Collection<X509Certificate> intermediates,
      Collection<X509CRL> lists,
      TrustPolicy policy) {
    this.anchors = List.copyOf(anchors);
    this.anchorPool = new CertificatePool(readable(anchors));
    this.intermediates = readable(intermediates);
    this.witnesses = new Witnesses(List.of());
    this.lists = List.copyOf(lists);
    this.listIndex = new RevocationIndex(lists);
    this.policy = policy;
  }

  private TrustJudge(TrustJudge judge, Collection<X509Certificate> witnesses) {
    this.anchors = judge.anchors;
    this.anchorPool = judge.anchorPool;
    this.intermediates = judge.intermediates;
    this.witnesses = judge.witnesses.with(readable(witnesses));
    this.lists = judge.lists;
    this.listIndex = judge.listIndex;
    this.policy = judge.policy;
  }

  /**
   * The same decisions, but better reasons: authorities that were seen elsewhere are not trusted
   * and complete no chain, but tell whether one lacks them or comes from strangers.
   */
  public TrustJudge withWitnesses(Collection<X509Certificate> seen) {
    return new TrustJudge(this, seen);
  }

  /** The trusted certificates, for a server's list of acceptable authorities. */
  public List<X509Certificate> anchors() {
    return anchors;
  }

  /** Those trusted certificates that cannot be read: they are left out and vouch for nothing. */
  List<X509Certificate> unreadableAnchors() {
    Set<X509Certificate> readable = new HashSet<>();
    anchorPool.all().forEach(anchor -> readable.add(anchor.certificate()));
    return anchors.stream().filter(anchor -> !readable.contains(anchor)).toList();
  }

  /** The configured revocation lists, as they were given. */
  public List<X509CRL> lists() {
    return lists;
  }

  /** How strict this judge is. */
  public TrustPolicy policy() {
    return policy;
  }

  /** Accepts, or gives every reason; never throws for whatever the chain holds. */
  public TrustDecision judge(TrustQuestion question) {
    Findings findings = new Findings();
    if (question.chain().isEmpty()) {
      findings.refuse(TrustReason.NO_CERTIFICATE, null, "the peer showed no certificate");
      return decision(new Path(List.of(), false), findings);
    }
    CertificateFacts leaf = readLeaf(question.chain().get(0), findings);
    if (leaf == null) {
      return decision(new Path(List.of(), false), findings);
    }
    return new Judgement(question, leaf, others(question, leaf)).decide();
  }

  /** Whether {@code chain}, which is not this judge's to trust, lacks something at its top. */
  public Gap gapAbove(List<X509Certificate> chain, Purpose purpose, Instant at) {
    TrustDecision here = judge(new TrustQuestion(chain, purpose, null, at));
    if (here.anchored()) {
      X509Certificate anchor = here.path().get(here.path().size() - 1);
      boolean root = anchor.getSubjectX500Principal().equals(anchor.getIssuerX500Principal());
      return root || chain.contains(anchor) ? Gap.NONE : Gap.LIKELY;
    }
    TrustDecision anywhere =
        new TrustJudge(List.of(), List.of(), policy.withRevocation(RevocationPolicy.OFF))
            .judge(new TrustQuestion(chain, purpose, null, at));
    if (anywhere.refusals().stream()
        .noneMatch(f -> f.reason() == TrustReason.INTERMEDIATE_MISSING)) {
      return Gap.NONE;
    }
    return saysMissingFirst(here) || saysMissingFirst(anywhere) ? Gap.LIKELY : Gap.POSSIBLE;
  }

  private static boolean saysMissingFirst(TrustDecision decision) {
    for (TrustFinding finding : decision.refusals()) {
      if (finding.reason() == TrustReason.UNKNOWN_AUTHORITY) {
        return false;
      }
      if (finding.reason() == TrustReason.INTERMEDIATE_MISSING) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable CertificateFacts readLeaf(
      X509Certificate certificate, Findings findings) {
    try {
      return CertificateReader.read(certificate);
    } catch (DerException e) {
      findings.refuse(TrustReason.MALFORMED, null, "the leaf cannot be read: " + e.getMessage());
      return null;
    }
  }

  private static List<CertificateFacts> others(TrustQuestion question, CertificateFacts leaf) {
    List<X509Certificate> chain = question.chain();
    Set<X509Certificate> others = new LinkedHashSet<>(chain.subList(1, chain.size()));
    others.remove(leaf.certificate());
    return readable(others);
  }

  /** Leaves out what cannot be read: it can vouch for nothing. */
  private static List<CertificateFacts> readable(Collection<X509Certificate> certificates) {
    return certificates.stream().map(TrustJudge::read).flatMap(Optional::stream).toList();
  }

  private static Optional<CertificateFacts> read(X509Certificate certificate) {
    try {
      return Optional.of(CertificateReader.read(certificate));
    } catch (DerException e) {
      return Optional.empty();
    }
  }

  private static TrustDecision decision(Path path, Findings findings) {
    return new TrustDecision(
        findings.isClean(),
        path.toCertificates(),
        path.anchored(),
        findings.refusals(),
        findings.warnings(),
        findings.notes());
  }

  /** One question on its way to a decision. */
  private final class Judgement {
    private final TrustQuestion question;
    private final CertificateFacts leaf;
    private final List<CertificateFacts> shown;
    private final List<CertificateFacts> known;
    private final Instant at;
    private final SignatureChecks signatures = new SignatureChecks();
    private @Nullable Path best;
    private @Nullable Findings bestFindings;

    Judgement(TrustQuestion question, CertificateFacts leaf, List<CertificateFacts> shown) {
      this.question = question;
      this.leaf = leaf;
      this.shown = shown;
      this.known = new ArrayList<>(anchorPool.all());
      known.addAll(intermediates);
      known.addAll(shown);
      // Certificates tell time in whole seconds: the last one counts until its end.
      this.at = question.at().truncatedTo(ChronoUnit.SECONDS);
    }

    TrustDecision decide() {
      if (anchorPool.holds(leaf)) {
        considerTrustedLeaf();
      }
      if (bestFindings == null || !bestFindings.isClean()) {
        climb();
      }
      Path path = best;
      Findings findings = bestFindings;
      if (path == null || findings == null) {
        throw new IllegalStateException("no path was considered");
      }
      asShown(path, findings);
      new NameRules(policy, findings).apply(leaf, question.expectedName());
      return decision(path, findings);
    }

    /**
     * A leaf that is itself trusted needs no list of its issuer, but one that revokes it counts,
     * whether the peer shows the issuer or leaves it out.
     */
    private void considerTrustedLeaf() {
      consider(new Path(List.of(leaf), true));
      Findings findings = bestFindings;
      if (findings == null || policy.revocation() == RevocationPolicy.OFF) {
        return;
      }
      TrustPolicy lenient = policy.withRevocation(RevocationPolicy.WHEN_AVAILABLE);
      for (CertificateFacts issuer : known) {
        boolean above = issuer.subject().equals(leaf.issuer()) && !issuer.equals(leaf);
        if (above && signatures.verifies(leaf, issuer)) {
          Path path = new Path(List.of(leaf, issuer), true);
          Findings looked = new Findings();
          new RevocationRules(lenient, listIndex, known, signatures, at, path, looked).apply();
          findings.addRefusalsOf(looked);
          refuseWhereUnfinished(findings);
          return;
        }
      }
      Path alone = new Path(List.of(leaf), true);
      new RevocationRules(lenient, listIndex, known, signatures, at, alone, findings)
          .applyWithoutIssuer(leaf);
      refuseWhereUnfinished(findings);
    }

    private void climb() {
      List<CertificateFacts> issuers = new ArrayList<>(shown);
      issuers.addAll(intermediates);
      PathBuilder builder =
          new PathBuilder(anchorPool, new CertificatePool(issuers), signatures, at);
      builder.search(leaf, this::consider);
      if (best == null) {
        Path longest = builder.longest(leaf);
        Findings findings = rules(longest);
        if (builder.tookTooManySteps()) {
          findings.refuse(
              TrustReason.TOO_COMPLEX, leaf, "too many ways lead up from it to follow them all");
        }
        new ChainDiagnosis(anchorPool, listIndex, witnesses, shown, longest, signatures, findings)
            .apply();
        best = longest;
        bestFindings = findings;
      }
    }

    /** Judges a path and keeps it where it is the best so far; true where nothing is against it. */
    private boolean consider(Path path) {
      Findings findings = rules(path);
      if (bestFindings == null || findings.weight() < bestFindings.weight()) {
        best = path;
        bestFindings = findings;
      }
      return findings.isClean();
    }

    private Findings rules(Path path) {
      Findings findings = new Findings();
      new PathRules(policy, question.purpose(), at, signatures, path, findings).apply();
      new RevocationRules(policy, listIndex, known, signatures, at, path, findings).apply();
      refuseWhereUnfinished(findings);
      return findings;
    }

    /** A signature that was not checked may be that of the list which revokes. */
    private void refuseWhereUnfinished(Findings findings) {
      if (signatures.exhausted()) {
        findings.refuse(
            TrustReason.TOO_COMPLEX,
            leaf,
            "too many certificates and lists came into question to check every signature");
      }
    }

    private void asShown(Path path, Findings findings) {
      List<CertificateFacts> used = shown.stream().filter(path::contains).toList();
      List<CertificateFacts> inOrder = path.certificates().stream().filter(used::contains).toList();
      if (!used.equals(inOrder)) {
        findings.warn(
            TrustReason.WRONG_ORDER,
            leaf,
            "the chain was shown in another order than leaf, issuer, issuer's issuer");
      }
      if (path.anchored()) {
        ChainDiagnosis.unrelated(shown, path)
            .forEach(
                c ->
                    findings.warn(
                        TrustReason.UNRELATED_CERTIFICATES, c, "was shown, but is not needed"));
      }
    }
  }
}
