package io.handclasp.pki.trust;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says why no way leads from a chain to an anchor, from the highest certificate that was reached.
 *
 * <p>Three causes look alike from below: the authority is unknown, the chain lacks an intermediate,
 * or it holds others than its own. What the certificates themselves tell decides:
 *
 * <ul>
 *   <li>The highest is self-signed: a leaf is {@code SELF_SIGNED_LEAF}, an authority is {@code
 *       UNKNOWN_AUTHORITY}, or {@code SAME_NAME_OTHER_KEY} where an anchor bears its name.
 *   <li>An anchor bears the name of its issuer, but not the key: {@code SAME_NAME_OTHER_KEY}; where
 *       the key identifiers say that it is the key, {@code BAD_SIGNATURE}.
 *   <li>Nobody trusted bears the name of its issuer. Where a witness is that issuer, it tells: one
 *       that leads to an anchor is an {@code INTERMEDIATE_MISSING}, a root is an {@code
 *       UNKNOWN_AUTHORITY}. Where no anchor may have authorities below it, or the issuer is called
 *       a root, it is an {@code UNKNOWN_AUTHORITY} too.
 *   <li>Otherwise the two cannot be told apart for certain, and both are given, the likelier one
 *       first: the intermediate where the issuer is called one ("intermediate", "issuing", "sub"),
 *       where a revocation list of it is configured, where the authority key identifier names an
 *       anchor as the issuer's issuer, or where an anchor that is called a root shares its
 *       organisation or a telling word of its name; else the unknown authority.
 *   <li>Certificates were shown beside, none of which bears the name of the issuer: {@code
 *       UNRELATED_CERTIFICATES} comes first.
 * </ul>
 */
final class ChainDiagnosis {
  private static final int MOST_UNRELATED = 8;
  private static final Pattern BETWEEN =
      Pattern.compile(".*(intermediate|issuing|\\bsub|policy ca|\\bica\\b|tier).*");
  private static final Pattern ROOT = Pattern.compile(".*\\broot\\b.*");
  private static final Set<String> COMMON_WORDS =
      Set.of(
          "ca",
          "root",
          "intermediate",
          "issuing",
          "authority",
          "certificate",
          "certification",
          "sub",
          "policy",
          "the",
          "and",
          "of",
          "test",
          "tls",
          "ssl",
          "server",
          "client",
          "internal");

  private final CertificatePool anchors;
  private final RevocationIndex lists;
  private final Witnesses witnesses;
  private final List<CertificateFacts> shown;
  private final CertificateFacts top;
  private final boolean topIsLeaf;
  private final SignatureChecks signatures;
  private final Findings findings;

  ChainDiagnosis(
      CertificatePool anchors,
      RevocationIndex lists,
      Witnesses witnesses,
      List<CertificateFacts> shown,
      Path longest,
      SignatureChecks signatures,
      Findings findings) {
    this.anchors = anchors;
    this.lists = lists;
    this.witnesses = witnesses;
    this.shown = shown;
    this.top = longest.top();
    this.topIsLeaf = longest.size() == 1;
    this.signatures = signatures;
    this.findings = findings;
  }

  void apply() {
    List<CertificateFacts> namesakes = anchors.named(top.issuer());
    boolean selfSigned = top.selfIssued() && signatures.verifies(top, top);
    if (selfSigned && topIsLeaf && !top.extensions().authority()) {
      findings.refuse(
          TrustReason.SELF_SIGNED_LEAF, top, "signed by itself, and not trusted as such");
    } else if (!namesakes.isEmpty()) {
      sameName(namesakes.get(0));
    } else if (selfSigned) {
      selfSignedAuthority();
    } else {
      issuerNotFound();
    }
  }

  private void selfSignedAuthority() {
    if (topIsLeaf) {
      findings.refuse(
          TrustReason.SELF_SIGNED_LEAF, top, "signed by itself, and not trusted as such");
    } else {
      findings.refuse(
          TrustReason.UNKNOWN_AUTHORITY, top, "this authority is not among the trusted ones");
    }
  }

  private void sameName(CertificateFacts namesake) {
    boolean sameKey = top.keyIdNames(namesake) || signedWithKeyOf(namesake);
    if (sameKey) {
      findings.refuse(
          TrustReason.BAD_SIGNATURE,
          top,
          "its signature does not verify with the key of " + namesake.title());
      return;
    }
    findings.refuse(
        TrustReason.SAME_NAME_OTHER_KEY,
        top,
        "the trusted " + namesake.title() + " bears its issuer's name, but has another key");
  }

  private boolean signedWithKeyOf(CertificateFacts namesake) {
    return RsaSignature.wasMadeWith(namesake, top);
  }

  private void issuerNotFound() {
    List<CertificateFacts> namesakes =
        shown.stream().filter(c -> c.subject().equals(top.issuer()) && !c.equals(top)).toList();
    for (CertificateFacts namesake : namesakes) {
      if (top.keyIdNames(namesake) || RsaSignature.wasMadeWith(namesake, top)) {
        findings.refuse(
            TrustReason.BAD_SIGNATURE,
            top,
            "its signature does not verify with the key of " + namesake.title());
        return;
      }
    }
    unrelated(namesakes);
    for (TrustReason reason : guesses()) {
      findings.refuse(
          reason,
          top,
          reason == TrustReason.INTERMEDIATE_MISSING
              ? missing(namesakes)
              : "its issuer " + top.issuerText() + " is not among the trusted authorities");
    }
  }

