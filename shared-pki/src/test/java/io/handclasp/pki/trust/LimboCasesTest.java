package io.handclasp.pki.trust;

import static io.handclasp.pki.trust.DerWriter.ascii;
import static io.handclasp.pki.trust.DerWriter.bits;
import static io.handclasp.pki.trust.DerWriter.integer;
import static io.handclasp.pki.trust.DerWriter.octets;
import static io.handclasp.pki.trust.DerWriter.oid;
import static io.handclasp.pki.trust.DerWriter.seq;
import static io.handclasp.pki.trust.DerWriter.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.AuthorityBuilder;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.KeyUse;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.Oids;
import io.handclasp.pki.issue.RevocationListBuilder;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The hand-written cases of the x509-limbo suite for servers, clients and revocation lists, made
 * again with the builders of this project: each with the answer that the suite wants and, where
 * ours differs, why. Judged with the strict policy, and with that of every day.
 */
class LimboCasesTest {
  private static final String HOST = "example.com";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final byte[] NULL = {5, 0};

  /** What the suite wants, and what is answered here. */
  private enum Answer {
    /** Both accept. */
    ACCEPT,
    /** Both refuse. */
    REFUSE,
    /** The suite accepts, this refuses. */
    STRICTER,
    /** Both refuse, but the policy of every day warns: common tools leave it out. */
    TOOLS_MAKE_IT,
    /** The suite refuses by rules for public authorities (CA/Browser Forum). */
    PUBLIC_RULES
  }

  private record Case(String id, Answer answer, Asked asked) {
    @Override
    public String toString() {
      return id + " " + answer;
    }
  }

  private final List<Case> cases = new ArrayList<>();

  private void add(String id, Answer answer, Asked asked) {
    cases.add(new Case(id, answer, asked));
  }

  private static AuthorityBuilder root() {
    return Authority.root("CN=x509-limbo-root").without(Oids.AUTHORITY_KEY_IDENTIFIER);
  }

  private static AuthorityBuilder below(Authority authority) {
    return authority.intermediate("CN=x509-limbo-intermediate").anyPathLength();
  }

  private static LeafBuilder leaf(Authority authority) {
    return authority.identity("CN=" + HOST).dns(HOST).server();
  }

  private static LeafBuilder nameless(Authority authority) {
    return authority.identity("CN=leaf").server();
  }

  private static Asked ask(X509Certificate leaf, Authority anchor, Authority... intermediates) {
    List<X509Certificate> shown = new ArrayList<>(List.of(leaf));
    Arrays.stream(intermediates).map(Authority::certificate).forEach(shown::add);
    return Asked.about(shown).trusting(anchor).named(HOST);
  }

  private static Asked ask(LeafBuilder leaf, Authority anchor, Authority... intermediates) {
    return ask(leaf.create().leaf(), anchor, intermediates);
  }

  private static Asked withRoot(UnaryOperator<AuthorityBuilder> change) {
    Authority root = change.apply(root()).create();
    return ask(leaf(root), root);
  }

  private static Asked withLeaf(UnaryOperator<LeafBuilder> change) {
    Authority root = root().create();
    return ask(change.apply(leaf(root)), root);
  }

  private static Asked withIntermediate(UnaryOperator<AuthorityBuilder> change) {
    Authority root = root().create();
    Authority intermediate = change.apply(below(root)).create();
    return ask(leaf(intermediate), root, intermediate);
  }

  private static Asked withRaw(Consumer<RawCertificate> change) {
    Authority root = root().create();
    RawCertificate raw = new RawCertificate(root);
    change.accept(raw);
    return ask(raw.create(), root).named("back.example");
  }

  private static byte[] unknown() {
    return seq();
  }

  private static final String UNKNOWN = "1.3.6.1.4.1.55738.666.1";

