package io.handclasp.pki.trust;

import static io.handclasp.pki.trust.DerWriter.ascii;
import static io.handclasp.pki.trust.DerWriter.bits;
import static io.handclasp.pki.trust.DerWriter.commonName;
import static io.handclasp.pki.trust.DerWriter.integer;
import static io.handclasp.pki.trust.DerWriter.oid;
import static io.handclasp.pki.trust.DerWriter.seq;
import static io.handclasp.pki.trust.DerWriter.tag;
import static io.handclasp.pki.trust.RawCertificate.extension;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates written by hand, of which the provider reads nothing but the octets. */
class MalformedCertificateTest {
  private static final Authority ROOT = Authority.root("CN=Acme Root,O=Acme").create();

  private static void named(RawCertificate raw, byte[] name) {
    byte[] names = seq(ascii(0x82, "back.example"), name);
    raw.extensions.set(0, extension("2.5.29.17", false, names));
  }

  private static RawCertificate raw() {
    return new RawCertificate(ROOT);
  }

  private static Asked about(X509Certificate certificate) {
    return Asked.about(certificate).trusting(ROOT).named("back.example");
  }

  @Test
  void acceptsTheUnchangedCertificate() {
    assertThat(about(raw().create()).refusals()).isEmpty();
    assertThat(about(raw().create()).warnings()).isEmpty();
  }

  private static final byte[] ECDSA_OID = oid("1.2.840.10045.4.3.2");

