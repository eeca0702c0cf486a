package io.handclasp.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.KeyUse;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.Oids;
import io.handclasp.pki.issue.SignatureHash;
import io.handclasp.pki.store.Identity;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrustJudgeTest {
  private static final Authority ROOT = Authority.root("CN=Acme Root,O=Acme").create();
  private static final Authority ISSUING =
      ROOT.intermediate("CN=Acme Issuing,O=Acme").pathLength(0).create();
  private static final String BACK = "back.example";

  private static LeafBuilder leaf() {
    return ISSUING.identity("CN=back").dns(BACK).server();
  }

  private static Asked about(Identity identity) {
    return Asked.about(identity).trusting(ROOT).named(BACK);
  }

  @Test
  void acceptsLeafAndIntermediateUnderTheTrustedRootAndTellsThePath() {
    Identity back = leaf().create();

    TrustDecision decision = about(back).judged();

    assertThat(decision.accepted()).isTrue();
    assertThat(decision.warnings()).isEmpty();
    assertThat(decision.path())
        .containsExactly(back.leaf(), ISSUING.certificate(), ROOT.certificate());
    assertThat(decision.anchor()).contains(ROOT.certificate());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void acceptsExactlyTheKeysThatACarefulPeerTakes(KeyType type) {
    Identity back = leaf().key(type).create();

    boolean sound = type.recommended() || type == KeyType.ED448 || type == KeyType.RSA_PSS_2048;
    assertThat(about(back).judged().accepted()).isEqualTo(sound);
    if (!sound) {
      assertThat(about(back).refusals())
          .containsExactly(
              type == KeyType.RSA_1024 ? TrustReason.WEAK_KEY : TrustReason.KEY_ALGORITHM);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"EC_P256", "EC_P384", "EC_P521", "RSA_2048", "RSA_PSS_2048", "ED25519", "ED448"})
  void acceptsAuthoritiesWithEveryKindOfSoundKey(KeyType type) {
    Authority root = Authority.root("CN=Keyed Root").key(type).create();
    Identity back = root.identity("CN=back").dns(BACK).create();

    assertThat(Asked.about(back).trusting(root).named(BACK).refusals()).isEmpty();
  }

  static Stream<Arguments> badLeaves() {
    return Stream.of(
        bad("expired", l -> l.expired(), TrustReason.EXPIRED),
        bad("not yet valid", l -> l.notYetValid(), TrustReason.NOT_YET_VALID),
        bad(
            "unknown critical",
            l -> l.unknownCriticalExtension(),
            TrustReason.UNKNOWN_CRITICAL_EXTENSION),
        bad(
            "wrong purpose",
            l ->
                l.noPurposes()
                    .client()
                    .extension(
                        Oids.EXTENDED_KEY_USAGE,
                        false,
                        DerWriter.seq(DerWriter.oid(Extensions.CLIENT_AUTH))),
            TrustReason.EXTENDED_KEY_USAGE),
        bad(
            "any purpose alone",
            l ->
                l.extension(
                    Oids.EXTENDED_KEY_USAGE,
                    false,
                    DerWriter.seq(DerWriter.oid(Extensions.ANY_USAGE))),
            TrustReason.EXTENDED_KEY_USAGE),
        bad(
            "empty purposes",
            l -> l.extension(Oids.EXTENDED_KEY_USAGE, false, DerWriter.seq()),
            TrustReason.MALFORMED),
        bad(
            "key usage without signature",
            l -> l.keyUse(KeyUse.KEY_ENCIPHERMENT),
            TrustReason.KEY_USAGE),
        bad("key agreement alone", l -> l.keyUse(KeyUse.KEY_AGREEMENT), TrustReason.KEY_USAGE),
        bad(
            "empty key usage",
            l -> l.extension(Oids.KEY_USAGE, true, new byte[] {3, 1, 0}),
            TrustReason.MALFORMED),
        bad(
            "keyCertSign without CA flag",
            l -> l.keyUse(KeyUse.DIGITAL_SIGNATURE, KeyUse.KEY_CERT_SIGN),
            TrustReason.MALFORMED),
        bad("SHA-1", l -> l.insecureHash(SignatureHash.SHA1), TrustReason.WEAK_SIGNATURE_ALGORITHM),
        bad("serial zero", l -> l.serial(0), TrustReason.MALFORMED),
        bad("serial negative", l -> l.serial(-7), TrustReason.MALFORMED),
        bad(
            "serial of 21 octets",
            l -> l.serial(BigInteger.ONE.shiftLeft(160)),
            TrustReason.MALFORMED),
        bad(
            "name constraints in a leaf",
            l ->
                l.extension(
                    Oids.NAME_CONSTRAINTS,
                    true,
                    DerWriter.seq(DerWriter.tag(0xa0, DerWriter.seq(DerWriter.ascii(0x82, BACK))))),
            TrustReason.MALFORMED),
        bad(
            "path length without CA flag",
            l -> l.extension(Oids.BASIC_CONSTRAINTS, true, DerWriter.seq(DerWriter.integer(0))),
            TrustReason.MALFORMED),
        bad(
            "basic constraints are text",
            l ->
                l.extension(
                    Oids.BASIC_CONSTRAINTS,
                    false,
                    "no".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
            TrustReason.MALFORMED),
        bad(
            "critical AKI",
            l -> l.extension(Oids.AUTHORITY_KEY_IDENTIFIER, true, DerWriter.seq()),
            TrustReason.MALFORMED),
        bad(
            "critical SKI",
            l -> l.extension(Oids.SUBJECT_KEY_IDENTIFIER, true, DerWriter.octets(new byte[20])),
            TrustReason.MALFORMED),
        bad(
            "critical AIA",
            l ->
                l.extension(
                    Extensions.AUTHORITY_INFO_ACCESS,
                    true,
                    DerWriter.seq(
                        DerWriter.seq(
                            DerWriter.oid("1.3.6.1.5.5.7.48.2"),
                            DerWriter.ascii(0x86, "http://a")))),
            TrustReason.MALFORMED),
        bad(
            "malformed AIA",
            l -> l.extension(Extensions.AUTHORITY_INFO_ACCESS, false, new byte[] {1, 2, 3}),
            TrustReason.MALFORMED));
  }

  private static Arguments bad(
      String what, UnaryOperator<LeafBuilder> change, TrustReason expected) {
    return Arguments.of(what, change, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badLeaves")
  void refusesALeafForExactlyWhatIsWrongWithIt(
      String what, UnaryOperator<LeafBuilder> change, TrustReason expected) {
    Identity back = change.apply(leaf()).create();

    TrustDecision decision = about(back).judged();

    assertThat(decision.accepted()).isFalse();
    assertThat(decision.refusals()).extracting(TrustFinding::reason).containsOnly(expected);
    assertThat(decision.refusals().get(0).certificate()).isEqualTo(back.leaf());
  }

  @Test
  void findsEveryReasonAndPutsTheOneToMendFirstAtTheHead() {
    Identity back =
        ISSUING
            .identity("CN=other")
            .dns("other.example")
            .client()
            .expired()
            .key(KeyType.RSA_1024)
            .keyUse(KeyUse.KEY_ENCIPHERMENT)
            .create();

    assertThat(about(back).refusals())
        .containsExactly(
            TrustReason.EXPIRED,
            TrustReason.WEAK_KEY,
            TrustReason.EXTENDED_KEY_USAGE,
            TrustReason.KEY_USAGE,
            TrustReason.NAME_MISMATCH);
  }

  @Test
  void refusesWhereNothingWasShown() {
    assertThat(Asked.about(List.of()).trusting(ROOT).refusals())
        .containsExactly(TrustReason.NO_CERTIFICATE);
  }

  // ---- dates ----

  @Test
  void countsTheFirstAndTheLastSecondOfValidity() {
    Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant until = from.plus(Duration.ofHours(1));
    Asked asked = about(leaf().from(from).until(until).create());

    assertThat(asked.at(from).refusals()).isEmpty();
    assertThat(asked.at(until).refusals()).isEmpty();
    assertThat(asked.at(until.plusMillis(999)).refusals()).isEmpty();
    assertThat(asked.at(until.plusSeconds(1)).refusals()).containsExactly(TrustReason.EXPIRED);
    assertThat(asked.at(from.minusMillis(1)).refusals()).containsExactly(TrustReason.NOT_YET_VALID);
  }

  @Test
  void refusesAnExpiredIntermediateAndAnExpiredAnchorByName() {
    Authority oldRoot = Authority.root("CN=Old Root").expired().create();
    Authority oldIssuing = ROOT.intermediate("CN=Old Issuing").expired().create();

    TrustFinding byIntermediate =
        Asked.about(oldIssuing.identity("CN=back").dns(BACK).until(later()).create())
            .trusting(ROOT)
            .judged()
            .refusals()
            .get(0);
    TrustFinding byRoot =
        Asked.about(oldRoot.identity("CN=back").dns(BACK).until(later()).create())
            .trusting(oldRoot)
            .judged()
            .refusals()
            .get(0);

    assertThat(byIntermediate.reason()).isEqualTo(TrustReason.EXPIRED);
    assertThat(byIntermediate.certificate()).isEqualTo(oldIssuing.certificate());
    assertThat(byRoot.reason()).isEqualTo(TrustReason.EXPIRED);
    assertThat(byRoot.certificate()).isEqualTo(oldRoot.certificate());
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofDays(5));
  }

  // ---- authorities ----

  @Test
  void refusesAnIntermediateThatIsNoAuthority() {
    Authority none =
        ROOT.intermediate("CN=None")
            .withoutAuthorityFlag()
            .keyUse(KeyUse.DIGITAL_SIGNATURE)
            .create();

    assertThat(about(none.identity("CN=back").dns(BACK).create()).refusals())
        .containsExactly(TrustReason.ISSUER_NOT_CA, TrustReason.ISSUER_KEY_USAGE);
  }

  @Test
  void refusesAnIntermediateOrAnchorInVersion3WithoutBasicConstraints() {
    Authority none =
        ROOT.intermediate("CN=None").without(Oids.BASIC_CONSTRAINTS).noKeyUse().create();
    Authority root =
        Authority.root("CN=Bare Root").without(Oids.BASIC_CONSTRAINTS).noKeyUse().create();

    assertThat(about(none.identity("CN=back").dns(BACK).create()).refusals())
        .containsExactly(TrustReason.ISSUER_NOT_CA);
    assertThat(Asked.about(root.identity("CN=back").dns(BACK).create()).trusting(root).refusals())
        .containsExactly(TrustReason.ISSUER_NOT_CA);
  }

  @Test
  void takesVersion1AsAnchorButNeverAsIntermediate() {
    Authority oldRoot = Authority.root("CN=Version One").versionOne().create();
    Authority oldIssuing = ROOT.intermediate("CN=Issuing One").versionOne().create();

    assertThat(
            Asked.about(oldRoot.identity("CN=back").dns(BACK).create())
                .trusting(oldRoot)
                .refusals())
        .isEmpty();
    assertThat(about(oldIssuing.identity("CN=back").dns(BACK).create()).refusals())
        .containsExactly(TrustReason.ISSUER_NOT_CA);
  }

  @Test
  void refusesAnIssuerWhoseKeyUsageLacksKeyCertSign() {
    Authority signer = ROOT.intermediate("CN=Lists Only").keyUse(KeyUse.CRL_SIGN).create();
    Authority root = Authority.root("CN=Lists Only Root").keyUse(KeyUse.CRL_SIGN).create();

    assertThat(about(signer.identity("CN=back").dns(BACK).create()).refusals())
        .containsExactly(TrustReason.ISSUER_KEY_USAGE);
    assertThat(Asked.about(root.identity("CN=back").dns(BACK).create()).trusting(root).refusals())
        .containsExactly(TrustReason.ISSUER_KEY_USAGE);
  }

  @Test
  void letsTheExtendedKeyUsageOfAnAuthorityLimitWhatItIssues() {
    Authority clients = ROOT.intermediate("CN=For Clients").client().create();
    Authority all = ROOT.intermediate("CN=For All").purpose(Extensions.ANY_USAGE).create();
    Identity byClients = clients.identity("CN=back").dns(BACK).create();

    assertThat(about(byClients).refusals()).containsExactly(TrustReason.EXTENDED_KEY_USAGE);
    assertThat(about(byClients).as(Purpose.CLIENT).refusals()).isEmpty();
    assertThat(about(all.identity("CN=back").dns(BACK).create()).refusals()).isEmpty();
  }

  @Test
  void refusesWeakAuthorities() {
    Authority weak = Authority.root("CN=Weak").key(KeyType.RSA_1024).create();
    Authority hashed = ROOT.intermediate("CN=Hashed").insecureHash(SignatureHash.SHA1).create();

    assertThat(Asked.about(weak.identity("CN=back").dns(BACK).create()).trusting(weak).refusals())
        .containsExactly(TrustReason.WEAK_KEY);
    assertThat(about(hashed.identity("CN=back").dns(BACK).create()).refusals())
        .containsExactly(TrustReason.WEAK_SIGNATURE_ALGORITHM);
  }

  @Test
  void takesSha1WhereThePolicyAllowsItButNeverMd5() {
    TrustPolicy lax = TrustPolicy.strict().withAllowSha1(true);
    Authority root = Authority.root("CN=RSA Root").key(KeyType.RSA_2048).create();
    Identity sha1 = root.identity("CN=back").dns(BACK).insecureHash(SignatureHash.SHA1).create();
    Identity md5 = root.identity("CN=back").dns(BACK).insecureHash(SignatureHash.MD5).create();

    assertThat(Asked.about(sha1).trusting(root).under(lax).refusals()).isEmpty();
    assertThat(Asked.about(md5).trusting(root).under(lax).refusals())
        .containsExactly(TrustReason.WEAK_SIGNATURE_ALGORITHM);
  }

  /** RFC 4055 §1.2: such a key says that it makes no PKCS #1 v1.5 signatures. */
  @Test
  void refusesAnOlderRsaSignatureOfAKeyThatIsForPssAlone() throws GeneralSecurityException {
    KeyPair pss = KeyPairGenerator.getInstance("RSASSA-PSS").generateKeyPair();
    RSAPrivateCrtKey numbers = (RSAPrivateCrtKey) pss.getPrivate();
    PrivateKey plain =
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new RSAPrivateCrtKeySpec(
                    numbers.getModulus(),
                    numbers.getPublicExponent(),
                    numbers.getPrivateExponent(),
                    numbers.getPrimeP(),
                    numbers.getPrimeQ(),
                    numbers.getPrimeExponentP(),
                    numbers.getPrimeExponentQ(),
                    numbers.getCrtCoefficient()));
    Authority root =
        Authority.root("CN=PSS Root").key(new KeyPair(pss.getPublic(), plain)).create();
    Identity back = root.identity("CN=back").dns(BACK).create();

    assertThat(back.leaf().getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(Asked.about(back).trusting(root).refusals())
        .containsExactly(TrustReason.BAD_SIGNATURE);
  }

  @Test
  void doesNotMindTheHashUnderTheAnchorsOwnSignature() {
    Authority root = Authority.root("CN=Old Hash").insecureHash(SignatureHash.SHA1).create();

    assertThat(Asked.about(root.identity("CN=back").dns(BACK).create()).trusting(root).refusals())
        .isEmpty();
  }

  // ---- path length ----

  @Test
  void appliesPathLengthOfIntermediatesAndOfTheAnchorItself() {
    Authority short0 = Authority.root("CN=Short").pathLength(0).create();
    Authority below = short0.intermediate("CN=Below").create();
    Authority one = ROOT.intermediate("CN=One").pathLength(0).create();
    Authority two = one.intermediate("CN=Two").create();

    TrustDecision byAnchor =
        Asked.about(below.identity("CN=back").dns(BACK).create()).trusting(short0).judged();
    TrustDecision byIntermediate = about(two.identity("CN=back").dns(BACK).create()).judged();

    assertThat(byAnchor.refusals())
        .extracting(TrustFinding::reason)
        .containsExactly(TrustReason.PATH_LENGTH);
    assertThat(byAnchor.refusals().get(0).certificate()).isEqualTo(short0.certificate());
    assertThat(byIntermediate.refusals().get(0).certificate()).isEqualTo(one.certificate());
  }

  @Test
  void doesNotCountTheLeafNorSelfIssuedAuthoritiesAgainstPathLength() {
    Authority one = ROOT.intermediate("CN=One").pathLength(1).create();
    Authority oneAgain = one.intermediate("CN=One").pathLength(1).create();
    Authority zero = oneAgain.intermediate("CN=Zero").pathLength(0).create();
    Identity authorityAsLeaf = zero.identity("CN=back").dns(BACK).claimingAuthority().create();

    assertThat(
            Asked.about(chain(zero.identity("CN=back").dns(BACK).create(), zero, oneAgain, one))
                .trusting(ROOT)
                .refusals())
        .isEmpty();
    assertThat(Asked.about(chain(authorityAsLeaf, zero, oneAgain, one)).trusting(ROOT).refusals())
        .isEmpty();
  }

  @Test
  void letsAPathLengthBelowBeLargerThanTheOneAbove() {
    Authority one = ROOT.intermediate("CN=One").pathLength(1).create();
    Authority two = one.intermediate("CN=Two").pathLength(7).create();

    assertThat(about(two.identity("CN=back").dns(BACK).create()).refusals()).isEmpty();
  }

  private static List<X509Certificate> chain(Identity leaf, Authority... above) {
    return Stream.concat(Stream.of(leaf.leaf()), Stream.of(above).map(Authority::certificate))
        .toList();
  }

  // ---- trusted leaves ----

  @Test
  void acceptsALeafThatIsItselfTrustedWithoutItsAuthority() {
    Identity back = leaf().create();

    TrustDecision decision = about(back).trusting(back.leaf()).judged();

    assertThat(decision.accepted()).isTrue();
    assertThat(decision.path()).containsExactly(back.leaf());
    assertThat(decision.anchor()).contains(back.leaf());
  }

  @Test
  void judgesDatesUsageAndNameOfATrustedLeafAllTheSame() {
    Identity old = leaf().expired().keyUse(KeyUse.KEY_ENCIPHERMENT).create();

    assertThat(about(old).trusting(old.leaf()).named("x.example").refusals())
        .containsExactly(TrustReason.EXPIRED, TrustReason.KEY_USAGE, TrustReason.NAME_MISMATCH);
  }

  @Test
  void acceptsASelfSignedLeafOnlyWhereItIsTrusted() {
    Identity self = Authority.selfSigned("CN=back.example").dns(BACK).create();

    assertThat(about(self).trusting(self.leaf()).refusals()).isEmpty();
    assertThat(about(self).refusals()).containsExactly(TrustReason.SELF_SIGNED_LEAF);
  }

  @Test
  void doesNotLetATrustedLeafIssue() {
    Authority leafAsIssuer =
        ROOT.intermediate("CN=leaf")
            .withoutAuthorityFlag()
            .keyUse(KeyUse.DIGITAL_SIGNATURE)
            .create();
    Identity below = leafAsIssuer.identity("CN=back").dns(BACK).create();

    assertThat(Asked.about(below.leaf()).trusting(leafAsIssuer).refusals())
        .contains(TrustReason.ISSUER_NOT_CA);
  }

  @Test
  void acceptsVersion1LeavesOfTheWalkthroughByCommonNameWhereAskedFor() {
    Authority ca = Authority.root("CN=caauthority,OU=Carbon,O=WSO2").create();
    Authority ca2 = Authority.root("CN=caauthority,OU=Carbon,O=WSO2").create();
    Identity partner =
        ca2.identity("CN=partner2.com,OU=Carbon,O=WSO2").versionOne().serial(559823400).create();
    Asked asked =
        Asked.about(partner)
            .trusting(ca, ca2)
            .named("partner2.com")
            .under(TrustPolicy.strict().withMatchCommonName(true));

    assertThat(asked.refusals()).isEmpty();
    assertThat(asked.warnings()).containsExactly(TrustReason.MATCHED_COMMON_NAME);
    assertThat(asked.under(TrustPolicy.strict()).refusals())
        .containsExactly(TrustReason.COMMON_NAME_ONLY);
    assertThat(asked.trusting(ca).refusals()).containsExactly(TrustReason.SAME_NAME_OTHER_KEY);
    assertThat(asked.trusting(partner.leaf()).refusals()).isEmpty();
  }

  // ---- formal faults ----

  @Test
  void notesWhatOnlyConformanceAsksForAndRefusesItWhereThePolicySaysSo() {
    Identity back =
        leaf().without(Oids.AUTHORITY_KEY_IDENTIFIER).without(Oids.SUBJECT_KEY_IDENTIFIER).create();
    Authority loose =
        ROOT.intermediate("CN=Loose")
            .extension(Oids.BASIC_CONSTRAINTS, false, DerWriter.seq(DerWriter.bool(true)))
            .without(Oids.SUBJECT_KEY_IDENTIFIER)
            .create();
    LeafBuilder byLooseNamed = loose.identity("CN=back").dns(BACK);
    Asked byLoose = about(byLooseNamed.without(Oids.AUTHORITY_KEY_IDENTIFIER).create());
    Identity limited =
        ROOT.intermediate("CN=Limited")
            .extension(
                Extensions.POLICY_CONSTRAINTS,
                false,
                DerWriter.seq(DerWriter.tag(0x81, new byte[] {1})))
            .create()
            .identity("CN=back")
            .dns(BACK)
            .create();
    TrustPolicy strict = TrustPolicy.strict();

    assertThat(about(back).refusals()).isEmpty();
    assertThat(about(back).warnings()).containsExactly(TrustReason.NOT_CONFORMING);
    assertThat(about(back).under(strict).refusals()).containsExactly(TrustReason.NOT_CONFORMING);
    assertThat(byLoose.refusals()).isEmpty();
    assertThat(byLoose.under(strict).refusals()).contains(TrustReason.NOT_CONFORMING);
    assertThat(about(limited).refusals()).containsExactly(TrustReason.MALFORMED);
  }

  @Test
  void refusesHalfOfThePairOfKeyIdentifiersAndAnEmptyOne() {
    String aki = Oids.AUTHORITY_KEY_IDENTIFIER;
    Identity half = leaf().without(aki).create();
    Identity empty = leaf().extension(aki, false, DerWriter.seq()).create();
    Authority nameless =
        Authority.root("CN=Nameless").without(Oids.SUBJECT_KEY_IDENTIFIER).create();
    Identity byNameless = nameless.identity("CN=back").dns(BACK).without(aki).create();

    assertThat(about(half).refusals()).containsExactly(TrustReason.MALFORMED);
    assertThat(about(empty).refusals()).containsExactly(TrustReason.MALFORMED);
    assertThat(Asked.about(byNameless.leaf()).trusting(nameless).refusals()).isEmpty();
  }

  @Test
  void wantsTheTlsFeaturesOfAnAuthorityInAllBelowIt() {
    String feature = "1.3.6.1.5.5.7.1.24";
    byte[] staple = DerWriter.seq(DerWriter.integer(5));
    byte[] both = DerWriter.seq(DerWriter.integer(5), DerWriter.integer(17));
    Authority demanding = ROOT.intermediate("CN=D").extension(feature, false, staple).create();
    LeafBuilder without = demanding.identity("CN=back").dns(BACK);
    LeafBuilder with = demanding.identity("CN=back").dns(BACK).extension(feature, false, both);

    assertThat(about(without.create()).refusals()).containsExactly(TrustReason.MALFORMED);
    assertThat(about(with.create()).refusals()).isEmpty();
    assertThat(about(leaf().extension(feature, false, staple).create()).refusals()).isEmpty();
    assertThat(about(leaf().extension(feature, true, staple).create()).refusals())
        .containsExactly(TrustReason.UNKNOWN_CRITICAL_EXTENSION);
    assertThat(about(leaf().extension(feature, false, DerWriter.seq()).create()).refusals())
        .containsExactly(TrustReason.MALFORMED);
  }

  @Test
  void refusesAnIssuerWithoutTheKeyIdentifierThatItsCertificatesName() {
    Authority loose = ROOT.intermediate("CN=Loose").without(Oids.SUBJECT_KEY_IDENTIFIER).create();

    TrustDecision decision = about(loose.identity("CN=back").dns(BACK).create()).judged();

    assertThat(decision.refusals())
        .extracting(TrustFinding::reason)
        .containsExactly(TrustReason.MALFORMED);
    assertThat(decision.refusals().get(0).certificate()).isEqualTo(loose.certificate());
  }

  @Test
  void refusesARootThatSignedItselfAndNamesAnotherKeyButNotOneThatAnotherKeySigned() {
    KeyPair old = KeyType.EC_P256.generate();
    Authority wrong = Authority.root("CN=Root").authorityKeyId(new byte[20]).create();
    Authority former = Authority.root("CN=Root").key(old).create();
    Authority next = former.intermediate("CN=Root").anyPathLength().create();

    assertThat(Asked.about(wrong.identity("CN=x").create()).trusting(wrong).refusals())
        .containsExactly(TrustReason.MALFORMED);
    assertThat(
            Asked.about(next.identity("CN=x").create().leaf())
                .trusting(next.certificate())
                .refusals())
        .isEmpty();
  }

  @Test
  void warnsOfAnAuthoritysCertificateShownAsLeaf() {
    Identity back = leaf().claimingAuthority().create();

    assertThat(about(back).judged().accepted()).isTrue();
    assertThat(about(back).warnings()).contains(TrustReason.LEAF_IS_CA);
  }

  @Test
  void refusesAnEmptySubjectWithoutCriticalNames() {
    Identity noSubject =
        ISSUING
            .identity("")
            .extension(
                Oids.SUBJECT_ALTERNATIVE_NAME, false, DerWriter.seq(DerWriter.ascii(0x82, BACK)))
            .create();
    Identity namedOnlyByAlternative = ISSUING.identity("").dns(BACK).create();

    assertThat(about(noSubject).refusals()).containsExactly(TrustReason.MALFORMED);
    assertThat(about(namedOnlyByAlternative).refusals()).isEmpty();
  }

  @Test
  void refusesAnAuthorityKeyIdentifierThatNamesAnotherKeyOrCertificate() {
    byte[] serial = DerWriter.seq(DerWriter.tag(0x82, new byte[] {5}));
    Identity otherKey = leaf().authorityKeyId(new byte[] {1, 2, 3}).create();
    Identity otherCertificate =
        leaf().extension(Oids.AUTHORITY_KEY_IDENTIFIER, false, serial).create();

    assertThat(about(otherKey).refusals()).containsExactly(TrustReason.MALFORMED);
    assertThat(about(otherCertificate).refusals()).containsExactly(TrustReason.MALFORMED);
  }
}
