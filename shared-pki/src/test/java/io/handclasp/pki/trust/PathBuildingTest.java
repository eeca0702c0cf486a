package io.handclasp.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.Oids;
import io.handclasp.pki.store.Identity;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How paths are found, and what is said where none is. */
class PathBuildingTest {
  private static final Authority ROOT = Authority.root("CN=Acme Root,O=Acme").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Acme Issuing,O=Acme").create();
  private static final Identity BACK = ISSUING.identity("CN=back").dns("back.example").create();

  private static X509Certificate[] shown(Object... parts) {
    List<X509Certificate> all = new ArrayList<>();
    for (Object part : parts) {
      all.add(
          part instanceof Identity identity
              ? identity.leaf()
              : part instanceof Authority authority
                  ? authority.certificate()
                  : (X509Certificate) part);
    }
    return all.toArray(X509Certificate[]::new);
  }

  private static Asked about(Object... parts) {
    return Asked.about(shown(parts)).trusting(ROOT);
  }

  @Test
  void takesTheRestOfTheChainInAnyOrderAndWarns() {
    Authority deep = ROOT.intermediate("CN=Deep").anyPathLength().create();
    Authority deeper = deep.intermediate("CN=Deeper").create();
    Identity leaf = deeper.identity("CN=x").create();

    assertThat(about(leaf, deeper, deep).warnings()).isEmpty();
    assertThat(about(leaf, deeper, deep, ROOT).warnings()).isEmpty();
    assertThat(about(leaf, deep, deeper).judged().accepted()).isTrue();
    assertThat(about(leaf, deep, deeper).warnings()).containsExactly(TrustReason.WRONG_ORDER);
    assertThat(about(leaf, ROOT, deeper, deep).warnings()).containsExactly(TrustReason.WRONG_ORDER);
  }

  @Test
  void judgesTheFirstCertificateAndNoOtherSinceItsKeyIsTheOneProved() {
    Identity stranger = Authority.selfSigned("CN=back.example").dns("back.example").create();

    assertThat(about(stranger, BACK, ISSUING).named("back.example").judged().accepted()).isFalse();
  }

  @Test
  void passesOverUnrelatedCertificatesAndWarns() {
    Authority other = Authority.root("CN=Other").create();

    assertThat(about(BACK, other, ISSUING).judged().accepted()).isTrue();
    assertThat(about(BACK, other, ISSUING).warnings())
        .containsExactly(TrustReason.UNRELATED_CERTIFICATES);
    assertThat(about(BACK, BACK, ISSUING, ISSUING).warnings()).isEmpty();
  }

  @Test
  void completesTheChainFromKnownIntermediates() {
    assertThat(about(BACK).knowing(ISSUING.certificate()).refusals()).isEmpty();
  }

  @Test
  void endsAtATrustedIntermediateWithoutItsRoot() {
    TrustDecision decision = about(BACK).trusting(ISSUING).judged();

    assertThat(decision.accepted()).isTrue();
    assertThat(decision.anchor()).contains(ISSUING.certificate());
  }

  @Test
  void findsTheRightOneOfManyAuthoritiesOfOneName() {
    List<Authority> namesakes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      namesakes.add(Authority.root("CN=caauthority").create());
    }
    Authority right = namesakes.get(37);
    Identity leaf = right.identity("CN=x").create();
    Identity versionOne = right.identity("CN=x").versionOne().create();
    X509Certificate[] anchors =
        namesakes.stream().map(Authority::certificate).toArray(X509Certificate[]::new);