  static Stream<Arguments> malformed() {
    return Stream.of(
        bad("algorithm fields differ", r -> r.algorithm = seq(oid("1.2.840.10045.4.3.3"))),
        bad(
            "algorithm with other parameters",
            r -> r.algorithm = seq(oid("1.2.840.10045.4.3.2"), new byte[] {5, 0})),
        bad(
            "algorithm of three elements",
            r -> r.algorithm = r.outerAlgorithm = seq(ECDSA_OID, new byte[] {5, 0}, integer(1))),
        bad(
            "algorithm with parameters that it does not have",
            r -> r.algorithm = r.outerAlgorithm = seq(ECDSA_OID, new byte[] {5, 0})),
        bad(
            "policy of three elements",
            r ->
                r.extensions.add(
                    extension("2.5.29.32", false, seq(seq(oid("1.2.3"), seq(), integer(1)))))),
        bad(
            "policy qualifier without a type",
            r ->
                r.extensions.add(
                    extension(
                        "2.5.29.32",
                        false,
                        seq(seq(oid("1.2.3"), seq(seq(integer(1), integer(1)))))))),
        bad(
            "policy constraints twice",
            r ->
                r.extensions.add(
                    extension(
                        "2.5.29.36",
                        true,
                        seq(tag(0x80, new byte[] {9}), tag(0x80, new byte[] {9}))))),
        bad(
            "policy constraints out of order",
            r ->
                r.extensions.add(
                    extension(
                        "2.5.29.36",
                        true,
                        seq(tag(0x81, new byte[] {9}), tag(0x80, new byte[] {9}))))),
        bad(
            "inhibit any policy beyond all counts",
            r -> r.extensions.add(extension("2.5.29.54", true, integer(1L << 40)))),
        bad(
            "distribution point out of order",
            r ->
                r.extensions.add(
                    extension(
                        "2.5.29.31",
                        false,
                        seq(seq(tag(0x81, new byte[] {1, 2}), tag(0xa0, tag(0xa0))))))),
        bad(
            "distribution point of reasons alone",
            r ->
                r.extensions.add(
                    extension("2.5.29.31", false, seq(seq(tag(0x81, new byte[] {1, 2})))))),
        bad(
            "unique identifier that is no bit string",
            r -> r.uniqueIds = tag(0x82, new byte[] {9, 1})),
        bad("other name that is a number", r -> named(r, tag(0xa0, integer(2)))),
        bad("URI without scheme", r -> named(r, ascii(0x86, "back.example"))),
        bad(
            "subject is a time",
            r -> r.subject = seq(tag(0x31, seq(oid("2.5.4.3"), ascii(0x17, "491231235959Z"))))),
        bad(
            "NumericString of letters",
            r -> r.subject = seq(tag(0x31, seq(oid("2.5.4.3"), ascii(0x12, "back"))))),
        bad("empty issuer", r -> r.issuer = seq()),
        bad("empty subject", r -> r.subject = seq()),
        bad("subject with an empty relative name", r -> r.subject = seq(tag(0x31))),
        bad(
            "subject attribute of three",
            r ->
                r.subject =
                    seq(tag(0x31, seq(oid("2.5.4.3"), ascii(0x13, "a"), ascii(0x13, "b"))))),
        bad(
            "subject is no UTF-8",
            r ->
                r.subject = seq(tag(0x31, seq(oid("2.5.4.3"), new byte[] {0x0c, 1, (byte) 0xff})))),
        bad("version 1 with extensions", r -> r.version = new byte[0]),
        bad("version 2 with extensions", r -> r.version = tag(0xa0, integer(1))),
        bad("version 4", r -> r.version = tag(0xa0, integer(3))),
        bad("version 1 written out", r -> r.version = tag(0xa0, integer(0))),
        bad("version negative", r -> r.version = tag(0xa0, integer(-1))),
        bad("serial zero", r -> r.serial = integer(0)),
        bad("serial negative", r -> r.serial = integer(-1)),
        bad("serial of 21 octets", r -> r.serial = integer(BigInteger.ONE.shiftLeft(159))),
        bad("serial padded", r -> r.serial = new byte[] {2, 2, 0, 1}),
        bad("serial empty", r -> r.serial = new byte[] {2, 0}),
        bad("serial is text", r -> r.serial = ascii(0x13, "1")),
        bad("notAfter with fraction", r -> r.notAfter = ascii(0x18, "20500101000000.5Z")),
        bad("an address with a mask", r -> named(r, tag(0x87, new byte[8]))),
        bad("an empty DNS name", r -> named(r, ascii(0x82, ""))),
        bad("a blank DNS name", r -> named(r, ascii(0x82, " "))),
        bad(
            "key identifier with an issuer, but no serial number",
            r ->
                r.extensions.set(
                    1,
                    extension("2.5.29.35", false, seq(tag(0xa1, tag(0xa4, commonName("Acme"))))))),
        bad("notAfter without seconds", r -> r.notAfter = ascii(0x17, "4912312359Z")),
        bad("notAfter with an offset", r -> r.notAfter = ascii(0x17, "491231235959+0100")),
        bad("notAfter on 31 February", r -> r.notAfter = ascii(0x17, "490231235959Z")),
        bad("notAfter is text", r -> r.notAfter = ascii(0x13, "491231235959Z")),
        bad("notBefore is missing", r -> r.notBefore = new byte[0]),
        bad(
            "extension twice",
            r -> r.extensions.add(extension("2.5.29.17", false, seq(ascii(0x82, "back.example"))))),
        bad(
            "unknown extension twice",
            r -> {
              r.extensions.add(extension("1.2.3.4", false, new byte[] {5, 0}));
              r.extensions.add(extension("1.2.3.4", false, new byte[] {5, 0}));
            }),
        bad(
            "extension of four elements",
            r ->
                r.extensions.add(
                    seq(
                        oid("1.2.3"),
                        DerWriter.bool(true),
                        DerWriter.octets(new byte[1]),
                        integer(1)))),
        bad(
            "extension value is no octet string",
            r -> r.extensions.add(seq(oid("1.2.3"), integer(1)))),
        bad(
            "boolean that is neither 00 nor FF",
            r ->
                r.extensions.add(
                    seq(oid("1.2.3"), new byte[] {1, 1, 1}, DerWriter.octets(new byte[1])))),
        bad(
            "empty list of extensions",
            r -> {
              r.extensions.clear();
              r.trailing = tag(0xa3, seq());
            }),
        bad("field after the extensions", r -> r.trailing = tag(0xa4, integer(1))),
        bad("names empty", r -> r.extensions.set(0, extension("2.5.29.17", false, seq()))),
        bad(
            "names are text",
            r ->
                r.extensions.set(
                    0,
                    extension(
                        "2.5.29.17", false, "back.example".getBytes(StandardCharsets.US_ASCII)))),
        bad(
            "names with trailing octets",
            r ->
                r.extensions.set(
                    0,
                    extension(
                        "2.5.29.17",
                        false,
                        DerWriter.concat(seq(ascii(0x82, "back.example")), new byte[2])))),
        bad(
            "name with an umlaut",
            r ->
                r.extensions.set(
                    0,
                    extension(
                        "2.5.29.17",
                        false,
                        seq(ascii(0x82, "b\u00e4ck.example"), ascii(0x82, "back.example"))))),
        bad(
            "name of an unknown form",
            r ->
                r.extensions.set(
                    0,
                    extension(
                        "2.5.29.17", false, seq(ascii(0x89, "x"), ascii(0x82, "back.example"))))),
        bad(
            "key usage of no bits",
            r -> r.extensions.add(extension("2.5.29.15", true, new byte[] {3, 1, 0}))),
        bad(
            "key usage not shortest",
            r -> r.extensions.add(extension("2.5.29.15", true, new byte[] {3, 2, 1, (byte) 0x81}))),
        bad(
            "key usage is an octet string",
            r -> r.extensions.add(extension("2.5.29.15", true, new byte[] {4, 2, 7, (byte) 0x80}))),
        bad(
            "purposes are text",
            r -> r.extensions.add(extension("2.5.29.37", false, new byte[] {0x13, 1, 65}))),
        bad(
            "purpose cut off",
            r ->
                r.extensions.add(
                    extension("2.5.29.37", false, seq(new byte[] {6, 1, (byte) 0x80})))),
        bad(
            "purpose not shortest",
            r ->
                r.extensions.add(
                    extension("2.5.29.37", false, seq(new byte[] {6, 3, 0x2a, (byte) 0x80, 1})))),
        bad(
            "policies twice",
            r ->
                r.extensions.add(
                    extension("2.5.29.32", false, seq(seq(oid("1.2.3")), seq(oid("1.2.3")))))),
        bad("policies empty", r -> r.extensions.add(extension("2.5.29.32", false, seq()))),
        bad(
            "mapping of one",
            r -> r.extensions.add(extension("2.5.29.33", false, seq(seq(oid("1.2.3")))))),
        bad("policy constraints empty", r -> r.extensions.add(extension("2.5.29.36", true, seq()))),
        bad(
            "policy constraints negative",
            r -> r.extensions.add(extension("2.5.29.36", true, seq(tag(0x80, new byte[] {-1}))))),
        bad(
            "inhibit any policy negative",
            r -> r.extensions.add(extension("2.5.29.54", false, integer(-1)))),
        bad(
            "distribution points empty",
            r -> r.extensions.add(extension("2.5.29.31", false, seq()))),
        bad(
            "distribution point of an unknown form",
            r ->
                r.extensions.add(
                    extension(
                        "2.5.29.31",
                        false,
                        seq(seq(tag(0xa0, tag(0xa2, ascii(0x86, "http://a")))))))),
        bad(
            "authority key of an unknown field",
            r -> r.extensions.set(1, extension("2.5.29.35", false, seq(tag(0x83, new byte[1]))))),
        bad("key without algorithm", r -> r.key = seq(seq(), bits(new byte[4]))),
        bad(
            "key with three elements",
            r -> r.key = seq(seq(oid("1.2.3")), bits(new byte[4]), integer(1))),
        bad(
            "RSA key of one number",
            r ->
                r.key =
                    seq(
                        seq(oid("1.2.840.113549.1.1.1"), new byte[] {5, 0}),
                        bits(seq(integer(7))))),
        bad(
            "RSA key without octets",
            r ->
                r.key =
                    seq(seq(oid("1.2.840.113549.1.1.1"), new byte[] {5, 0}), bits(new byte[0]))),
        bad(
            "unique ids in version 1",
            r -> {
              r.version = new byte[0];
              r.extensions.clear();
              r.uniqueIds = tag(0x81, new byte[] {0, 1});
            }));
  }