  private void profile() {
    add("ee-empty-issuer", Answer.REFUSE, withRaw(r -> r.issuer = seq()));
    add("unknown-critical-ee", Answer.REFUSE, withLeaf(l -> l.extension(UNKNOWN, true, unknown())));
    add(
        "unknown-critical-root",
        Answer.REFUSE,
        withRoot(r -> r.extension(UNKNOWN, true, unknown())));
    add(
        "unknown-critical-intermediate",
        Answer.REFUSE,
        withIntermediate(i -> i.extension(UNKNOWN, true, unknown())));
    Authority root = root().create();
    Authority intermediate = below(root).create();
    Authority unrelated = Authority.root("CN=unrelated").create();
    add(
        "chain-untrusted-root",
        Answer.REFUSE,
        ask(leaf(intermediate), unrelated, root, intermediate));
    add(
        "intermediate-ca-without-ca-bit",
        Answer.REFUSE,
        withIntermediate(AuthorityBuilder::withoutAuthorityFlag));
    add(
        "intermediate-ca-missing-basic-constraints",
        Answer.REFUSE,
        withIntermediate(i -> i.without(Oids.BASIC_CONSTRAINTS)));
    add(
        "root-missing-basic-constraints",
        Answer.REFUSE,
        withRoot(r -> r.without(Oids.BASIC_CONSTRAINTS)));
    add(
        "root-non-critical-basic-constraints",
        Answer.TOOLS_MAKE_IT,
        withRoot(r -> r.extension(Oids.BASIC_CONSTRAINTS, false, seq(DerWriter.bool(true)))));
    add("root-inconsistent-ca-extensions", Answer.REFUSE, withRoot(r -> r.keyUse(KeyUse.CRL_SIGN)));
    add(
        "ica-ku-keycertsign",
        Answer.REFUSE,
        withIntermediate(i -> i.pathLength(0).keyUse(KeyUse.DIGITAL_SIGNATURE)));
    add(
        "leaf-ku-keycertsign",
        Answer.REFUSE,
        withLeaf(l -> l.keyUse(KeyUse.DIGITAL_SIGNATURE, KeyUse.KEY_CERT_SIGN)));
    byte[] issuerInfo = seq(seq(oid("1.3.6.1.5.5.7.48.2"), ascii(0x82, HOST)));
    add(
        "ee-aia",
        Answer.ACCEPT,
        withLeaf(l -> l.extension(Extensions.AUTHORITY_INFO_ACCESS, false, issuerInfo)));
    add(
        "ee-critical-aia-invalid",
        Answer.REFUSE,
        withLeaf(l -> l.extension(Extensions.AUTHORITY_INFO_ACCESS, true, issuerInfo)));
    add("duplicate-extensions", Answer.REFUSE, withRaw(r -> r.extensions.add(r.extensions.get(0))));
    add("no-keyusage", Answer.ACCEPT, withLeaf(LeafBuilder::noKeyUse));
    add("no-basicconstraints", Answer.ACCEPT, withLeaf(l -> l.without(Oids.BASIC_CONSTRAINTS)));
    add(
        "mismatching-signature-algorithm",
        Answer.REFUSE,
        withRaw(r -> r.algorithm = seq(oid("1.2.840.10045.4.3.3"))));
    Authority shown = below(root).dns("ca.example.com").create();
    Asked authorityAsLeaf = ask(shown.certificate(), root);
    // Its key usage is for certificates only: TLS needs a signature over the handshake.
    add("ca-as-leaf", Answer.STRICTER, authorityAsLeaf.named("ca.example.com"));
    add("ca-as-leaf-wrong-san", Answer.REFUSE, authorityAsLeaf.named("other.example.com"));
    add(
        "root-and-intermediate-swapped",
        Answer.ACCEPT,
        ask(leaf(intermediate), intermediate, root));
    add("ee-without-eku", Answer.ACCEPT, withLeaf(l -> l.without(Oids.EXTENDED_KEY_USAGE)));
    Authority plain = root().create();
    add("ee-wrong-eku", Answer.REFUSE, ask(plain.identity("CN=" + HOST).dns(HOST).client(), plain));
    add(
        "ica-noncritical-pc",
        Answer.REFUSE,
        withIntermediate(
            i ->
                i.extension(Extensions.POLICY_CONSTRAINTS, false, seq(tag(0x80, new byte[] {3})))));
    add(
        "san-malformed",
        Answer.REFUSE,
        withRaw(
            r ->
                r.extensions.set(
                    0,
                    RawCertificate.extension(
                        Extensions.SUBJECT_ALT_NAME,
                        false,
                        HOST.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))));
    add("san-noncritical-with-empty-subject", Answer.REFUSE, withRaw(r -> r.subject = seq()));
    add(
        "serial-number-too-long",
        Answer.REFUSE,
        withLeaf(l -> l.serial(BigInteger.ONE.shiftLeft(170))));
    add("serial-number-zero", Answer.REFUSE, withLeaf(l -> l.serial(0)));
    add("serial-number-negative", Answer.REFUSE, withLeaf(l -> l.serial(-4711)));
    add("invalid-issuer-key", Answer.REFUSE, withRaw(r -> r.key = emptyRsaKey()));
  }

  private static byte[] emptyRsaKey() {
    return seq(seq(oid("1.2.840.113549.1.1.1"), NULL), bits(new byte[0]));
  }

  private void keyIdentifiers() {
    String aki = Oids.AUTHORITY_KEY_IDENTIFIER;
    String ski = Oids.SUBJECT_KEY_IDENTIFIER;
    byte[] some = seq(tag(0x80, new byte[20]));
    add("critical-aki", Answer.REFUSE, withRoot(r -> r.extension(aki, true, seq())));
    add("leaf-missing-aki", Answer.REFUSE, withLeaf(l -> l.without(aki)));
    add("intermediate-missing-aki", Answer.REFUSE, withIntermediate(i -> i.without(aki)));
    add("self-signed-root-missing-aki", Answer.ACCEPT, withRoot(r -> r));
    Authority root = root().create();
    Authority crossSigned = below(root).without(aki).create();
    add("cross-signed-root-missing-aki", Answer.REFUSE, ask(leaf(crossSigned), crossSigned));
    add("critical-ski", Answer.REFUSE, withRoot(r -> r.extension(ski, true, octets(new byte[20]))));
    add("root-missing-ski", Answer.REFUSE, withRoot(r -> r.without(ski)));
    add("intermediate-missing-ski", Answer.REFUSE, withIntermediate(i -> i.without(ski)));
    Authority without = root().without(ski).create();
    add(
        "no key identifiers at all",
        Answer.TOOLS_MAKE_IT,
        ask(leaf(without).without(aki).without(ski), without));
    add(
        "webpki::root-with-aki-missing-keyidentifier",
        Answer.REFUSE,
        withRoot(r -> r.extension(aki, false, seq())));
    byte[] issuer = tag(0xa1, tag(0xa4, DerWriter.commonName("myCN")));
    byte[] serial = tag(0x82, new byte[] {4, 0x7b});
    KeyPair key = KeyType.EC_P256.generate();
    byte[] own = tag(0x80, ownKeyId(key));
    add(
        "webpki::root-with-aki-authoritycertissuer",
        Answer.REFUSE,
        withRoot(r -> r.key(key).extension(aki, false, seq(own, issuer))));
    add(
        "webpki::root-with-aki-authoritycertserialnumber",
        Answer.REFUSE,
        withRoot(r -> r.key(key).extension(aki, false, seq(own, serial))));
    add(
        "webpki::root-with-aki-all-fields",
        Answer.REFUSE,
        withRoot(r -> r.key(key).extension(aki, false, seq(own, issuer, serial))));
    add(
        "webpki::root-with-aki-ski-mismatch",
        Answer.REFUSE,
        withRoot(r -> r.extension(aki, false, some)));
  }