    assertThat(Asked.about(leaf).trusting(anchors).judged().anchor()).contains(right.certificate());
    assertThat(Asked.about(versionOne).trusting(anchors).judged().anchor())
        .contains(right.certificate());
  }

  @Test
  void goesRoundAnExpiredCrossCertificateAndABrokenOne() {
    Authority otherRoot = Authority.root("CN=Other Root").create();
    KeyPair pair = KeyType.EC_P256.generate();
    Authority expired = otherRoot.intermediate("CN=Crossed").key(pair).expired().create();
    Authority bound =
        otherRoot.intermediate("CN=Crossed").key(pair).permitDns("elsewhere.example").create();
    Authority noAuthority =
        otherRoot.intermediate("CN=Crossed").key(pair).withoutAuthorityFlag().create();
    Authority good = ROOT.intermediate("CN=Crossed").key(pair).create();
    Identity leaf = good.identity("CN=x").dns("back.example").create();
    List<Authority> crossed = new ArrayList<>(List.of(expired, bound, noAuthority, good));
    for (int i = 0; i < 12; i++) {
      Collections.shuffle(crossed, new Random(i));
      TrustDecision decision =
          about(leaf, crossed.get(0), crossed.get(1), crossed.get(2), crossed.get(3))
              .trusting(ROOT, otherRoot)
              .judged();

      assertThat(decision.accepted()).isTrue();
      assertThat(decision.anchor()).contains(ROOT.certificate());
      assertThat(decision.warnings()).isEmpty();
    }
  }

  @Test
  void survivesAuthoritiesThatCertifyEachOther() {
    KeyPair one = KeyType.EC_P256.generate();
    KeyPair two = KeyType.EC_P256.generate();
    Authority selfOne = Authority.root("CN=One").key(one).create();
    Authority selfTwo = Authority.root("CN=Two").key(two).create();
    Authority oneByTwo = selfTwo.intermediate("CN=One").key(one).anyPathLength().create();
    Authority twoByOne = selfOne.intermediate("CN=Two").key(two).anyPathLength().create();
    Identity leaf = oneByTwo.identity("CN=x").create();

    assertThat(about(leaf, oneByTwo, twoByOne).judged().accepted()).isFalse();
    assertThat(about(leaf, oneByTwo, twoByOne).trusting(selfTwo).refusals()).isEmpty();
    assertThat(about(leaf, oneByTwo, twoByOne).trusting(selfOne).refusals()).isEmpty();
  }

  @Test
  void boundsTheWorkOnAMeshOfCrossCertificates() {
    int size = 9;
    List<KeyPair> keys = new ArrayList<>();
    List<Authority> selves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      keys.add(KeyType.EC_P256.generate());
      selves.add(Authority.root("CN=Mesh " + i).key(keys.get(i)).create());
    }
    List<Object> parts = new ArrayList<>();
    parts.add(selves.get(0).identity("CN=x").create());
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (i != j) {
          parts.add(
              selves.get(i).intermediate("CN=Mesh " + j).key(keys.get(j)).anyPathLength().create());
        }
      }
    }
    Asked asked = about(parts.toArray());

    long start = System.nanoTime();
    TrustDecision decision = asked.judged();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(decision.refusals())
        .extracting(TrustFinding::reason)
        .contains(TrustReason.TOO_COMPLEX);
  }

  @Test
  void boundsTheSignatureChecksOnManyIssuersOfOneName() {
    List<Object> parts = new ArrayList<>();
    Authority right = ROOT.intermediate("CN=Flood").create();
    parts.add(
        right
            .identity("CN=x")
            .without(Oids.AUTHORITY_KEY_IDENTIFIER)
            .without(Oids.SUBJECT_KEY_IDENTIFIER)
            .create());
    for (int i = 0; i < 150; i++) {
      parts.add(ROOT.intermediate("CN=Flood").create());
    }

    assertThat(about(parts.toArray()).refusals()).contains(TrustReason.TOO_COMPLEX);
  }

  @Test
  void refusesAChainLongerThanAnyHonestOne() {
    Authority authority = ROOT;
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      authority = authority.intermediate("CN=Level " + i).anyPathLength().create();
      parts.add(0, authority);
    }
    parts.add(0, authority.identity("CN=x").create());

    assertThat(about(parts.toArray()).judged().accepted()).isFalse();
    assertThat(about(parts.subList(0, 0).toArray()).refusals())
        .containsExactly(TrustReason.NO_CERTIFICATE);
  }

  // ---- why not ----

  private static TrustReason first(Asked asked) {
    return asked.refusals().get(0);
  }

  @Test
  void namesTheMissingIntermediateAndWhereToFetchIt() {
    Identity leaf = ISSUING.identity("CN=x").issuerAt("http://pki.acme/issuing.crt").create();

    TrustFinding finding = about(leaf).judged().refusals().get(0);

    assertThat(finding.reason()).isEqualTo(TrustReason.INTERMEDIATE_MISSING);
    assertThat(finding.certificate()).isEqualTo(leaf.leaf());
    assertThat(finding.detail()).contains("CN=Acme Issuing", "http://pki.acme/issuing.crt");
  }

  @ParameterizedTest(name = "root {0}, issuer {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=Acme Root,O=Acme | CN=Acme Issuing,O=Acme | INTERMEDIATE_MISSING",
        "CN=Acme Root | CN=Acme Issuing | INTERMEDIATE_MISSING",
        "CN=Acme Root | CN=Intermediate CA | INTERMEDIATE_MISSING",
        "CN=Root | CN=Intermediate | INTERMEDIATE_MISSING",
        "CN=Test Root CA | CN=Test Sub CA | INTERMEDIATE_MISSING",
        "CN=Acme Root | CN=Acme Services G2 | INTERMEDIATE_MISSING",
        "CN=Acme Root,O=Acme | CN=Level Two,O=Acme | INTERMEDIATE_MISSING",
        "CN=Acme Authority,O=Acme | CN=Stranger,O=Acme | UNKNOWN_AUTHORITY",
        "CN=Acme CA | CN=Acme Dev CA | UNKNOWN_AUTHORITY",
        "CN=Acme Root | CN=Stranger | UNKNOWN_AUTHORITY",
        "CN=Acme Root | CN=Other CA | UNKNOWN_AUTHORITY",
        "CN=Acme Root | CN=Other Root CA | UNKNOWN_AUTHORITY",
        "CN=Acme Root,O=Acme | CN=Other,O=Other | UNKNOWN_AUTHORITY",
        "CN=caauthority | CN=other authority | UNKNOWN_AUTHORITY",
      })
  void guessesFromNamesWhetherAnIntermediateIsMissingOrTheAuthorityUnknown(
      String rootName, String issuerName, TrustReason expected) {
    Authority root = Authority.root(rootName).create();
    Identity leaf = Authority.root(issuerName).create().identity("CN=x").create();

    assertThat(first(about(leaf).trusting(root))).isEqualTo(expected);
  }

  @Test
  void takesAConfiguredListOfTheIssuerForASignThatAnIntermediateIsMissing() {
    Authority services = ROOT.intermediate("CN=Services").create();
    Identity leaf = services.identity("CN=x").create();

    assertThat(about(leaf).refusals())
        .containsExactly(TrustReason.UNKNOWN_AUTHORITY, TrustReason.INTERMEDIATE_MISSING);
    assertThat(about(leaf).with(services.revocationList().create()).refusals())
        .containsExactly(TrustReason.INTERMEDIATE_MISSING, TrustReason.UNKNOWN_AUTHORITY);
  }

  @Test
  void saysForCertainWhereAWitnessIsTheIssuer() {
    Authority services = ROOT.intermediate("CN=Services").create();
    Authority other = Authority.root("CN=Other").create();
    Authority foreign = other.intermediate("CN=Foreign Issuing").create();
    TrustJudge judge =
        new TrustJudge(List.of(ROOT.certificate()), List.of(), TrustPolicy.strict())
            .withWitnesses(List.of(services.certificate(), other.certificate()));

    assertThat(reasons(judge, services.identity("CN=x").create().leaf()))
        .containsExactly(TrustReason.INTERMEDIATE_MISSING);
    assertThat(reasons(judge, other.identity("CN=x").create().leaf()))
        .containsExactly(TrustReason.UNKNOWN_AUTHORITY);
    assertThat(reasons(judge, foreign.identity("CN=x").create().leaf()))
        .containsExactly(TrustReason.INTERMEDIATE_MISSING, TrustReason.UNKNOWN_AUTHORITY);
  }

  private static List<TrustReason> reasons(TrustJudge judge, X509Certificate leaf) {
    return judge
        .judge(new TrustQuestion(List.of(leaf), Purpose.SERVER, null, Instant.now()))
        .refusals()
        .stream()
        .map(TrustFinding::reason)
        .toList();
  }

  @Test
  void saysUnknownAuthorityWhereNoAnchorMayHaveAuthoritiesBelow() {
    Authority flat = Authority.root("CN=Acme Root").pathLength(0).create();
    Authority services = ROOT.intermediate("CN=Acme Services").create();
    Authority issuing = ROOT.intermediate("CN=Acme Issuing").create();

    assertThat(about(services.identity("CN=x").create().leaf()).trusting(flat).refusals())
        .containsExactly(TrustReason.UNKNOWN_AUTHORITY);
    assertThat(about(issuing.identity("CN=x").create().leaf()).trusting(flat).refusals())
        .containsExactly(TrustReason.UNKNOWN_AUTHORITY, TrustReason.INTERMEDIATE_MISSING);
  }

  @Test
  void saysWhetherAChainLacksItsTopWhoeverJudgesIt() {
    Authority services = Authority.root("CN=Services").create();
    Authority issuing = ROOT.intermediate("CN=Acme Issuing").create();
    Authority named = Authority.root("CN=Other Root").create();
    TrustJudge judge =
        new TrustJudge(
            List.of(services.certificate(), ISSUING.certificate()),
            List.of(),
            TrustPolicy.strict());

    assertThat(gap(judge, services)).isEqualTo(Gap.NONE);
    assertThat(gap(judge, ISSUING)).isEqualTo(Gap.LIKELY);
    assertThat(gap(judge, issuing)).isEqualTo(Gap.LIKELY);
    assertThat(gap(judge, named)).isEqualTo(Gap.NONE);
    assertThat(gap(judge, Authority.root("CN=Acme").create())).isEqualTo(Gap.POSSIBLE);
  }

  private static Gap gap(TrustJudge judge, Authority issuer) {
    return judge.gapAbove(
        List.of(issuer.identity("CN=x").create().leaf()), Purpose.SERVER, Instant.now());
  }

  @Test
  void saysUnknownAuthorityWhereTheChainReachesARootThatIsNotTrusted() {
    Authority other = Authority.root("CN=Other Root").create();
    Authority otherIssuing = other.intermediate("CN=Other Issuing").create();
    Identity leaf = otherIssuing.identity("CN=x").create();

    assertThat(about(leaf, otherIssuing, other).refusals())
        .containsExactly(TrustReason.UNKNOWN_AUTHORITY);
    assertThat(about(leaf, otherIssuing, other).judged().refusals().get(0).certificate())
        .isEqualTo(other.certificate());
    assertThat(first(about(leaf, otherIssuing))).isEqualTo(TrustReason.UNKNOWN_AUTHORITY);
  }

  @Test
  void saysSameNameOtherKeyForAnAuthorityThatWasMadeAnew() {
    Authority again = Authority.root("CN=Acme Root,O=Acme").create();
    Authority issuingAgain = again.intermediate("CN=Acme Issuing,O=Acme").create();
    Identity leaf = again.identity("CN=x").create();
    Identity bare = again.identity("CN=x").versionOne().create();

    assertThat(about(leaf).refusals()).containsExactly(TrustReason.SAME_NAME_OTHER_KEY);
    assertThat(about(leaf, again).refusals()).containsExactly(TrustReason.SAME_NAME_OTHER_KEY);
    assertThat(about(bare).refusals()).containsExactly(TrustReason.SAME_NAME_OTHER_KEY);
    assertThat(about(issuingAgain.identity("CN=x").create(), issuingAgain).refusals())
        .containsExactly(TrustReason.SAME_NAME_OTHER_KEY);
  }

  @Test
  void saysBadSignatureWhereTheKeyIsRightAndTheContentIsNot() {
    Identity damaged = ISSUING.identity("CN=x").damagedSignature().create();
    Authority rsa = Authority.root("CN=RSA Root").key(KeyType.RSA_2048).create();
    Identity byStranger = ROOT.identity("CN=x").signedBy(ISSUING.key()).create();

    assertThat(about(damaged, ISSUING).refusals()).containsExactly(TrustReason.BAD_SIGNATURE);
    assertThat(about(byStranger).refusals()).containsExactly(TrustReason.BAD_SIGNATURE);
    assertThat(
            Asked.about(rsa.identity("CN=x").damagedSignature().create()).trusting(rsa).refusals())
        .containsExactly(TrustReason.BAD_SIGNATURE);
  }

  @Test
  void saysUnrelatedFirstWhereTheChainHoldsOthersThanItsOwn() {
    Authority other = Authority.root("CN=Other").create();

    assertThat(about(BACK, other).refusals())
        .startsWith(TrustReason.UNRELATED_CERTIFICATES, TrustReason.INTERMEDIATE_MISSING);
    assertThat(about(BACK, other).judged().refusals().get(0).certificate())
        .isEqualTo(other.certificate());
  }

  @Test
  void saysIntermediateMissingWhereAnotherGenerationOfItWasShown() {
    Authority again = ROOT.intermediate("CN=Acme Issuing,O=Acme").create();

    assertThat(first(about(BACK, again))).isEqualTo(TrustReason.INTERMEDIATE_MISSING);
    assertThat(about(BACK, again).judged().refusals().get(0).detail()).contains("another key");
  }

  @Test
  void judgesTheRestOfTheChainAlsoWhereNoAuthorityLeadsToIt() {
    Identity old = Authority.selfSigned("CN=x").dns("x.example").expired().create();

    assertThat(about(old).named("back.example").refusals())
        .containsExactly(
            TrustReason.SELF_SIGNED_LEAF, TrustReason.EXPIRED, TrustReason.NAME_MISMATCH);
  }

  @Test
  void trustsNothingWhereNothingIsTrusted() {
    assertThat(Asked.about(BACK).judged().accepted()).isFalse();
    assertThat(Asked.about(ROOT.certificate()).judged().accepted()).isFalse();
  }
}
