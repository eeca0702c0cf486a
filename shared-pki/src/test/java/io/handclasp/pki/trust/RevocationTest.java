package io.handclasp.pki.trust;

import static io.handclasp.pki.trust.DerWriter.ascii;
import static io.handclasp.pki.trust.DerWriter.integer;
import static io.handclasp.pki.trust.DerWriter.oid;
import static io.handclasp.pki.trust.DerWriter.seq;
import static io.handclasp.pki.trust.DerWriter.tag;
import static io.handclasp.pki.trust.DerWriter.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyUse;
import io.handclasp.pki.issue.Oids;
import io.handclasp.pki.issue.RevocationListBuilder;
import io.handclasp.pki.issue.SignatureHash;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationTest {
  private static final String ISSUING_POINT = "2.5.29.28";
  private static final String DELTA = "2.5.29.27";
  private static final Authority ROOT = Authority.root("CN=Acme Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Acme Issuing").create();
  private static final StoreFault DAMAGED = StoreFault.NOT_A_STORE;
  private static final X509CRL OF_ROOT = ROOT.revocationList().create();
  private static final Identity LEAF = leaf();

  private static Identity leaf() {
    return ISSUING.identity("CN=front.example").client().create();
  }

  private static RevocationListBuilder list() {
    return ISSUING.revocationList();
  }

  private static Asked about(Identity identity) {
    return Asked.about(identity).trusting(ROOT).as(Purpose.CLIENT);
  }

  private static Asked leafWith(X509CRL... lists) {
    X509CRL[] all = new X509CRL[lists.length + 1];
    System.arraycopy(lists, 0, all, 0, lists.length);
    all[lists.length] = OF_ROOT;
    return about(LEAF).with(all);
  }

  @Test
  void acceptsWhereEveryListIsThereAndSaysWhichCounted() {
    X509CRL list = list().number(BigInteger.TEN).create();

    TrustDecision decision = leafWith(list).judged();

    assertThat(decision.accepted()).isTrue();
    assertThat(decision.revocation()).hasSize(2);
    RevocationNote note = decision.revocation().get(1);
    assertThat(note.certificate()).isEqualTo(LEAF.leaf());
    assertThat(note.status()).isEqualTo(RevocationNote.Status.GOOD);
    assertThat(note.listIssuer()).isEqualTo("CN=Acme Issuing");
    assertThat(note.listNumber()).isEqualTo(BigInteger.TEN);
    assertThat(note.ageAt(Instant.now())).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(9));
  }

  @Test
  void refusesARevokedLeafAndSaysWhy() {
    X509CRL list = list().revoke(LEAF.leaf(), CRLReason.KEY_COMPROMISE).create();

    TrustDecision decision = leafWith(list).judged();

    assertThat(decision.refusals())
        .extracting(TrustFinding::reason)
        .containsExactly(TrustReason.REVOKED);
    assertThat(decision.refusals().get(0).certificate()).isEqualTo(LEAF.leaf());
    assertThat(decision.refusals().get(0).detail()).contains("key compromise");
    assertThat(decision.revocation().get(1).status()).isEqualTo(RevocationNote.Status.REVOKED);
  }

  @Test
  void refusesARevokedIntermediate() {
    X509CRL ofRoot = ROOT.revocationList().revoke(ISSUING.certificate()).create();

    TrustDecision decision = about(LEAF).with(ofRoot, list().create()).judged();

    assertThat(decision.refusals())
        .extracting(TrustFinding::reason)
        .containsExactly(TrustReason.REVOKED);
    assertThat(decision.refusals().get(0).certificate()).isEqualTo(ISSUING.certificate());
  }

  @Test
  void treatsMissingAndExpiredListsByPolicy() {
    X509CRL expired = list().expired().create();
    TrustPolicy lenient = TrustPolicy.strict().withRevocation(RevocationPolicy.WHEN_AVAILABLE);

    assertThat(leafWith().refusals()).containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(leafWith(expired).refusals()).containsExactly(TrustReason.REVOCATION_LIST_EXPIRED);
    assertThat(leafWith().under(lenient).refusals()).isEmpty();
    assertThat(leafWith().under(lenient).warnings())
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(leafWith(expired).under(lenient).warnings())
        .containsExactly(TrustReason.REVOCATION_LIST_EXPIRED);
    assertThat(leafWith(expired).under(TrustPolicy.strict()).warnings()).isEmpty();
    assertThat(leafWith(expired).under(TrustPolicy.strict()).judged().revocation()).isEmpty();
  }

  @Test
  void requiresAListForTheIntermediateToo() {
    TrustDecision decision = about(LEAF).with(list().create()).judged();

    assertThat(decision.refusals())
        .extracting(TrustFinding::reason)
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(decision.refusals().get(0).certificate()).isEqualTo(ISSUING.certificate());
  }

  @Test
  void refusesListsThatMustNotBeUsed() {
    assertUnusable(list().unknownCriticalExtension().create());
    assertUnusable(list().noNextUpdate().create());
    assertUnusable(list().hash(SignatureHash.SHA1).create());
    assertUnusable(list().signedBy(ROOT.key()).create());
    assertUnusable(
        list()
            .thisUpdate(Instant.now().plus(Duration.ofHours(1)))
            .nextUpdate(Instant.now().plus(Duration.ofDays(1)))
            .create());
    assertUnusable(
        new RawList(ISSUING).entry(ROOT.certificate()).entry(ROOT.certificate()).create());
    assertUnusable(
        new RawList(ISSUING)
            .entry(ROOT.certificate(), RawCertificate.extension("1.2.3.4", true, new byte[] {5, 0}))
            .create());
    assertUnusable(
        new RawList(ISSUING).extension("2.5.29.20", true, DerWriter.integer(7)).create());
    assertUnusable(new RawList(ISSUING).extension("2.5.29.35", true, DerWriter.seq()).create());
    assertUnusable(list().without(Oids.CRL_NUMBER).without(Oids.AUTHORITY_KEY_IDENTIFIER).create());
  }

  @Test
  void countsAListThatMustNotBeUsedAgainstTheCertificateThatItNames() {
    Authority issuing = Authority.root("CN=Keys only").keyUse(KeyUse.KEY_CERT_SIGN).create();
    X509Certificate leaf = issuing.identity("CN=x").create().leaf();
    X509CRL naming = issuing.revocationList().revoke(leaf).create();
    X509CRL silent = issuing.revocationList().create();
    TrustPolicy lenient = TrustPolicy.strict().withRevocation(RevocationPolicy.WHEN_AVAILABLE);
    Asked asked = Asked.about(leaf).trusting(issuing);

    assertThat(asked.with(naming).under(lenient).refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(asked.with(silent).under(lenient).refusals()).isEmpty();
    assertThat(asked.with(silent).refusals()).containsExactly(TrustReason.REVOCATION_LIST_INVALID);
  }

  @Test
  void asksForANumberOnlyWhereThePolicyAsksForConformance() {
    X509CRL unnumbered = list().without(Oids.CRL_NUMBER).create();
    TrustPolicy strict = TrustPolicy.strict().withRevocation(RevocationPolicy.REQUIRE);

    assertThat(leafWith(unnumbered).refusals()).isEmpty();
    assertThat(leafWith(unnumbered).under(strict).refusals())
        .contains(TrustReason.REVOCATION_LIST_INVALID);
  }

  private static void assertUnusable(X509CRL list) {
    assertThat(leafWith(list).refusals()).containsExactly(TrustReason.REVOCATION_LIST_INVALID);
  }

  @Test
  void ignoresUnknownExtensionsThatAreNotCritical() {
    X509CRL list = list().extension("1.2.3.4", false, new byte[] {5, 0}).create();
    X509CRL byEntry =
        new RawList(ISSUING)
            .entry(
                ROOT.certificate(), RawCertificate.extension("1.2.3.4", false, new byte[] {5, 0}))
            .create();

    assertThat(leafWith(list).refusals()).isEmpty();
    assertThat(leafWith(byEntry).refusals()).isEmpty();
  }

  @Test
  void stillCountsARevocationInAListThatRanOut() {
    TrustPolicy lenient = TrustPolicy.strict().withRevocation(RevocationPolicy.WHEN_AVAILABLE);
    X509CRL expired = list().expired().revoke(LEAF.leaf()).create();
    X509CRL odd = list().unknownCriticalExtension().revoke(LEAF.leaf()).create();

    assertThat(leafWith(expired).under(lenient).refusals()).contains(TrustReason.REVOKED);
    assertThat(leafWith(odd).under(lenient).refusals()).contains(TrustReason.REVOKED);
  }

  @Test
  void refusesAListWhoseIssuerMayNotSignLists() {
    Authority issuing =
        ROOT.intermediate("CN=Certificates Only").keyUse(KeyUse.KEY_CERT_SIGN).create();
    Identity leaf = issuing.identity("CN=x").create();

    assertThat(
            Asked.about(leaf)
                .trusting(ROOT)
                .with(OF_ROOT, issuing.revocationList().create())
                .refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_INVALID);
  }

  @Test
  void takesTheNewestOfSeveralLists() {
    Instant now = Instant.now();
    X509CRL held =
        list()
            .number(BigInteger.ONE)
            .thisUpdate(now.minus(Duration.ofDays(2)))
            .revoke(LEAF.leaf(), CRLReason.CERTIFICATE_HOLD)
            .create();
    X509CRL released =
        list().number(BigInteger.TWO).thisUpdate(now.minus(Duration.ofDays(1))).create();

    assertThat(leafWith(held, released).refusals()).isEmpty();
    assertThat(leafWith(released, held).refusals()).isEmpty();
    assertThat(leafWith(held).refusals()).containsExactly(TrustReason.REVOKED);
  }

  @Test
  void doesNotLetANewerExpiredListWithoutEntryHideAnOlderOne() {
    X509CRL revoked = list().number(BigInteger.ONE).revoke(LEAF.leaf()).create();
    X509CRL expired = list().number(BigInteger.TWO).expired().create();

    assertThat(leafWith(revoked, expired).refusals()).containsExactly(TrustReason.REVOKED);
  }

  // ---- same issuer name ----

  @Test
  void neverConfusesTwoAuthoritiesOfOneNameWithTheSameSerialNumber() {
    Authority one = Authority.root("CN=caauthority").create();
    Authority two = Authority.root("CN=caauthority").create();
    Identity byOne = one.identity("CN=partner1.com").serial(559823400).create();
    Identity byTwo = two.identity("CN=partner2.com").serial(559823400).create();
    X509CRL ofOne = one.revocationList().revoke(byOne.leaf()).create();
    X509CRL ofTwo = two.revocationList().create();

    Asked first = Asked.about(byOne).trusting(one, two).with(ofOne, ofTwo);
    Asked second = Asked.about(byTwo).trusting(one, two).with(ofOne, ofTwo);

    assertThat(first.refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(second.refusals()).isEmpty();
    assertThat(second.warnings()).containsExactly(TrustReason.SERIAL_COLLISION);
    assertThat(second.with(ofOne).refusals()).containsExactly(TrustReason.REVOCATION_LIST_INVALID);
    assertThat(second.with(ofOne).warnings()).containsExactly(TrustReason.SERIAL_COLLISION);
  }

  @Test
  void sortsListsOfOneNameByKeyAlsoWithoutKeyIdentifiers() {
    Authority one = Authority.root("CN=caauthority").create();
    Authority two = Authority.root("CN=caauthority").create();
    Identity byTwo = two.identity("CN=partner2.com").versionOne().serial(559823400).create();
    X509CRL ofOne =
        one.revocationList().without(Oids.AUTHORITY_KEY_IDENTIFIER).revoke(byTwo.leaf()).create();
    X509CRL ofTwo = two.revocationList().without(Oids.AUTHORITY_KEY_IDENTIFIER).create();

    assertThat(Asked.about(byTwo).trusting(one, two).with(ofOne, ofTwo).refusals()).isEmpty();
  }

  @Test
  void refusesARevokedLeafThatIsItselfTrusted() {
    X509CRL list = list().revoke(LEAF.leaf()).create();
    Asked asked =
        about(LEAF).trusting(LEAF.leaf(), ROOT.certificate(), ISSUING.certificate()).with(list);

    assertThat(asked.refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(asked.with(list().create()).refusals()).isEmpty();
    assertThat(asked.with(OF_ROOT).refusals()).isEmpty();
    assertThat(asked.under(TrustPolicy.strict()).refusals()).isEmpty();
  }

  @Test
  void refusesARevokedTrustedLeafAlsoWhereNobodyShowsItsIssuer() {
    X509CRL complete = list().revoke(LEAF.leaf()).create();
    X509CRL unnamed =
        list().without(Oids.AUTHORITY_KEY_IDENTIFIER).expired().revoke(LEAF.leaf()).create();
    X509CRL released = delta(4, 3, CRLReason.REMOVE_FROM_CRL);
    TrustPolicy lenient = TrustPolicy.strict().withRevocation(RevocationPolicy.WHEN_AVAILABLE);
    Asked alone = Asked.about(LEAF.leaf()).trusting(LEAF.leaf()).as(Purpose.CLIENT);

    TrustDecision decision = alone.with(complete).judged();

    assertThat(decision.refusals())
        .extracting(TrustFinding::reason)
        .containsExactly(TrustReason.REVOKED);
    assertThat(decision.revocation().get(0).status()).isEqualTo(RevocationNote.Status.REVOKED);
    assertThat(alone.with(complete).under(lenient).refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(alone.with(unnamed).refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(alone.with(list().create()).refusals()).isEmpty();
    assertThat(alone.with(released).refusals()).isEmpty();
    assertThat(alone.with(complete).under(TrustPolicy.strict()).refusals()).isEmpty();
  }

  /** Another authority may have the issuer's name; a list of its key is not about this leaf. */
  @Test
  void doesNotRefuseATrustedLeafByTheListOfANamesakeOfItsIssuer() {
    Authority namesake = Authority.root("CN=Acme Issuing").create();
    X509CRL strange = namesake.revocationList().revoke(LEAF.leaf()).create();
    Asked alone = Asked.about(LEAF.leaf()).trusting(LEAF.leaf()).as(Purpose.CLIENT).with(strange);

    assertThat(alone.refusals()).isEmpty();
    assertThat(alone.warnings()).containsExactly(TrustReason.SERIAL_COLLISION);
  }

  /** Certificates of the issuer's name, shown to use up the checks that the list would need. */
  @Test
  void refusesARevokedLeafHoweverManyCertificatesOfItsIssuersNameAreShown() {
    byte[] keyId = {1, 2, 3};
    Authority issuing = ROOT.intermediate("CN=Flood").subjectKeyId(keyId).create();
    X509Certificate leaf = issuing.identity("CN=front.example").client().create().leaf();
    X509CRL list = issuing.revocationList().revoke(leaf).create();
    TrustPolicy lenient = TrustPolicy.everyday().withRevocation(RevocationPolicy.WHEN_AVAILABLE);
    List<X509Certificate> shown = new ArrayList<>(List.of(leaf, issuing.certificate()));
    for (int i = 1; i < 66; i++) {
      shown.add(1, Authority.root("CN=Flood").subjectKeyId(keyId).create().certificate());
      // Where the checks run out, whichever of them is the last.
      if (i > 60) {
        Asked asked = Asked.about(List.copyOf(shown)).as(Purpose.CLIENT);
        Asked trusted = asked.trusting(leaf).with(list).under(lenient);
        asked = asked.trusting(ROOT).with(list, OF_ROOT).under(lenient);
        assertThat(asked.judged().accepted()).as("%d of them", i).isFalse();
        assertThat(trusted.judged().accepted()).as("%d, and trusted", i).isFalse();
      }
    }

    Asked most = Asked.about(shown).trusting(ROOT).as(Purpose.CLIENT).with(list, OF_ROOT);
    assertThat(most.under(lenient).refusals()).contains(TrustReason.TOO_COMPLEX);
  }

  // ---- scope ----

  private static byte[] flag(int field) {
    return seq(tag(0x80 | field, new byte[] {(byte) 0xff}));
  }

  @Test
  void asksListsOnlyWithinTheirScope() {
    X509CRL users = list().extension(ISSUING_POINT, true, flag(1)).create();
    X509CRL authorities = list().extension(ISSUING_POINT, true, flag(2)).create();
    X509CRL attributes = list().extension(ISSUING_POINT, true, flag(5)).create();
    X509CRL usersOfRoot = ROOT.revocationList().extension(ISSUING_POINT, true, flag(1)).create();
    X509CRL authoritiesOfRoot =
        ROOT.revocationList().extension(ISSUING_POINT, true, flag(2)).create();

    assertThat(leafWith(users).refusals()).isEmpty();
    assertThat(leafWith(authorities).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(leafWith(attributes).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(about(LEAF).with(users, authoritiesOfRoot).refusals()).isEmpty();
    assertThat(about(LEAF).with(users, usersOfRoot).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
  }

  private static byte[] placeOf(String uri) {
    return seq(tag(0xa0, tag(0xa0, ascii(0x86, uri))));
  }

  @Test
  void matchesDistributionPoints() {
    Identity pointed =
        ISSUING.identity("CN=front.example").client().crlAt("http://acme/a.crl").create();
    X509CRL same = list().extension(ISSUING_POINT, true, placeOf("http://acme/a.crl")).create();
    X509CRL other = list().extension(ISSUING_POINT, true, placeOf("http://acme/b.crl")).create();
    X509CRL complete = list().create();

    assertThat(about(pointed).with(OF_ROOT, same).refusals()).isEmpty();
    assertThat(about(pointed).with(OF_ROOT, other).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(about(pointed).with(OF_ROOT, complete).refusals()).isEmpty();
    assertThat(leafWith(same).refusals()).containsExactly(TrustReason.REVOCATION_LIST_MISSING);
  }

  @Test
  void matchesDistributionPointsThatAreRelativeToTheIssuer() {
    byte[] relative = tag(0xa1, seq(oid("2.5.4.3"), utf8("part one")));
    byte[] full =
        tag(
            0xa0,
            tag(
                0xa4,
                seq(
                    tag(0x31, seq(oid("2.5.4.3"), utf8("Acme Issuing"))),
                    tag(0x31, seq(oid("2.5.4.3"), utf8("part one"))))));
    Identity pointed =
        ISSUING
            .identity("CN=front.example")
            .extension(Extensions.CRL_DISTRIBUTION_POINTS, false, seq(seq(tag(0xa0, relative))))
            .create();
    X509CRL byRelative =
        new RawList(ISSUING).extension(ISSUING_POINT, true, seq(tag(0xa0, relative))).create();
    X509CRL byFull =
        new RawList(ISSUING).extension(ISSUING_POINT, true, seq(tag(0xa0, full))).create();

    assertThat(Asked.about(pointed).trusting(ROOT).with(OF_ROOT, byRelative).refusals()).isEmpty();
    assertThat(Asked.about(pointed).trusting(ROOT).with(OF_ROOT, byFull).refusals()).isEmpty();
  }

  @Test
  void asksForListsUntilAllReasonsAreCovered() {
    X509CRL some =
        list().extension(ISSUING_POINT, true, seq(tag(0x83, new byte[] {5, 0x60}))).create();
    X509CRL rest =
        list()
            .extension(ISSUING_POINT, true, seq(tag(0x83, new byte[] {7, 0x1f, (byte) 0x80})))
            .create();
    X509CRL someRevoked =
        list()
            .extension(ISSUING_POINT, true, seq(tag(0x83, new byte[] {5, 0x60})))
            .revoke(LEAF.leaf(), CRLReason.KEY_COMPROMISE)
            .create();

    assertThat(leafWith(some).refusals()).containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(leafWith(some, rest).refusals()).isEmpty();
    assertThat(leafWith(someRevoked, rest).refusals()).containsExactly(TrustReason.REVOKED);
  }

  // ---- delta ----

  private static X509CRL base(long number, CRLReason... reason) {
    RevocationListBuilder base = list().number(BigInteger.valueOf(number));
    return reason.length == 0 ? base.create() : base.revoke(LEAF.leaf(), reason[0]).create();
  }

  private static X509CRL delta(long number, long from, CRLReason... reason) {
    RevocationListBuilder delta =
        list().number(BigInteger.valueOf(number)).extension(DELTA, true, integer(from));
    return reason.length == 0 ? delta.create() : delta.revoke(LEAF.leaf(), reason[0]).create();
  }

  @Test
  void addsADeltaListToItsBase() {
    CRLReason hold = CRLReason.CERTIFICATE_HOLD;
    CRLReason remove = CRLReason.REMOVE_FROM_CRL;

    assertThat(leafWith(base(3), delta(4, 3)).refusals()).isEmpty();
    assertThat(leafWith(base(3), delta(4, 3, CRLReason.SUPERSEDED)).refusals())
        .containsExactly(TrustReason.REVOKED);
    assertThat(leafWith(base(3, hold), delta(4, 3, remove)).refusals()).isEmpty();
    assertThat(leafWith(base(3, hold), delta(4, 3)).refusals())
        .containsExactly(TrustReason.REVOKED);
    assertThat(leafWith(base(3, CRLReason.KEY_COMPROMISE), delta(4, 3, remove)).refusals())
        .containsExactly(TrustReason.REVOKED);
  }

  @Test
  void doesNotTakeADeltaListWithoutItsBase() {
    assertThat(leafWith(delta(4, 3)).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
    assertThat(leafWith(delta(4, 3, CRLReason.SUPERSEDED)).refusals())
        .contains(TrustReason.REVOKED);
  }

  @Test
  void doesNotReleaseByADeltaListThatStartsAboveTheBase() {
    assertThat(
            leafWith(base(3, CRLReason.CERTIFICATE_HOLD), delta(9, 8, CRLReason.REMOVE_FROM_CRL))
                .refusals())
        .containsExactly(TrustReason.REVOKED);
  }

  @Test
  void countsARevocationInADeltaListThatStartsAboveTheBase() {
    TrustPolicy lenient = TrustPolicy.strict().withRevocation(RevocationPolicy.WHEN_AVAILABLE);
    Asked asked = leafWith(base(3), delta(9, 8, CRLReason.SUPERSEDED));

    assertThat(asked.refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(asked.under(lenient).refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(leafWith(base(3), delta(9, 8)).refusals()).isEmpty();
  }

  @Test
  void doesNotLetAnOlderHoldInADeltaListHideANewerRelease() {
    CRLReason hold = CRLReason.CERTIFICATE_HOLD;
    CRLReason remove = CRLReason.REMOVE_FROM_CRL;

    assertThat(leafWith(base(10), delta(9, 8, hold)).refusals()).isEmpty();
    assertThat(leafWith(base(3), delta(4, 3, hold), delta(5, 3, remove)).refusals()).isEmpty();
    assertThat(leafWith(base(3), delta(9, 8, hold), delta(10, 3, remove)).refusals()).isEmpty();
    assertThat(leafWith(base(3), delta(11, 8, hold), delta(10, 3, remove)).refusals())
        .containsExactly(TrustReason.REVOKED);
  }

  // ---- other signers ----

  @Test
  void takesListsOfASeparateKeyThatTheSameAuthorityCertified() {
    Authority listKey = ROOT.intermediate("CN=Acme Issuing").keyUse(KeyUse.CRL_SIGN).create();
    Authority stranger = Authority.root("CN=Acme Issuing").create();
    X509CRL list = listKey.revocationList().create();
    X509CRL revoked = listKey.revocationList().revoke(LEAF.leaf()).create();
    X509CRL strange = stranger.revocationList().create();

    assertThat(leafWith(list).knowing(listKey.certificate()).refusals()).isEmpty();
    assertThat(leafWith(revoked).knowing(listKey.certificate()).refusals())
        .containsExactly(TrustReason.REVOKED);
    assertThat(leafWith(list).refusals()).containsExactly(TrustReason.REVOCATION_LIST_INVALID);
    assertThat(leafWith(strange).knowing(stranger.certificate()).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_INVALID);
  }

  @Test
  void doesNotTakeListsOfASeparateKeyThatIsExpiredRevokedOrForSomethingElse() {
    Authority expired =
        ROOT.intermediate("CN=Acme Issuing").keyUse(KeyUse.CRL_SIGN).expired().create();
    Authority other =
        ROOT.intermediate("CN=Acme Issuing")
            .keyUse(KeyUse.DIGITAL_SIGNATURE)
            .withoutAuthorityFlag()
            .create();
    Authority revoked = ROOT.intermediate("CN=Acme Issuing").keyUse(KeyUse.CRL_SIGN).create();
    X509CRL ofRoot = ROOT.revocationList().revoke(revoked.certificate()).create();

    assertThat(
            leafWith(expired.revocationList().create()).knowing(expired.certificate()).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_INVALID);
    assertThat(leafWith(other.revocationList().create()).knowing(other.certificate()).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_INVALID);
    assertThat(
            about(LEAF)
                .with(ofRoot, revoked.revocationList().create())
                .knowing(revoked.certificate())
                .refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_INVALID);
  }

  /** An authority changes its key: new certificates for itself under the old key and back. */
  @Test
  void followsAnAuthorityThroughAChangeOfItsKey() {
    Authority oldKey = ROOT.intermediate("CN=Rolling").anyPathLength().create();
    Authority newKey = ROOT.intermediate("CN=Rolling").anyPathLength().create();
    Authority oldWithNew =
        newKey.intermediate("CN=Rolling").key(pair(oldKey)).anyPathLength().create();
    Authority newWithOld =
        oldKey.intermediate("CN=Rolling").key(pair(newKey)).anyPathLength().create();
    Identity byOld = oldKey.identity("CN=by old").create();
    Identity byNew = newKey.identity("CN=by new").create();
    X509CRL list = newKey.revocationList().create();
    X509CRL revoked = newKey.revocationList().revoke(byOld.leaf()).revoke(byNew.leaf()).create();

    Asked old =
        Asked.about(byOld.leaf(), oldWithNew.certificate(), newKey.certificate()).trusting(ROOT);
    Asked fresh =
        Asked.about(byNew.leaf(), newWithOld.certificate(), oldKey.certificate()).trusting(ROOT);

    assertThat(old.with(OF_ROOT, list).refusals()).isEmpty();
    assertThat(old.with(OF_ROOT, revoked).refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(fresh.with(OF_ROOT, oldKey.revocationList().create()).refusals()).isEmpty();
    assertThat(
            fresh.with(OF_ROOT, oldKey.revocationList().revoke(byNew.leaf()).create()).refusals())
        .containsExactly(TrustReason.REVOKED);
  }

  private static KeyPair pair(Authority authority) {
    return new KeyPair(authority.certificate().getPublicKey(), authority.key());
  }

  @Test
  void takesListsOfAKeyThatTheAuthorityCertifiedForListsAlone() {
    Authority authority = ROOT.intermediate("CN=Two Keys").anyPathLength().create();
    Authority lists = authority.intermediate("CN=Two Keys").keyUse(KeyUse.CRL_SIGN).create();
    Identity leaf = authority.identity("CN=x").create();
    Identity byListKey = lists.identity("CN=y").create();
    X509CRL list = lists.revocationList().create();

    assertThat(
            Asked.about(leaf)
                .trusting(ROOT)
                .knowing(lists.certificate())
                .with(OF_ROOT, list)
                .refusals())
        .isEmpty();
    assertThat(
            Asked.about(byListKey.leaf(), lists.certificate(), authority.certificate())
                .trusting(ROOT)
                .with(OF_ROOT, list)
                .refusals())
        .contains(TrustReason.ISSUER_KEY_USAGE);
  }

  @Test
  void takesAnIndirectListWhereTheCertificatePointsToIt() {
    Authority lister = ROOT.intermediate("CN=Acme Lists").create();
    byte[] listerName = lister.certificate().getSubjectX500Principal().getEncoded();
    Identity pointed =
        ISSUING
            .identity("CN=front.example")
            .extension(
                Extensions.CRL_DISTRIBUTION_POINTS,
                false,
                seq(seq(tag(0xa2, tag(0xa4, listerName)))))
            .create();
    byte[] indirect = flag(4);
    X509CRL clean = new RawList(lister).extension(ISSUING_POINT, true, indirect).create();
    X509CRL revoked =
        new RawList(lister)
            .extension(ISSUING_POINT, true, indirect)
            .entry(pointed.leaf(), RawList.issuedBy(ISSUING))
            .create();
    X509CRL sameSerialOfOther =
        new RawList(lister).extension(ISSUING_POINT, true, indirect).entry(pointed.leaf()).create();
    X509CRL notIndirect = new RawList(lister).create();
    Asked asked = Asked.about(pointed).trusting(ROOT).knowing(lister.certificate());

    assertThat(asked.with(OF_ROOT, clean).refusals()).isEmpty();
    assertThat(asked.with(OF_ROOT, revoked).refusals()).containsExactly(TrustReason.REVOKED);
    assertThat(asked.with(OF_ROOT, sameSerialOfOther).refusals()).isEmpty();
    assertThat(asked.with(OF_ROOT, notIndirect).refusals())
        .containsExactly(TrustReason.REVOCATION_LIST_MISSING);
  }

  @Test
  void keepsTheIssuerOfAnIndirectListsEntriesUntilTheNextIsNamed() {
    Authority lister = ROOT.intermediate("CN=Acme Lists").create();
    byte[] listerName = lister.certificate().getSubjectX500Principal().getEncoded();
    byte[] points = seq(seq(tag(0xa2, tag(0xa4, listerName))));
    Identity one =
        ISSUING
            .identity("CN=one")
            .extension(Extensions.CRL_DISTRIBUTION_POINTS, false, points)
            .create();
    Identity two =
        ISSUING
            .identity("CN=two")
            .extension(Extensions.CRL_DISTRIBUTION_POINTS, false, points)
            .create();
    X509CRL list =
        new RawList(lister)
            .extension(ISSUING_POINT, true, flag(4))
            .entry(one.leaf(), RawList.issuedBy(ISSUING))
            .entry(two.leaf())
            .create();

    assertThat(
            Asked.about(two)
                .trusting(ROOT)
                .knowing(lister.certificate())
                .with(OF_ROOT, list)
                .refusals())
        .containsExactly(TrustReason.REVOKED);
  }

  // ---- files ----

  private static String pem(X509CRL list) throws Exception {
    return "-----BEGIN X509 CRL-----\r\n"
        + Base64.getMimeEncoder().encodeToString(list.getEncoded())
        + "\r\n-----END X509 CRL-----\r\n";
  }

  @Test
  void readsListsFromDerAndFromPemWithSeveral(@TempDir Path folder) throws Exception {
    X509CRL list = list().create();
    Path der = Files.write(folder.resolve("one.crl"), list.getEncoded());
    Path pem =
        Files.writeString(
            folder.resolve("two.crl"), "Revoked:\r\n" + pem(list) + "and\n" + pem(OF_ROOT));

    assertThat(RevocationLists.read(der)).containsExactly(list);
    assertThat(RevocationLists.read(pem)).containsExactly(list, OF_ROOT);
    assertThat(RevocationLists.readAll(List.of(der, pem))).hasSize(3);
  }

  @Test
  void saysWhichFileHoldsNoList(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("text.crl"), "hello");
    Path cut =
        Files.writeString(
            folder.resolve("cut.crl"),
            "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n",
            StandardCharsets.US_ASCII);

    assertFault(text, StoreFault.NOT_A_STORE);
    assertFault(cut, StoreFault.NOT_A_STORE);
    assertFault(folder.resolve("none.crl"), StoreFault.FILE_MISSING);
    assertFault(folder, StoreFault.FILE_UNREADABLE);
  }

  @Test
  void refusesAFileOfWhichOneListIsCutOff(@TempDir Path folder) throws Exception {
    String whole = pem(OF_ROOT);
    String half = whole.substring(0, whole.length() / 2);
    byte[] der = list().create().getEncoded();

    assertFault(
        Files.writeString(folder.resolve("first.crl"), half + "\n" + pem(OF_ROOT)), DAMAGED);
    assertFault(Files.writeString(folder.resolve("joined.crl"), half + pem(OF_ROOT)), DAMAGED);
    assertFault(Files.writeString(folder.resolve("last.crl"), pem(OF_ROOT) + half), DAMAGED);
    assertFault(Files.write(folder.resolve("der.crl"), Arrays.copyOf(der, 100)), DAMAGED);
    assertFault(Files.write(folder.resolve("two.crl"), twice(der)), DAMAGED);
  }

  private static byte[] twice(byte[] octets) {
    byte[] twice = Arrays.copyOf(octets, 2 * octets.length);
    System.arraycopy(octets, 0, twice, octets.length, octets.length);
    return twice;
  }

  /** What the JDK reads and the judge cannot would revoke nobody. */
  @Test
  void refusesAFileWithAListThatTheJudgeCannotRead(@TempDir Path folder) throws Exception {
    byte[] notDer = {0x0a, 0x02, 0x00, 0x01};
    X509CRL odd =
        new RawList(ISSUING)
            .entry(LEAF.leaf(), RawCertificate.extension("2.5.29.21", false, notDer))
            .create();
    Path file = Files.writeString(folder.resolve("odd.crl"), pem(OF_ROOT) + pem(odd));

    assertFault(file, DAMAGED);
    assertThatThrownBy(() -> RevocationLists.read(file))
        .hasMessageContaining("CN=Acme Issuing cannot be read: ");
  }

  @Test
  void readsListsThatWindowsWrote(@TempDir Path folder) throws Exception {
    X509CRL list = list().create();
    String marked = "\uFEFF" + pem(list) + "\uFEFF" + pem(OF_ROOT);
    Path wide = Files.writeString(folder.resolve("16.crl"), marked, StandardCharsets.UTF_16LE);
    Path narrow = Files.writeString(folder.resolve("8.crl"), marked, StandardCharsets.UTF_8);

    assertThat(RevocationLists.read(wide)).containsExactly(list, OF_ROOT);
    assertThat(RevocationLists.read(narrow)).containsExactly(list, OF_ROOT);
  }

  private static void assertFault(Path file, StoreFault fault) {
    assertThatThrownBy(() -> RevocationLists.read(file))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.file()).isEqualTo(file);
              assertThat(e).hasMessageContaining(file.toString());
            });
  }
}