  private static byte[] ownKeyId(KeyPair key) {
    byte[] value =
        Authority.root("CN=any").key(key).create().certificate().getExtensionValue("2.5.29.14");
    return Arrays.copyOfRange(value, 4, value.length);
  }

  private static Asked dated(
      String rootUntil, String intermediateUntil, String leafUntil, String at) {
    Instant start = Instant.parse("2016-01-01T00:00:00Z");
    Authority root = root().from(start).until(Instant.parse(rootUntil)).create();
    Authority intermediate =
        below(root).from(start).until(Instant.parse(intermediateUntil)).create();
    return ask(leaf(intermediate).from(start).until(Instant.parse(leafUntil)), root, intermediate)
        .at(Instant.parse(at));
  }

  private static Asked within(String from, String until, String at) {
    Instant start = Instant.parse(from);
    Instant end = Instant.parse(until);
    Authority root = root().from(start).until(end).create();
    Authority intermediate = below(root).from(start).until(end).create();
    return ask(leaf(intermediate).from(start).until(end), root, intermediate).at(Instant.parse(at));
  }

  private void validity() {
    String late = "2026-01-01T00:00:00Z";
    String early = "2020-01-01T00:00:00Z";
    String at = "2022-01-01T00:00:00Z";
    add("expired-root", Answer.REFUSE, dated(early, late, late, at));
    add("expired-intermediate", Answer.REFUSE, dated(late, early, late, at));
    add("expired-leaf", Answer.REFUSE, dated(late, late, early, at));
    String from = "2024-03-01T00:00:01Z";
    String until = "2024-04-01T00:00:00Z";
    add("notbefore-exact", Answer.ACCEPT, within(from, until, from));
    add("notbefore-fractional", Answer.REFUSE, within(from, until, "2024-03-01T00:00:00.999Z"));
    add("notafter-exact", Answer.ACCEPT, within(from, until, until));
    add("notafter-fractional", Answer.ACCEPT, within(from, until, "2024-04-01T00:00:00.005Z"));
    add(
        "a thousand years",
        Answer.ACCEPT,
        within("1970-01-01T00:00:01Z", "2969-05-03T00:00:01Z", "2026-01-01T00:00:00Z"));
  }

  private static Asked constrained(
      UnaryOperator<AuthorityBuilder> constraints, UnaryOperator<LeafBuilder> names, String name) {
    Authority root = constraints.apply(root()).create();
    return ask(names.apply(nameless(root)), root).named(name);
  }

  private void nameConstraints() {
    String foo = "foo.example.com";
    String bar = "bar.example.com";
    add(
        "permitted-dns-mismatch",
        Answer.REFUSE,
        constrained(r -> r.permitDns(HOST), l -> l.dns("not-example.com"), "not-example.com"));
    Authority root = root().create();
    Authority excluding = below(root).excludeDns(HOST).create();
    add("excluded-dns-match", Answer.REFUSE, ask(leaf(excluding), root, excluding));
    add(
        "permitted-dns-match",
        Answer.ACCEPT,
        constrained(r -> r.permitDns(HOST), l -> l.dns(HOST), HOST));
    add(
        "permitted-dns-match-noncritical",
        Answer.REFUSE,
        withRoot(r -> r.extension(Oids.NAME_CONSTRAINTS, false, permitting(ascii(0x82, HOST)))));
    add(
        "permitted-dns-match-more",
        Answer.ACCEPT,
        constrained(
            r -> r.permitDns(HOST), l -> l.dns("foo.bar.example.com"), "foo.bar.example.com"));
    add(
        "excluded-dns-match-second",
        Answer.REFUSE,
        constrained(r -> r.excludeDns(bar), l -> l.dns(HOST).dns(bar), HOST));
    add(
        "permitted-ip-mismatch",
        Answer.REFUSE,
        constrained(r -> r.permitIp("192.0.2.0/24"), l -> l.ip("192.0.3.1"), "192.0.3.1"));
    add(
        "excluded-ipv4-match",
        Answer.REFUSE,
        constrained(r -> r.excludeIp("192.0.2.0/24"), l -> l.ip("192.0.2.1"), "192.0.2.1"));
    add(
        "excluded-ipv6-match",
        Answer.REFUSE,
        constrained(r -> r.excludeIp("::1/128"), l -> l.ip("::1"), "::1"));
    add(
        "permitted-ipv4-match",
        Answer.ACCEPT,
        constrained(r -> r.permitIp("192.0.2.0/24"), l -> l.ip("192.0.2.1"), "192.0.2.1"));
    add(
        "permitted-ipv6-match",
        Answer.ACCEPT,
        constrained(r -> r.permitIp("::1/128"), l -> l.ip("::1"), "::1"));
    directoryNames();
    Authority own =
        Authority.root("CN=not-example.com").dns("not-example.com").permitDns(HOST).create();
    Authority again =
        own.intermediate("CN=not-example.com").anyPathLength().dns("not-example.com").create();
    add("permitted-self-issued", Answer.ACCEPT, ask(leaf(again), own, again));
    Authority permitting = root().permitDns(HOST).create();
    Authority other = permitting.intermediate("CN=not-example.com").dns("not-example.com").create();
    add(
        "excluded-self-issued-leaf",
        Answer.REFUSE,
        ask(other.identity("CN=not-example.com").dns("not-example.com").server(), permitting, other)
            .named("not-example.com"));
    add(
        "excluded-match-permitted-and-excluded",
        Answer.REFUSE,
        constrained(r -> r.permitDns(HOST).excludeDns(HOST), l -> l.dns(HOST), HOST));
    add(
        "permitted-different-constraint-type",
        Answer.ACCEPT,
        constrained(r -> r.permitIp("192.0.2.0/24"), l -> l.dns(HOST), HOST));
    add(
        "excluded-different-constraint-type",
        Answer.ACCEPT,
        constrained(r -> r.excludeIp("192.0.2.0/24"), l -> l.dns(HOST), HOST));
    malformedConstraints();
    byte[] inLeaf = permitting(ascii(0x82, HOST));
    add(
        "not-allowed-in-ee-noncritical",
        Answer.REFUSE,
        withLeaf(l -> l.extension(Oids.NAME_CONSTRAINTS, false, inLeaf)));
    add(
        "not-allowed-in-ee-critical",
        Answer.REFUSE,
        withLeaf(l -> l.extension(Oids.NAME_CONSTRAINTS, true, inLeaf)));
    nestedConstraints(foo, bar);
    mailConstraints();
    otherNames();
    wildcardConstraints(foo, bar);
  }