  private static Arguments bad(String what, Consumer<RawCertificate> change) {
    return Arguments.of(what, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesWhatIsNotWellFormedAndNeverThrows(String what, Consumer<RawCertificate> change) {
    RawCertificate raw = raw();
    change.accept(raw);

    assertThat(about(raw.create()).refusals()).contains(TrustReason.MALFORMED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void survivesTheSameInATrustStoreAndInTheMiddleOfAChain(
      String what, Consumer<RawCertificate> change) {
    RawCertificate raw = raw();
    change.accept(raw);
    X509Certificate odd = raw.create();

    assertThat(Asked.about(raw().create(), odd).trusting(odd, ROOT.certificate()).refusals())
        .isEmpty();
    assertThat(Asked.about(raw().create(), odd).trusting(odd).judged().accepted()).isFalse();
  }

  @Test
  void refusesSoundDerWithUnsoundKeys() {
    for (byte[] key :
        List.of(
            rsa(BigInteger.ONE.shiftLeft(2047).setBit(0), BigInteger.ONE),
            rsa(BigInteger.ONE.shiftLeft(2047).setBit(0), BigInteger.TWO),
            rsa(BigInteger.ONE.shiftLeft(2047), BigInteger.valueOf(65537)),
            rsa(BigInteger.ONE.shiftLeft(16383).setBit(0), BigInteger.valueOf(65537)),
            rsa(BigInteger.ONE.shiftLeft(2047).setBit(0), BigInteger.ONE.shiftLeft(80).setBit(0)),
            seq(seq(oid("1.2.840.10045.2.1"), seq(integer(1))), bits(new byte[65])),
            seq(seq(oid("1.2.840.10045.2.1")), bits(new byte[65])),
            seq(seq(oid("1.2.3.4")), bits(new byte[65])),
            offItsCurve())) {
      RawCertificate raw = raw();
      raw.key = key;

      assertThat(about(raw.create()).refusals()).containsExactly(TrustReason.KEY_ALGORITHM);
    }
  }

  /** The JDK takes it, and every computation with it gives something of the secret away. */
  private static byte[] offItsCurve() {
    byte[] key = KeyType.EC_P256.generate().getPublic().getEncoded();
    key[key.length - 1] ^= 1;
    return key;
  }

  @Test
  void refusesShortKeys() {
    RawCertificate p192 = raw();
    p192.key = seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.1")), bits(new byte[49]));
    RawCertificate short1 = raw();
    short1.key = rsa(BigInteger.ONE.shiftLeft(2046).setBit(0), BigInteger.valueOf(65537));

    assertThat(about(p192.create()).refusals()).containsExactly(TrustReason.WEAK_KEY);
    assertThat(about(short1.create()).refusals()).containsExactly(TrustReason.WEAK_KEY);
  }

  private static byte[] rsa(BigInteger modulus, BigInteger exponent) {
    return seq(
        seq(oid("1.2.840.113549.1.1.1"), new byte[] {5, 0}),
        bits(seq(integer(modulus), integer(exponent))));
  }

  @Test
  void readsNamesWrittenInOtherStringTypesAndCases() {
    RawCertificate raw = raw();
    raw.issuer =
        seq(
            tag(0x31, seq(oid("2.5.4.10"), ascii(0x13, "ACME"))),
            tag(0x31, seq(oid("2.5.4.3"), ascii(0x13, "  acme   ROOT "))));

    assertThat(about(raw.create()).refusals()).isEmpty();
  }

  @Test
  void doesNotTakeAnotherOrderOfRelativeNamesForTheSameName() {
    RawCertificate raw = raw();
    raw.issuer =
        seq(
            tag(0x31, seq(oid("2.5.4.3"), ascii(0x13, "Acme Root"))),
            tag(0x31, seq(oid("2.5.4.10"), ascii(0x13, "Acme"))));

    assertThat(about(raw.create()).judged().accepted()).isFalse();
  }

  @Test
  void refusesNamesThatHideBehindAZeroOctet() {
    RawCertificate raw = raw();
    raw.subject = commonName("back");
    raw.extensions.set(
        0, extension("2.5.29.17", false, seq(ascii(0x82, "back.example\u0000.evil.example"))));

    assertThat(about(raw.create()).refusals()).containsExactly(TrustReason.NAME_MISMATCH);
  }

  @Test
  void doesNotReadACommonNameOutOfAnotherAttribute() {
    RawCertificate raw = raw();
    raw.subject =
        seq(tag(0x31, seq(oid("2.5.4.10"), DerWriter.utf8("x\u0000+2.5.4.3=back.example"))));
    raw.extensions.remove(0);

    assertThat(about(raw.create()).under(TrustPolicy.strict().withMatchCommonName(true)).refusals())
        .containsExactly(TrustReason.NAME_MISMATCH);
  }

  @Test
  void keepsControlCharactersOutOfItsSentences() {
    RawCertificate raw = raw();
    raw.extensions.set(0, extension("2.5.29.17", false, seq(ascii(0x82, "a\nlevel=ERROR"))));

    assertThat(about(raw.create()).judged().refusals().get(0).detail()).doesNotContain("\n");
  }

  /** RFC 5280 §4.1.2.2, §4.1.2.5 and §4.1.2.8: not to be issued, but to be processed. */
  @Test
  void onlyNotesWhatThoseWhoRelyOnCertificatesHaveToProcess() {
    RawCertificate times = raw();
    times.notBefore = ascii(0x18, "20200101000000Z");
    times.notAfter = ascii(0x18, "20491231235959Z");
    RawCertificate ids = raw();
    ids.uniqueIds = tag(0x81, new byte[2]);
    RawCertificate policies = raw();
    policies.extensions.add(extension("2.5.29.36", false, seq(tag(0x81, new byte[1]))));
    Authority root = Authority.root("CN=Old Root").serial(0).create();

    for (Asked asked :
        List.of(
            about(times.create()),
            about(ids.create()),
            about(policies.create()),
            Asked.about(root.identity("CN=x").create()).trusting(root))) {
      assertThat(asked.refusals()).isEmpty();
      assertThat(asked.warnings()).contains(TrustReason.NOT_CONFORMING);
    }
  }

  @Test
  void readsUtcTimeOfBothCenturies() {
    RawCertificate old = raw();
    old.notBefore = ascii(0x17, "500101000000Z");
    old.notAfter = ascii(0x17, "991231235959Z");

    TrustFinding finding = about(old.create()).judged().refusals().get(0);

    assertThat(finding.reason()).isEqualTo(TrustReason.EXPIRED);
    assertThat(finding.detail()).contains("1999-12-31T23:59:59Z");
  }

  @Test
  void neverThrowsAndNeverAcceptsOctetsThatWereChangedAnywhere() {
    RawCertificate raw = raw();
    byte[] signed = raw.toBeSigned();
    byte[] signature = raw.sign(signed);
    byte[] encoded = seq(signed, raw.outerAlgorithm, bits(signature));
    Random random = new Random(42);
    for (int i = 0; i < 4_000; i++) {
      byte[] changed = mutate(encoded, random);
      // The signature is checked over what the octets now say, as a provider would.
      X509Certificate certificate = raw.opaque(changed, changed, signature);

      TrustDecision decision = about(certificate).judged();

      assertThat(decision.accepted()).as("mutation %d", i).isFalse();
      assertThat(decision.refusals()).isNotEmpty();
    }
  }

  private static byte[] mutate(byte[] encoded, Random random) {
    byte[] changed = encoded.clone();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0
        ? java.util.Arrays.copyOf(changed, random.nextInt(changed.length))
        : changed;
  }

  @Test
  void isNotStalledByDeepNesting() {
    byte[] nested = seq();
    for (int i = 0; i < 5_000; i++) {
      nested = seq(nested);
    }
    RawCertificate raw = raw();
    raw.extensions.add(extension("2.5.29.30", true, nested));
    raw.extensions.add(extension("2.5.29.31", false, nested));

    assertThat(about(raw.create()).refusals()).contains(TrustReason.MALFORMED);
  }
}
