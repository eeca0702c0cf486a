package io.handclasp.pki.trust;

import static io.handclasp.pki.trust.DerWriter.ascii;
import static io.handclasp.pki.trust.DerWriter.integer;
import static io.handclasp.pki.trust.DerWriter.oid;
import static io.handclasp.pki.trust.DerWriter.seq;
import static io.handclasp.pki.trust.DerWriter.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.AuthorityBuilder;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.Oids;
import io.handclasp.pki.store.Identity;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NameConstraintsTest {
  private static final Authority ROOT = Authority.root("CN=Acme Root,O=Acme").create();

  @ParameterizedTest(name = "{0} within {1}: permitted {2}, excluded {3}")
  @CsvSource({
    "example.com, example.com, true, true",
    "EXAMPLE.com, example.COM, true, true",
    "a.example.com, example.com, true, true",
    "a.b.example.com, example.com, true, true",
    "notexample.com, example.com, false, false",
    "example.org, example.com, false, false",
    "com, example.com, false, false",
    "example.com, '', true, true",
    "*.example.com, example.com, true, true",
    "*.example.com, a.example.com, false, true",
    "*.example.com, b.a.example.com, false, false",
    "*.a.example.com, example.com, true, true",
    "*.example.org, example.com, false, false",
    ".example.com, example.com, false, true",
    "a..example.com, example.com, false, true",
  })
  void judgesDnsNames(String name, String base, boolean permitted, boolean excluded) {
    check(new GeneralName.Dns(name), new GeneralName.Dns(base), permitted, excluded);
  }

  @ParameterizedTest(name = "{0} within {1}: {2}")
  @CsvSource({
    "0a010203, 0a000000ff000000, true, true",
    "0b010203, 0a000000ff000000, false, false",
    "0a010203, 0a010203ffffffff, true, true",
    "0a010203, 0000000000000000, true, true",
    "0a0102, 0a000000ff000000, false, false",
    "0a010203ffffffff, 0a000000ff000000, false, false",
    "00000000000000000000000000000001, 00000000000000000000000000000001ffffffffffffffffffffffffffffffff, true, true",
    "00000000000000000000ffff0a010203, 0a000000ff000000, false, false",
  })
  void judgesAddresses(String name, String base, boolean permitted, boolean excluded) {
    check(new GeneralName.Ip(name), new GeneralName.Ip(base), permitted, excluded);
  }

  @ParameterizedTest(name = "{0} within {1}: {2}, {3}")
  @CsvSource({
    "op@example.com, op@example.com, true, true",
    "Op@example.com, op@example.com, false, true",
    "op@EXAMPLE.com, op@example.com, true, true",
    "xop@example.com, op@example.com, false, false",
    "op@example.com, example.com, true, true",
    "op@a.example.com, example.com, false, false",
    "op@a.example.com, .example.com, true, true",
    "op@example.com, .example.com, false, false",
    "op@example.com, '', true, true",
    "a@b@example.com, example.com, false, true",
    "@example.com, example.com, false, true",
    "nobody, example.com, false, true",
  })
  void judgesMailNames(String name, String base, boolean permitted, boolean excluded) {
    check(new GeneralName.Mail(name), new GeneralName.Mail(base), permitted, excluded);
  }

  @ParameterizedTest(name = "{0} within {1}: {2}, {3}")
  @CsvSource({
    "http://example.com/a, example.com, true, true",
    "http://EXAMPLE.com:80/a, example.com, true, true",
    "http://a.example.com/, example.com, false, false",
    "http://a.example.com/, .example.com, true, true",
    "http://a.b.example.com/, .example.com, true, true",
    "http://example.com/, .example.com, false, false",
    "http://user@example.com/, example.com, true, true",
    "http://example.com@evil.org/, example.com, false, false",
    "spiffe://example.com/x, example.com, true, true",
    "http://10.0.0.1/, example.com, false, true",
    "urn:uuid:1, example.com, false, true",
    "not a uri, example.com, false, true",
  })
  void judgesUris(String name, String base, boolean permitted, boolean excluded) {
    check(new GeneralName.Uri(name), new GeneralName.Uri(base), permitted, excluded);
  }

  private static void check(
      GeneralName name, GeneralName base, boolean permitted, boolean excluded) {
    assertThat(NameForms.sameForm(name, base)).isTrue();
    assertThat(NameForms.isPermittedBy(name, base)).as("permitted").isEqualTo(permitted);
    assertThat(NameForms.isExcludedBy(name, base)).as("excluded").isEqualTo(excluded);
  }

  // ---- in chains ----

  static Stream<Arguments> chains() {
    return Stream.of(
        given("permitted DNS", a -> a.permitDns("example.com"), l -> l.dns("a.example.com"), true),
        given(
            "not permitted DNS",
            a -> a.permitDns("example.com"),
            l -> l.dns("a.example.org"),
            false),
        given(
            "one of two names not permitted",
            a -> a.permitDns("example.com"),
            l -> l.dns("a.example.com").dns("b.org"),
            false),
        given(
            "permitted by the second",
            a -> a.permitDns("example.org").permitDns("example.com"),
            l -> l.dns("a.example.com"),
            true),
        given(
            "excluded below permitted",
            a -> a.permitDns("example.com").excludeDns("a.example.com"),
            l -> l.dns("x.a.example.com"),
            false),
        given(
            "wildcard over excluded",
            a -> a.permitDns("example.com").excludeDns("a.example.com"),
            l -> l.dns("*.example.com"),
            false),
        given(
            "other form is free", a -> a.permitIp("10.0.0.0/8"), l -> l.dns("a.example.com"), true),
        given(
            "permitted address",
            a -> a.permitIp("10.0.0.0/8"),
            l -> l.dns("a.b").ip("10.1.1.1"),
            true),
        given(
            "not permitted address",
            a -> a.permitIp("10.0.0.0/8"),
            l -> l.dns("a.b").ip("11.1.1.1"),
            false),
        given(
            "IPv6 where only IPv4 is permitted",
            a -> a.permitIp("10.0.0.0/8"),
            l -> l.ip("::1"),
            false),
        given("excluded address", a -> a.excludeIp("10.0.0.0/8"), l -> l.ip("10.1.1.1"), false),
        given(
            "permitted mail",
            a -> a.permitEmail("example.com"),
            l -> l.email("op@example.com"),
            true),
        given(
            "excluded mail",
            a -> a.excludeEmail("example.com"),
            l -> l.email("op@example.com"),
            false),
        given(
            "permitted URI",
            a -> a.permitUri(".example.com"),
            l -> l.uri("http://a.example.com/"),
            true),
        given("URI without host", a -> a.permitUri("example.com"), l -> l.uri("urn:a:b"), false),
        given("permitted directory", a -> a.permitDirectory("O=Acme"), l -> l.dns("a.b"), true),
        given(
            "not permitted directory", a -> a.permitDirectory("O=Other"), l -> l.dns("a.b"), false),
        given("excluded directory", a -> a.excludeDirectory("O=Acme"), l -> l.dns("a.b"), false),
        given(
            "directory is no prefix of text",
            a -> a.permitDirectory("O=Acm"),
            l -> l.dns("a.b"),
            false));
  }

  private static Arguments given(
      String what,
      UnaryOperator<AuthorityBuilder> authority,
      UnaryOperator<LeafBuilder> leaf,
      boolean accepted) {
    return Arguments.of(what, authority, leaf, accepted);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chains")
  void appliesConstraintsOfTheAnchorAndOfIntermediatesAlike(
      String what,
      UnaryOperator<AuthorityBuilder> constraint,
      UnaryOperator<LeafBuilder> names,
      boolean accepted) {
    Authority root = constraint.apply(Authority.root("CN=Bound Root,O=Acme")).create();
    Authority issuing = constraint.apply(ROOT.intermediate("CN=Bound,O=Acme")).create();
    Identity byRoot = names.apply(root.identity("CN=a leaf,O=Acme")).create();
    Identity byIssuing = names.apply(issuing.identity("CN=a leaf,O=Acme")).create();

    assertThat(Asked.about(byRoot).trusting(root).refusals())
        .isEqualTo(
            accepted ? java.util.List.of() : java.util.List.of(TrustReason.NAME_CONSTRAINTS));
    assertThat(Asked.about(byIssuing).trusting(ROOT).judged().accepted()).isEqualTo(accepted);
  }

  @Test
  void appliesMailConstraintsToTheSubjectWhereNoMailNameIsThere() {
    Authority root = Authority.root("CN=Root").permitEmail("example.com").create();
    Identity good =
        root.identity("CN=a b,1.2.840.113549.1.9.1=#160e6f70406578616d706c652e636f6d").create();
    Identity bad =
        root.identity("CN=a b,1.2.840.113549.1.9.1=#160e6f70406578616d706c652e6f7267").create();

    assertThat(Asked.about(good).trusting(root).refusals()).isEmpty();
    assertThat(Asked.about(bad).trusting(root).refusals())
        .containsExactly(TrustReason.NAME_CONSTRAINTS);
  }

  @Test
  void appliesDnsConstraintsToACommonNameThatCouldBeTakenForAHost() {
    Authority root = Authority.root("CN=Root").permitDns("example.com").create();
    Identity evil = root.identity("CN=evil.org").noAlternativeNames().create();

    assertThat(
            Asked.about(evil)
                .trusting(root)
                .named("evil.org")
                .under(TrustPolicy.strict().withMatchCommonName(true))
                .refusals())
        .containsExactly(TrustReason.NAME_CONSTRAINTS);
  }

  @Test
  void narrowsFromAuthorityToAuthorityAndNeverWidens() {
    Authority both =
        ROOT.intermediate("CN=Both")
            .anyPathLength()
            .permitDns("foo.example.com")
            .permitDns("bar.example.com")
            .create();
    Authority one =
        both.intermediate("CN=One").anyPathLength().permitDns("bar.example.com").create();
    Authority wide = one.intermediate("CN=Wide").permitDns("example.com").create();

    assertThat(
            Asked.about(one.identity("CN=x").dns("foo.example.com").create())
                .trusting(ROOT)
                .refusals())
        .containsExactly(TrustReason.NAME_CONSTRAINTS);
    assertThat(
            Asked.about(wide.identity("CN=x").dns("a.example.com").create())
                .trusting(ROOT)
                .judged()
                .accepted())
        .isFalse();
    assertThat(
            Asked.about(wide.identity("CN=x").dns("bar.example.com").create())
                .trusting(ROOT)
                .refusals())
        .isEmpty();
  }

  @Test
  void appliesConstraintsToAuthoritiesBelowButNotToSelfIssuedOnes() {
    Authority bound =
        ROOT.intermediate("CN=Bound").anyPathLength().permitDns("example.com").create();
    Authority outside = bound.intermediate("CN=Below").dns("outside.org").create();
    Authority again = bound.intermediate("CN=Bound").dns("outside.org").create();

    assertThat(
            Asked.about(outside.identity("CN=x").dns("a.example.com").create())
                .trusting(ROOT)
                .refusals())
        .containsExactly(TrustReason.NAME_CONSTRAINTS);
    Identity belowAgain = again.identity("CN=x").dns("a.example.com").create();
    assertThat(
            Asked.about(belowAgain.leaf(), again.certificate(), bound.certificate())
                .trusting(ROOT)
                .refusals())
        .isEmpty();
  }

  @Test
  void refusesFormsThatItCannotCompareOnlyWhereTheyAppear() {
    byte[] other = tag(0xa0, oid("1.2.3.4"), tag(0xa0, new byte[] {5, 0}));
    Authority root =
        Authority.root("CN=Root")
            .extension(Oids.NAME_CONSTRAINTS, true, seq(tag(0xa1, seq(other))))
            .create();
    Identity without = root.identity("CN=x").dns("a.b").create();
    Identity with =
        root.identity("CN=x")
            .extension(Oids.SUBJECT_ALTERNATIVE_NAME, false, seq(ascii(0x82, "a.b"), other))
            .create();

    assertThat(Asked.about(without).trusting(root).refusals()).isEmpty();
    assertThat(Asked.about(with).trusting(root).refusals())
        .containsExactly(TrustReason.NAME_CONSTRAINTS);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("empty", seq()),
        Arguments.of("empty subtrees", seq(tag(0xa0), tag(0xa1))),
        Arguments.of("wildcard", permitted(ascii(0x82, "*.example.com"))),
        Arguments.of("leading dot", permitted(ascii(0x82, ".example.com"))),
        Arguments.of("trailing dot", permitted(ascii(0x82, "example.com."))),
        Arguments.of("address without mask", permitted(hex("87047f000001"))),
        Arguments.of(
            "IPv6 address without mask", permitted(hex("871000000000000000000000000000000001"))),
        Arguments.of("mask with holes", permitted(hex("87080a000000ff00ff00"))),
        Arguments.of("two at signs", permitted(ascii(0x81, "a@b@example.com"))),
        Arguments.of("URI in place of a host", permitted(ascii(0x86, "http://example.com"))),
        Arguments.of(
            "minimum", seq(tag(0xa0, seq(ascii(0x82, "example.com"), tag(0x80, new byte[] {1}))))),
        Arguments.of(
            "maximum", seq(tag(0xa0, seq(ascii(0x82, "example.com"), tag(0x81, new byte[] {1}))))),
        Arguments.of("unknown field", seq(tag(0xa2, seq(ascii(0x82, "example.com"))))),
        Arguments.of("number", integer(1)));
  }

  private static byte[] permitted(byte[] name) {
    return seq(tag(0xa0, seq(name)));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesConstraintsThatCanBeReadInMoreThanOneWay(String what, byte[] constraints) {
    RawCertificate intermediate = new RawCertificate(ROOT);
    intermediate.extensions.clear();
    intermediate.extensions.add(
        RawCertificate.extension("2.5.29.19", true, seq(DerWriter.bool(true))));
    intermediate.extensions.add(RawCertificate.extension("2.5.29.30", true, constraints));

    assertThat(Asked.about(intermediate.create()).trusting(ROOT).refusals())
        .containsExactly(TrustReason.MALFORMED);
  }

  @Test
  void refusesConstraintsThatAreNotCriticalSinceOthersMaySkipThem() {
    Authority root =
        Authority.root("CN=Root")
            .extension(Oids.NAME_CONSTRAINTS, false, permitted(ascii(0x82, "example.com")))
            .create();
    Asked inside = Asked.about(root.identity("CN=x").dns("a.example.com").create()).trusting(root);
    Asked outside = Asked.about(root.identity("CN=x").dns("a.org").create()).trusting(root);

    assertThat(inside.refusals()).containsExactly(TrustReason.MALFORMED);
    assertThat(outside.refusals())
        .containsExactly(TrustReason.NAME_CONSTRAINTS, TrustReason.MALFORMED);
  }

  @Test
  void boundsTheWorkThatNamesAndConstraintsCanAskFor() {
    AuthorityBuilder builder = Authority.root("CN=Root");
    for (int i = 0; i < 2_000; i++) {
      builder.permitDns("a" + i + ".example.com").excludeDns("b" + i + ".example.com");
    }
    Authority root = builder.create();
    LeafBuilder leaf = root.identity("CN=x");
    for (int i = 0; i < 2_000; i++) {
      leaf.dns("x.a1999.example.com");
    }
    Asked asked = Asked.about(leaf.create()).trusting(root);

    long start = System.nanoTime();
    assertThat(asked.refusals()).contains(TrustReason.TOO_COMPLEX);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