  private static byte[] permitting(byte[]... bases) {
    return seq(tag(0xa0, Arrays.stream(bases).map(DerWriter::seq).toArray(byte[][]::new)));
  }

  private void directoryNames() {
    add("permitted-dn-mismatch", Answer.REFUSE, directory("foo", true, "not-foo", "not-foo"));
    add("excluded-dn-match", Answer.REFUSE, directory("foo", false, "foo", "foo"));
    add("permitted-dn-match", Answer.ACCEPT, directory("foo", true, "foo", "foo"));
    add(
        "permitted-dn-match-subject-san-mismatch",
        Answer.REFUSE,
        directory("foo", true, "not-foo", "foo"));
    add("excluded-dn-match-sub-mismatch", Answer.REFUSE, directory("foo", false, "foo", "not-foo"));
  }

  private static Asked directory(String base, boolean permit, String subject, String alternative) {
    Authority root =
        (permit ? root().permitDirectory("CN=" + base) : root().excludeDirectory("CN=" + base))
            .create();
    byte[] names = seq(tag(0xa4, DerWriter.commonName(alternative)));
    return ask(
            root.identity("CN=" + subject)
                .server()
                .extension(Oids.SUBJECT_ALTERNATIVE_NAME, false, names),
            root)
        .named(null);
  }

  private void malformedConstraints() {
    refusedConstraint("invalid-dnsname-wildcard", ascii(0x82, "*.example.com"));
    refusedConstraint("invalid-dnsname-leading-period", ascii(0x82, ".example.com"));
    refusedConstraint("invalid-ipv4-address", tag(0x87, address("127.0.0.1")));
    refusedConstraint("invalid-ipv6-address", tag(0x87, address("::1")));
    refusedConstraint("invalid-email-address", ascii(0x81, "invalid@invalid@example.com"));
    String constraints = Oids.NAME_CONSTRAINTS;
    add(
        "webpki::intermediate-subtrees-both-null",
        Answer.REFUSE,
        withIntermediate(i -> i.extension(constraints, true, seq())));
    add(
        "webpki::intermediate-subtrees-both-empty",
        Answer.REFUSE,
        withIntermediate(i -> i.extension(constraints, true, seq(tag(0xa0), tag(0xa1)))));
  }

