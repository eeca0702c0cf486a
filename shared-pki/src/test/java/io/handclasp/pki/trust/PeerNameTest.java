package io.handclasp.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.store.Identity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerNameTest {
  private static final Authority ROOT = Authority.root("CN=Acme Root").create();
  private static final TrustPolicy COMMON = TrustPolicy.strict().withMatchCommonName(true);

  private static boolean matches(String expected, GeneralName... names) {
    return PeerName.of(expected).isAmong(List.of(names));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "back.example, back.example",
    "back.example, BACK.Example",
    "Back.EXAMPLE, back.example",
    "back.example., back.example",
    "localhost, localhost",
    "a_b.example, a_b.example",
    "a1.example, *.example.example",
    "b\u00fccher.example, xn--bcher-kva.example",
    "xn--bcher-kva.example, XN--BCHER-KVA.example",
    "foo.example.com, *.example.com",
    "FOO.example.com, *.EXAMPLE.com",
    "xn--bcher-kva.example.com, *.example.com",
    "a.b.c.example.com, *.b.c.example.com",
    "1.example.com, 1.example.com",
  })
  void matchesDnsNames(String expected, String presented) {
    boolean other = presented.equals("*.example.example");

    assertThat(matches(expected, new GeneralName.Dns(presented))).isEqualTo(!other);
  }

  @ParameterizedTest(name = "{0} is not {1}")
  @CsvSource({
    "back.example, front.example",
    "back.example, back.example.com",
    "back.example, ack.example",
    "back.example, aback.example",
    "example.com, *.example.com",
    "a.b.example.com, *.example.com",
    "example.com, *.com",
    "com, *",
    "example.com, *",
    "example.com, *.*",
    "a.example.com, *.*.com",
    "a.example.com, *.*.example.com",
    "baz.example.com, ba*.example.com",
    "baz.example.com, *z.example.com",
    "baz.example.com, b*z.example.com",
    "foo.bar.example.com, foo.*.example.com",
    "xn--bliss-1b3c148a.example.com, xn--*-1b3c148a.example.com",
    "back.example, back.example.",
    "back.example, .back.example",
    "back.example, ' back.example'",
    "back.example, 'back.example '",
    "foo.example.com, *..example.com",
    "foo.example.com, *.example.com.",
    "'', ''",
    "127.0.0.1, 127.0.0.1",
    "127.0.0.1, *.0.0.1",
    "::1, ::1",
    "*.example.com, *.example.com",
    "b ck.example, b ck.example",
    "-a.example, -a.example",
    "a-.example, a-.example",
    "a..example, a..example",
  })
  void doesNotStretchDnsNames(String expected, String presented) {
    assertThat(matches(expected, new GeneralName.Dns(presented))).isFalse();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "127.0.0.1, 7f000001",
    "10.1.2.255, 0a0102ff",
    "::1, 00000000000000000000000000000001",
    "[::1], 00000000000000000000000000000001",
    "0:0:0:0:0:0:0:1, 00000000000000000000000000000001",
    "2001:DB8::1, 20010db8000000000000000000000001",
    "2001:db8:0:0:0:0:0:1, 20010db8000000000000000000000001",
    "::ffff:10.0.0.1, 00000000000000000000ffff0a000001",
    "::, 00000000000000000000000000000000",
    "1::, 00010000000000000000000000000000",
    "fe80::1:2:3:4, fe800000000000000001000200030004",
  })
  void matchesAddressesHoweverTheyAreWritten(String expected, String octets) {
    assertThat(matches(expected, new GeneralName.Ip(octets))).isTrue();
  }

  @ParameterizedTest(name = "{0} is not {1}")
  @CsvSource({
    "127.0.0.1, 7f000002",
    "127.0.0.1, 7f00000100000000",
    "10.0.0.1, 00000000000000000000ffff0a000001",
    "::ffff:10.0.0.1, 0a000001",
    "127.0.0.01, 7f000001",
    "127.1, 7f000001",
    "0x7f.0.0.1, 7f000001",
    "2130706433, 7f000001",
    "256.0.0.1, 00000001",
    "1.2.3.4.5, 01020304",
    "1:2:3:4:5:6:7, 00010002000300040005000600070000",
    "1:2:3:4:5:6:7:8:9, 00010002000300040005000600070008",
    "1::2::3, 00010000000000000000000200000003",
    "::12345, 00000000000000000000000000002345",
    "fe80::1%eth0, fe800000000000000000000000000001",
    "back.example, 7f000001",
  })
  void doesNotStretchAddresses(String expected, String octets) {
    assertThat(matches(expected, new GeneralName.Ip(octets))).isFalse();
  }

  @Test
  void doesNotConfuseTheFormsOfNames() {
    GeneralName mail = new GeneralName.Mail("Op@back.example");
    GeneralName uri = new GeneralName.Uri("spiffe://acme/front");

    assertThat(matches("back.example", mail, uri)).isFalse();
    assertThat(matches("Op@BACK.example", mail)).isTrue();
    assertThat(matches("op@back.example", mail)).isFalse();
    assertThat(matches("spiffe://acme/front", uri)).isTrue();
    assertThat(matches("spiffe://acme/front/", uri)).isFalse();
    assertThat(matches("Op@back.example", new GeneralName.Dns("back.example"))).isFalse();
  }

  // ---- what the judge makes of it ----

  private static Asked leaf(LeafBuilder builder, String expected) {
    return Asked.about(builder.create()).trusting(ROOT).named(expected);
  }

  @Test
  void tellsInWhatWayANameIsMissed() {
    LeafBuilder wildcard = ROOT.identity("CN=x").dns("*.example.com");
    Identity byWildcard = wildcard.create();
    Asked asked = Asked.about(byWildcard).trusting(ROOT);

    assertThat(asked.named("foo.example.com").refusals()).isEmpty();
    assertThat(asked.named("a.b.example.com").refusals())
        .containsExactly(TrustReason.WILDCARD_MISMATCH);
    assertThat(asked.named("example.com").refusals())
        .containsExactly(TrustReason.WILDCARD_MISMATCH);
    assertThat(asked.named("example.org").refusals()).containsExactly(TrustReason.NAME_MISMATCH);
    assertThat(asked.named("10.0.0.1").refusals()).containsExactly(TrustReason.IP_NAME_MISSING);
    assertThat(leaf(ROOT.identity("CN=x").dns("ba*.example.com"), "baz.example.com").refusals())
        .containsExactly(TrustReason.WILDCARD_MISMATCH);
    assertThat(leaf(ROOT.identity("CN=x").dns("*.com"), "example.com").refusals())
        .containsExactly(TrustReason.WILDCARD_MISMATCH);
    assertThat(leaf(ROOT.identity("CN=x").dns("127.0.0.1"), "127.0.0.1").refusals())
        .containsExactly(TrustReason.IP_NAME_MISSING);
    assertThat(leaf(ROOT.identity("CN=x").ip("127.0.0.1"), "127.0.0.1").refusals()).isEmpty();
    assertThat(leaf(ROOT.identity("CN=x").ip("2001:db8::1"), "[2001:DB8:0::1]").refusals())
        .isEmpty();
  }

  @Test
  void looksAtTheCommonNameOnlyWhereAskedForAndNoOtherNameIsThere() {
    LeafBuilder bare = ROOT.identity("CN=back.example,O=Acme").noAlternativeNames();
    Identity byCommonName = bare.create();
    Asked asked = Asked.about(byCommonName).trusting(ROOT).named("Back.example.");

    assertThat(asked.refusals()).containsExactly(TrustReason.COMMON_NAME_ONLY);
    assertThat(asked.under(COMMON).refusals()).isEmpty();
    assertThat(asked.under(COMMON).warnings()).containsExactly(TrustReason.MATCHED_COMMON_NAME);
    assertThat(asked.under(COMMON).named("other.example").refusals())
        .containsExactly(TrustReason.NAME_MISMATCH);
    assertThat(
            leaf(ROOT.identity("CN=back.example").dns("other.example"), "back.example")
                .under(COMMON)
                .refusals())
        .containsExactly(TrustReason.NAME_MISMATCH);
    assertThat(
            leaf(ROOT.identity("CN=back.example").ip("10.0.0.1"), "back.example")
                .under(COMMON)
                .refusals())
        .containsExactly(TrustReason.NAME_MISMATCH);
    assertThat(
            leaf(ROOT.identity("CN=10.0.0.1").noAlternativeNames(), "10.0.0.1")
                .under(COMMON)
                .refusals())
        .containsExactly(TrustReason.IP_NAME_MISSING);
  }

  @Test
  void takesTheMostSpecificCommonNameAndNoWildcardInIt() {
    Identity two = ROOT.identity("CN=back.example,CN=other.example").noAlternativeNames().create();
    Identity wild = ROOT.identity("CN=*.example.com").noAlternativeNames().create();

    assertThat(Asked.about(two).trusting(ROOT).under(COMMON).named("back.example").refusals())
        .isEmpty();
    assertThat(Asked.about(two).trusting(ROOT).under(COMMON).named("other.example").refusals())
        .containsExactly(TrustReason.NAME_MISMATCH);
    assertThat(Asked.about(wild).trusting(ROOT).under(COMMON).named("a.example.com").refusals())
        .containsExactly(TrustReason.NAME_MISMATCH);
  }

  @Test
  void matchesMailboxAndUriOfClients() {
    Identity client =
        ROOT.identity("CN=Operator")
            .client()
            .email("op@acme.example")
            .uri("spiffe://acme/op")
            .create();
    Asked asked = Asked.about(client).trusting(ROOT).as(Purpose.CLIENT);

    assertThat(asked.named("op@acme.example").refusals()).isEmpty();
    assertThat(asked.named("spiffe://acme/op").refusals()).isEmpty();
    assertThat(asked.named("spiffe://acme/other").refusals())
        .containsExactly(TrustReason.NAME_MISMATCH);
    assertThat(asked.named(null).refusals()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".", "..", "@", "a@", "@b", "http://", "[", "[]", "*", "\u0000"})
  void refusesAnExpectedNameThatIsNone(String expected) {
    assertThat(leaf(ROOT.identity("CN=x").dns("back.example"), expected).judged().accepted())
        .isFalse();
  }
}