  /** The one or both, the likelier first. */
  private List<TrustReason> guesses() {
    CertificateFacts seen = witnesses.issuerOf(top, signatures);
    if (seen != null && witnesses.leadToOneOf(anchors, seen, signatures)) {
      return List.of(TrustReason.INTERMEDIATE_MISSING);
    }
    if (isRootName() || (seen != null && signatures.verifies(seen, seen))) {
      return List.of(TrustReason.UNKNOWN_AUTHORITY);
    }
    boolean called = isCalledIntermediate();
    boolean possible =
        anchors.all().isEmpty()
            || anchors.all().stream().anyMatch(ChainDiagnosis::mayCertifyAuthorities);
    if (!topIsLeaf && !called && !looksIntermediate()) {
      return List.of(TrustReason.UNKNOWN_AUTHORITY);
    }
    if (!possible) {
      return called
          ? List.of(TrustReason.UNKNOWN_AUTHORITY, TrustReason.INTERMEDIATE_MISSING)
          : List.of(TrustReason.UNKNOWN_AUTHORITY);
    }
    return called || seen != null || looksIntermediate()
        ? List.of(TrustReason.INTERMEDIATE_MISSING, TrustReason.UNKNOWN_AUTHORITY)
        : List.of(TrustReason.UNKNOWN_AUTHORITY, TrustReason.INTERMEDIATE_MISSING);
  }

  private String missing(List<CertificateFacts> namesakes) {
    return "the certificate of its issuer "
        + top.issuerText()
        + " was not shown"
        + namesakeText(namesakes)
        + addressText();
  }

  private static String namesakeText(List<CertificateFacts> namesakes) {
    return namesakes.isEmpty() ? "" : "; one of that name was shown, but with another key";
  }

  private String addressText() {
    List<String> addresses = top.extensions().issuerAddresses();
    return addresses.isEmpty()
        ? ""
        : "; it can be fetched from " + NameText.printable(addresses.get(0));
  }

  private void unrelated(List<CertificateFacts> namesakes) {
    if (!topIsLeaf || !namesakes.isEmpty()) {
      return;
    }
    shown.stream()
        .filter(c -> !c.equals(top))
        .limit(MOST_UNRELATED)
        .forEach(
            c ->
                findings.refuse(
                    TrustReason.UNRELATED_CERTIFICATES,
                    c,
                    "was shown with " + top.title() + ", but did not issue it"));
  }

  private boolean isRootName() {
    return isRoot(top.issuer());
  }

  private static boolean isRoot(DistinguishedName name) {
    return name.commonNames().stream().anyMatch(n -> ROOT.matcher(n).matches());
  }

  private boolean isCalledIntermediate() {
    return top.issuer().commonNames().stream().anyMatch(n -> BETWEEN.matcher(n).matches());
  }

  private boolean looksIntermediate() {
    return lists.knows(top.issuer()) || anchors.all().stream().anyMatch(this::isPlausiblyAbove);
  }

  private static boolean mayCertifyAuthorities(CertificateFacts anchor) {
    Extensions.BasicConstraints basic = anchor.extensions().basicConstraints();
    if (basic == null) {
      return anchor.version() == 1;
    }
    Integer length = basic.pathLength();
    return basic.authority() && (length == null || length > 0);
  }

  private boolean isPlausiblyAbove(CertificateFacts anchor) {
    if (!mayCertifyAuthorities(anchor)) {
      return false;
    }
    Extensions.AuthorityKey key = top.extensions().authorityKey();
    return (key != null && key.issuer().contains(new GeneralName.Directory(anchor.subject())))
        || (isRoot(anchor.subject()) && isOfOneHouse(anchor.subject()));
  }

  private boolean isOfOneHouse(DistinguishedName anchor) {
    List<String> organisation = top.issuer().withoutCommonName();
    Set<String> words = words(top.issuer());
    words.retainAll(words(anchor));
    return !words.isEmpty()
        || (!organisation.isEmpty() && organisation.equals(anchor.withoutCommonName()));
  }

  private static Set<String> words(DistinguishedName name) {
    Set<String> words = new HashSet<>();
    for (String common : name.commonNames()) {
      for (String word : common.split("[^\\p{L}\\p{N}]+", -1)) {
        if (word.length() > 1 && !COMMON_WORDS.contains(word)) {
          words.add(word);
        }
      }
    }
    return words;
  }

  /** Certificates that were shown though neither path nor any cross certificate needs them. */
  static List<CertificateFacts> unrelated(List<CertificateFacts> shown, Path path) {
    Set<DistinguishedName> names = new HashSet<>();
    path.certificates().forEach(c -> names.add(c.subject()));
    path.certificates().forEach(c -> names.add(c.issuer()));
    List<CertificateFacts> rest = new ArrayList<>(shown);
    boolean found = true;
    while (found) {
      found = rest.removeIf(c -> names.contains(c.subject()) && names.add(c.issuer()));
    }
    rest.removeIf(c -> names.contains(c.subject()));
    return rest;
  }
}