  private static byte[] address(String text) {
    try {
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private void refusedConstraint(String id, byte[] base) {
    Authority root = root().extension(Oids.NAME_CONSTRAINTS, true, permitting(base)).create();
    LeafBuilder leaf =
        root.identity("CN=leaf")
            .dns("foo.example.com")
            .ip("127.0.0.1")
            .ip("::1")
            .email("example@example.com");
    X509Certificate certificate = leaf.create().leaf();
    add(id, Answer.REFUSE, ask(certificate, root).named("foo.example.com"));
    add(id + " for a client", Answer.REFUSE, ask(certificate, root).named(null).as(Purpose.CLIENT));
  }

  private void nestedConstraints(String foo, String bar) {
    Authority root = root().create();
    Authority first = below(root).permitDns(foo).excludeDns(bar).create();
    Authority second = first.intermediate("CN=second").dns(bar).create();
    add(
        "intermediate-with-san-rejected-by-intermediate-nc",
        Answer.REFUSE,
        ask(second.identity("CN=leaf").dns(foo).server(), root, first, second).named(foo));
    Authority strict = root().permitDns(foo).excludeDns(bar).create();
    Authority free = below(strict).create();
    Authority named = free.intermediate("CN=second").dns(bar).create();
    add(
        "intermediate-with-san-rejected-by-root-nc",
        Answer.REFUSE,
        ask(named.identity("CN=leaf").dns(foo).server(), strict, free, named).named(foo));
    Authority both = below(root).permitDns(foo).permitDns(bar).create();
    Authority narrower = both.intermediate("CN=second").permitDns(bar).create();
    add(
        "restrictive-permits-in-intermediates-narrows",
        Answer.REFUSE,
        ask(narrower.identity("CN=leaf").dns(foo).server(), root, both, narrower).named(foo));
    Authority one = below(root).permitDns(bar).create();
    Authority wider = one.intermediate("CN=second").permitDns(foo).permitDns(bar).create();
    add(
        "restrictive-permits-in-intermediates-widens",
        Answer.REFUSE,
        ask(wider.identity("CN=leaf").dns(foo).server(), root, one, wider).named(foo));
    alternatePaths(foo, bar);
  }

  private void alternatePaths(String permitted, String forbidden) {
    Authority untrusted = Authority.root("CN=untrusted").create();
    Authority trusted = Authority.root("CN=trusted").create();
    Authority constrained = below(trusted).permitDns(permitted).excludeDns(forbidden).create();
    KeyPair key = KeyType.EC_P256.generate();
    Authority barred =
        untrusted.intermediate("CN=an-intermediate").key(key).dns(forbidden).create();
    Authority open = constrained.intermediate("CN=an-intermediate").key(key).create();
    add(
        "nc-forbids-alternate-chain-ica",
        Answer.ACCEPT,
        ask(barred.identity("CN=leaf").dns(permitted).server(), trusted, constrained, barred, open)
            .named(permitted));
    Authority other = Authority.root("CN=other").create();
    Authority excluding = below(trusted).excludeDns(forbidden).create();
    Authority first = excluding.intermediate("CN=an-intermediate").key(key).dns(forbidden).create();
    Authority second = other.intermediate("CN=an-intermediate").key(key).dns(permitted).create();
    X509Certificate leaf = first.identity("CN=leaf").dns(permitted).server().create().leaf();
    add(
        "nc-forbids-same-chain-ica",
        Answer.ACCEPT,
        Asked.about(leaf, excluding.certificate(), first.certificate(), second.certificate())
            .trusting(trusted, other)
            .named(permitted));
  }

  private void mailConstraints() {
    add("nc-permits-email-exact", Answer.ACCEPT, mail("foo@example.com", "foo@example.com"));
    add("nc-permits-email-domain", Answer.ACCEPT, mail("example.com", "foo@example.com"));
    add(
        "nc-permits-invalid-email-san",
        Answer.REFUSE,
        mail(HOST, "good@example.com", "a@b@example.com"));
  }

  private static Asked mail(String permitted, String... names) {
    Authority root = root().create();
    Authority intermediate = below(root).permitEmail(permitted).create();
    LeafBuilder leaf = intermediate.identity("CN=leaf").client();
    Arrays.stream(names).forEach(leaf::email);
    return ask(leaf, root, intermediate).as(Purpose.CLIENT).named(names[0]);
  }

  private void otherNames() {
    byte[] other = tag(0xa0, oid("1.3.6.1.4.1.55738.666.3"), tag(0xa0, NULL));
    Authority root = root().create();
    Authority intermediate =
        below(root)
            .extension(
                Oids.NAME_CONSTRAINTS,
                true,
                seq(tag(0xa0, seq(ascii(0x82, HOST))), tag(0xa1, seq(other))))
            .create();
    add(
        "nc-forbids-othername",
        Answer.REFUSE,
        ask(
            intermediate
                .identity("CN=leaf")
                .server()
                .extension(Oids.SUBJECT_ALTERNATIVE_NAME, false, seq(ascii(0x82, HOST), other)),
            root,
            intermediate));
    add("nc-forbids-othername-noop", Answer.ACCEPT, ask(leaf(intermediate), root, intermediate));
    add(
        "nc-permits-invalid-dns-san",
        Answer.REFUSE,
        named(r -> r.permitDns(HOST), ascii(0x82, ".example.com"), ascii(0x82, "foo.example.com"))
            .named("foo.example.com"));
    add(
        "nc-permits-invalid-ip-san",
        Answer.REFUSE,
        named(
                r -> r.permitIp("192.0.2.0/24"),
                tag(0x87, address("192.0.2.0"), address("255.255.255.0")),
                tag(0x87, address("192.0.2.1")))
            .named("192.0.2.1"));
  }

  private static Asked named(UnaryOperator<AuthorityBuilder> constraints, byte[]... names) {
    Authority root = root().create();
    Authority intermediate = constraints.apply(below(root)).create();
    return ask(
        intermediate
            .identity("CN=leaf")
            .server()
            .extension(Oids.SUBJECT_ALTERNATIVE_NAME, false, seq(names)),
        root,
        intermediate);
  }

  private void wildcardConstraints(String foo, String bar) {
    add(
        "cve-2025-61727",
        Answer.REFUSE,
        constrained(r -> r.permitDns(HOST).excludeDns(bar), l -> l.dns("*.example.com"), bar));
    add(
        "cve-2025-61727-nc-permits-variant",
        Answer.REFUSE,
        constrained(r -> r.permitDns(foo), l -> l.dns("*.example.com"), foo));
  }

  private void pathLengths() {
    Authority root = root().create();
    for (int length = 0; length < 3; length++) {
      Authority intermediate = below(root).pathLength(length).create();
      add(
          "ee-with-intermediate-pathlen-" + length,
          Answer.ACCEPT,
          ask(leaf(intermediate), root, intermediate));
    }
    Authority none = below(root).pathLength(0).create();
    Authority second = none.intermediate("CN=second").pathLength(0).create();
    // Its key usage is for certificates only: TLS needs a signature over the handshake.
    add(
        "validation-ignores-pathlen-in-leaf",
        Answer.STRICTER,
        ask(second.certificate(), root, none).named(null));
    add("intermediate-violates-pathlen-0", Answer.REFUSE, ask(leaf(second), root, none, second));
    Authority one = below(root).pathLength(1).create();
    Authority two = one.intermediate("CN=second").pathLength(2).create();
    add("intermediate-pathlen-may-increase", Answer.ACCEPT, ask(leaf(two), root, one, two));
    Authority zero = one.intermediate("CN=second").pathLength(0).create();
    Authority third = zero.intermediate("CN=third").pathLength(0).create();
    add("intermediate-pathlen-too-long", Answer.REFUSE, ask(leaf(third), root, one, zero, third));
    Authority again = one.intermediate("CN=x509-limbo-intermediate").pathLength(1).create();
    Authority last = again.intermediate("CN=last").pathLength(0).create();
    add("self-issued-certs-pathlen", Answer.ACCEPT, ask(leaf(last), root, one, again, last));
  }

  private void pathological() {
    KeyPair key = KeyType.EC_P256.generate();
    Authority root = root().key(key).create();
    Authority rootTwo = Authority.root("CN=x509-limbo-root-2").create();
    Authority expired = rootTwo.intermediate("CN=x509-limbo-root").key(key).expired().create();
    add(
        "multiple-chains-expired-intermediate",
        Answer.ACCEPT,
        Asked.about(leaf(root).create().leaf(), expired.certificate())
            .trusting(root, rootTwo)
            .named(HOST));
    Authority unrelated = Authority.root("CN=unrelated").create();
    KeyPair one = KeyType.EC_P256.generate();
    KeyPair two = KeyType.EC_P256.generate();
    Authority first = crossed("CN=ca2", two, "CN=ca1", one);
    Authority second = crossed("CN=ca1", one, "CN=ca2", two);
    add(
        "intermediate-cycle-distinct-cas",
        Answer.REFUSE,
        ask(leaf(first), unrelated, first, second));
    Authority same = crossed("CN=same", two, "CN=same", one);
    Authority other = crossed("CN=same", one, "CN=same", two);
    add(
        "intermediate-cycle-same-logical-ca",
        Answer.REFUSE,
        ask(leaf(same), unrelated, same, other));
    mutuallyCertified();
    tooManyNames();
  }

  private static Authority crossed(String issuer, KeyPair by, String subject, KeyPair key) {
    return Authority.root(issuer)
        .key(by)
        .create()
        .intermediate(subject)
        .anyPathLength()
        .key(key)
        .create();
  }

  private void mutuallyCertified() {
    List<String> names = List.of("CN=Root A", "CN=Root B", "CN=Root C");
    List<KeyPair> keys = Stream.generate(KeyType.EC_P256::generate).limit(3).toList();
    List<Authority> roots = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      roots.add(Authority.root(names.get(i)).key(keys.get(i)).create());
    }
    List<X509Certificate> shown = new ArrayList<>();
    for (int by = 0; by < 3; by++) {
      for (int of = 0; of < 3; of++) {
        if (by != of) {
          shown.add(
              crossed(names.get(by), keys.get(by), names.get(of), keys.get(of)).certificate());
        }
      }
    }
    Authority below = roots.get(0).intermediate("CN=Intermediate A1").create();
    shown.add(below.certificate());
    shown.add(0, leaf(below).create().leaf());
    add("cve-2024-0567", Answer.ACCEPT, Asked.about(shown).trusting(roots.get(0)).named(HOST));
  }

  private void tooManyNames() {
    AuthorityBuilder many = root();
    for (int i = 0; i < 1_024; i++) {
      many.permitDns("t" + i + ".test").excludeDns("x" + i + ".test");
    }
    Authority root = many.create();
    LeafBuilder leaf = root.identity("CN=leaf").server();
    for (int i = 0; i < 1_024; i++) {
      leaf.dns("t" + (1_023 - i) + ".test");
    }
    add("nc-dos", Answer.REFUSE, ask(leaf, root).named("t0.test"));
  }

  private void names() {
    name("exact-dns-san", Answer.ACCEPT, HOST, HOST);
    name("mismatch-domain-san", Answer.REFUSE, HOST, "example2.com");
    name("mismatch-subdomain-san", Answer.REFUSE, "abc.example.com", "def.example.com");
    name("mismatch-subdomain-apex-san", Answer.REFUSE, HOST, "abc.example.com");
    name("mismatch-apex-subdomain-san", Answer.REFUSE, "abc.example.com", HOST);
    name("public-suffix-wildcard-san", Answer.REFUSE, "*.com", HOST);
    name("leftmost-wildcard-san", Answer.ACCEPT, "*.example.com", "foo.example.com");
    name("wildcard-embedded-leftmost-san", Answer.REFUSE, "ba*.example.com", "baz.example.com");
    name("wildcard-not-in-leftmost-san", Answer.REFUSE, "foo.*.example.com", "foo.bar.example.com");
    name("wildcard-match-across-labels-san", Answer.REFUSE, "*.example.com", "foo.bar.example.com");
    name(
        "wildcard-embedded-ulabel-san",
        Answer.REFUSE,
        "xn--*-1b3c148a.example.com",
        "xn--bliss-1b3c148a.example.com");
    String san = Oids.SUBJECT_ALTERNATIVE_NAME;
    byte[] emoji =
        seq(
            tag(
                0x82,
                "\ud83d\ude1c.example.com".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    add(
        "unicode-emoji-san",
        Answer.REFUSE,
        withRaw(r -> r.extensions.set(0, RawCertificate.extension(san, false, emoji)))
            .named("xn--628h.example.com"));
    Authority root = root().create();
    add(
        "exact-localhost-ip-san",
        Answer.ACCEPT,
        ask(nameless(root).ip("127.0.0.1"), root).named("127.0.0.1"));
    add(
        "no-san",
        Answer.REFUSE,
        ask(root.identity("CN=" + HOST).noAlternativeNames().server().without(san), root));
    add("v1-cert", Answer.REFUSE, ask(root.identity("CN=" + HOST).versionOne(), root));
  }

  private void name(String id, Answer answer, String shown, String expected) {
    Authority root = root().create();
    byte[] names = seq(ascii(0x82, shown));
    LeafBuilder leaf =
        root.identity("CN=leaf").server().extension(Oids.SUBJECT_ALTERNATIVE_NAME, false, names);
    add(id, answer, ask(leaf, root).named(expected));
  }

  private void publicRules() {
    String eku = Oids.EXTENDED_KEY_USAGE;
    byte[] server = seq(oid(Extensions.SERVER_AUTH));
    add("root-has-eku", Answer.PUBLIC_RULES, withRoot(r -> r.extension(eku, false, server)));
    add("ee-critical-eku", Answer.PUBLIC_RULES, withLeaf(l -> l.extension(eku, true, server)));
    for (String also :
        List.of(
            Extensions.ANY_USAGE,
            "1.3.6.1.4.1.11129.2.4.4",
            "1.3.6.1.5.5.7.3.3",
            "1.3.6.1.5.5.7.3.4",
            "1.3.6.1.5.5.7.3.8",
            "1.3.6.1.5.5.7.3.9")) {
      byte[] both = seq(oid(Extensions.SERVER_AUTH), oid(also));
      add(
          "serverauth-with-" + also,
          Answer.PUBLIC_RULES,
          withLeaf(l -> l.extension(eku, false, both)));
    }
    add("ee-serverauth-with-additional", Answer.ACCEPT, withLeaf(l -> l.client()));
    add(
        "ee-precertificate-only",
        Answer.REFUSE,
        withLeaf(l -> l.extension(eku, false, seq(oid("1.3.6.1.4.1.11129.2.4.4")))));
    add(
        "san-critical-with-nonempty-subject",
        Answer.PUBLIC_RULES,
        withLeaf(l -> l.extension(Oids.SUBJECT_ALTERNATIVE_NAME, true, seq(ascii(0x82, HOST)))));
    add("ee-basicconstraints-ca", Answer.PUBLIC_RULES, withLeaf(LeafBuilder::claimingAuthority));
    add("cn-not-in-san", Answer.PUBLIC_RULES, commonName());
    add(
        "malformed-aia",
        Answer.REFUSE,
        withLeaf(
            l ->
                l.extension(
                    Extensions.AUTHORITY_INFO_ACCESS,
                    false,
                    "malformed".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
    add(
        "ee-rsa-without-any-usages",
        Answer.REFUSE,
        withLeaf(l -> l.extension(Oids.KEY_USAGE, true, new byte[] {3, 1, 0})));
    byte[] p192 =
        seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.1")), bits(new byte[49]));
    add("forbidden-p192-spki-leaf", Answer.REFUSE, withRaw(r -> r.key = p192));
    byte[] dsa = seq(seq(oid("1.2.840.10040.4.1")), bits(new byte[49]));
    add("forbidden-dsa-spki-leaf", Answer.REFUSE, withRaw(r -> r.key = dsa));
  }

  private static Asked commonName() {
    Authority root = root().create();
    return ask(root.identity("CN=notinsan.example.com").dns(HOST).server(), root);
  }

  private static Asked listed(
      UnaryOperator<AuthorityBuilder> authority,
      UnaryOperator<LeafBuilder> certificate,
      UnaryOperator<RevocationListBuilder> list) {
    Authority root = authority.apply(root().from(NOON.minus(Duration.ofDays(400)))).create();
    X509Certificate leaf =
        certificate.apply(leaf(root).from(NOON.minus(Duration.ofDays(60)))).create().leaf();
    X509CRL made = list.apply(dated(root)).create();
    return ask(leaf, root).with(made).at(NOON);
  }

  private static RevocationListBuilder dated(Authority authority) {
    return authority
        .revocationList()
        .thisUpdate(NOON.minus(Duration.ofDays(1)))
        .nextUpdate(NOON.plus(Duration.ofDays(30)));
  }

  private static Asked listed(UnaryOperator<RevocationListBuilder> list) {
    return listed(r -> r, l -> l.serial(4711), list);
  }

  private static RevocationListBuilder revoking(
      RevocationListBuilder list, long serial, Instant at) {
    return list.revoke(BigInteger.valueOf(serial), at, CRLReason.KEY_COMPROMISE);
  }

  private void revocationLists() {
    Instant yesterday = NOON.minus(Duration.ofDays(1));
    add("revoked-certificate-with-crl", Answer.REFUSE, listed(l -> revoking(l, 4711, yesterday)));
    add("crlnumber-missing", Answer.TOOLS_MAKE_IT, listed(l -> l.without(Oids.CRL_NUMBER)));
    add("certificate-not-on-crl", Answer.ACCEPT, listed(l -> revoking(l, 12, yesterday)));
    Authority other = Authority.root("CN=Root CA 2").create();
    Authority root = root().from(NOON.minus(Duration.ofDays(400))).create();
    X509Certificate leaf = leaf(root).from(yesterday).serial(4711).create().leaf();
    add(
        "certificate-serial-on-crl-different-issuer",
        Answer.ACCEPT,
        ask(leaf, root)
            .trusting(root, other)
            .with(dated(root).create(), revoking(dated(other), 4711, yesterday).create())
            .at(NOON));
    add(
        "crlnumber-critical",
        Answer.REFUSE,
        listed(l -> l.without(Oids.CRL_NUMBER).extension(Oids.CRL_NUMBER, true, integer(7))));
    add(
        "issuer-missing-crlsign",
        Answer.REFUSE,
        listed(r -> r.keyUse(KeyUse.KEY_CERT_SIGN), l -> l, l -> l));
    add(
        "issuer-no-keyusage-extension",
        Answer.ACCEPT,
        listed(AuthorityBuilder::noKeyUse, l -> l, l -> l));
    add("issuer-valid-crlsign-and-keycertsign", Answer.ACCEPT, listed(l -> l));
    KeyPair stranger = KeyType.EC_P256.generate();
    add("crl-invalid-signature", Answer.REFUSE, listed(l -> l.signedBy(stranger.getPrivate())));
    add("crl-wrong-signing-key", Answer.REFUSE, listed(l -> l.signedBy(other.key())));
    add("crl-empty", Answer.ACCEPT, listed(l -> l));
    add("crl-very-large", Answer.ACCEPT, listed(LimboCasesTest::large));
    add(
        "crl-unknown-critical-extension",
        Answer.REFUSE,
        listed(l -> l.extension(UNKNOWN, true, unknown())));
    add(
        "crl-unknown-noncritical-extension",
        Answer.ACCEPT,
        listed(l -> l.extension(UNKNOWN, false, unknown())));
    add(
        "crl-duplicate-revoked-serial",
        Answer.REFUSE,
        listed(l -> revoking(revoking(l, 12, yesterday), 12, yesterday)));
    add("crl-missing-next-update", Answer.STRICTER, listed(RevocationListBuilder::noNextUpdate));
    listTimes(yesterday);
    listScopes();
  }

  private static RevocationListBuilder large(RevocationListBuilder list) {
    for (int i = 0; i < 10_000; i++) {
      revoking(list, 100_000L + i, NOON.minus(Duration.ofDays(300)));
    }
    return list;
  }

  private void listTimes(Instant yesterday) {
    add(
        "this-update-in-future",
        Answer.REFUSE,
        listed(l -> l.thisUpdate(NOON.plus(Duration.ofDays(1)))));
    add(
        "next-update-in-past",
        Answer.REFUSE,
        listed(l -> l.thisUpdate(NOON.minus(Duration.ofDays(60))).nextUpdate(yesterday)));
    add(
        "revocation-date-in-future",
        Answer.REFUSE,
        listed(l -> revoking(l, 4711, NOON.plus(Duration.ofDays(1)))));
    add(
        "revocation-date-before-not-before",
        Answer.REFUSE,
        listed(l -> revoking(l, 4711, NOON.minus(Duration.ofDays(90)))));
    add(
        "crl-validity-no-overlap",
        Answer.REFUSE,
        listed(
            l ->
                l.thisUpdate(NOON.minus(Duration.ofDays(365)))
                    .nextUpdate(NOON.minus(Duration.ofDays(180)))));
  }

  private static byte[] place(byte[]... names) {
    return tag(0xa0, tag(0xa0, names));
  }

  private static byte[] uri(String text) {
    return ascii(0x86, text);
  }

  private static Asked scoped(byte[] certificatePlace, byte[]... listScope) {
    return listed(
        r -> r,
        l ->
            certificatePlace.length == 0
                ? l
                : l.extension(
                    Extensions.CRL_DISTRIBUTION_POINTS, false, seq(seq(certificatePlace))),
        l -> l.extension("2.5.29.28", true, seq(listScope)));
  }

  private void listScopes() {
    byte[] none = new byte[0];
    byte[] mine = uri("http://example.com/partition.crl");
    byte[] yes = {(byte) 0xff};
    add(
        "idp-cdp-scope-mismatch",
        Answer.REFUSE,
        scoped(place(mine), place(uri("http://example.com/other.crl"))));
    add("idp-cdp-scope-match", Answer.ACCEPT, scoped(place(mine), place(mine)));
    add("idp-only-contains-ca-certs-ee-target", Answer.REFUSE, scoped(none, tag(0x82, yes)));
    add("idp-present-certificate-missing-cdp", Answer.REFUSE, scoped(none, place(mine)));
    add("idp-only-contains-attribute-certs", Answer.REFUSE, scoped(none, tag(0x85, yes)));
    byte[] host = ascii(0x82, HOST);
    add(
        "idp-present-certificate-cdp-non-uri-generalname",
        Answer.PUBLIC_RULES,
        scoped(place(mine, host), place(mine)));
    add(
        "idp-fullname-non-uri-generalname",
        Answer.PUBLIC_RULES,
        scoped(place(mine), place(mine, host)));
    add("idp-indirect-crl", Answer.PUBLIC_RULES, scoped(place(mine), place(mine), tag(0x84, yes)));
    add(
        "idp-only-some-reasons-no-complete-crl",
        Answer.REFUSE,
        scoped(place(mine), place(mine), tag(0x83, new byte[] {6, 0x40})));
    add(
        "idp-uri-not-byte-identical",
        Answer.REFUSE,
        scoped(
            place(uri("http://example.com/crls/%73hard.crl")),
            place(uri("http://example.com/crls/shard.crl"))));
    byte[] relative = tag(0xa0, tag(0xa1, seq(oid("2.5.4.3"), DerWriter.utf8("partition"))));
    add("idp-name-relative-to-crl-issuer", Answer.REFUSE, scoped(none, relative));
    onlyUsers(yes);
  }

  private void onlyUsers(byte[] yes) {
    Instant start = NOON.minus(Duration.ofDays(60));
    Authority root = root().from(start).create();
    Authority intermediate = below(root).from(start).create();
    X509CRL ofRoot = dated(root).extension("2.5.29.28", true, seq(tag(0x81, yes))).create();
    add(
        "idp-only-contains-user-certs-ca-target",
        Answer.REFUSE,
        ask(leaf(intermediate).from(start), root, intermediate)
            .with(ofRoot, dated(intermediate).create())
            .at(NOON));
  }

  static Stream<Case> cases() {
    LimboCasesTest made = new LimboCasesTest();
    made.profile();
    made.keyIdentifiers();
    made.validity();
    made.nameConstraints();
    made.pathLengths();
    made.pathological();
    made.names();
    made.publicRules();
    made.revocationLists();
    return made.cases.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void answersAsTheSuiteWantsOrForAReason(Case one) {
    TrustPolicy everyday = one.asked().policy();
    TrustDecision strictly = one.asked().under(everyday.withConformance(true)).judged();

    boolean accepts = one.answer() == Answer.ACCEPT || one.answer() == Answer.PUBLIC_RULES;
    assertThat(strictly.accepted()).as("%s", strictly.refusals()).isEqualTo(accepts);
    assertThat(one.asked().judged().accepted())
        .isEqualTo(accepts || one.answer() == Answer.TOOLS_MAKE_IT);
  }

  @Test
  void hasAsManyCasesAsTheDocumentationSays() {
    assertThat(cases().count()).isEqualTo(180);
  }
}
