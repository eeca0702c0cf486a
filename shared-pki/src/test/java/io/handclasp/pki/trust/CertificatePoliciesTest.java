package io.handclasp.pki.trust;

import static io.handclasp.pki.trust.DerWriter.integer;
import static io.handclasp.pki.trust.DerWriter.oid;
import static io.handclasp.pki.trust.DerWriter.seq;
import static io.handclasp.pki.trust.DerWriter.tag;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.AuthorityBuilder;
import io.handclasp.pki.issue.LeafBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificatePoliciesTest {
  private static final String P1 = "1.3.6.1.4.1.55555.7.1";
  private static final String P2 = "1.3.6.1.4.1.55555.7.2";
  private static final String P3 = "1.3.6.1.4.1.55555.7.3";
  private static final String ANY = Extensions.ANY_POLICY;
  private static final Authority ROOT = Authority.root("CN=Root").create();

  private static AuthorityBuilder below(Authority above) {
    return above.intermediate("CN=Below " + above.chain().size()).anyPathLength();
  }

  private static AuthorityBuilder requiring(AuthorityBuilder builder, int after) {
    return builder.extension(
        Extensions.POLICY_CONSTRAINTS, true, seq(tag(0x80, new byte[] {(byte) after})));
  }

  private static AuthorityBuilder withoutMapping(AuthorityBuilder builder, int after) {
    return builder.extension(
        Extensions.POLICY_CONSTRAINTS,
        true,
        seq(tag(0x80, new byte[] {0}), tag(0x81, new byte[] {(byte) after})));
  }

  private static AuthorityBuilder withoutAny(AuthorityBuilder builder, int after) {
    return builder.extension(Extensions.INHIBIT_ANY_POLICY, true, integer(after));
  }

  private static AuthorityBuilder mapping(AuthorityBuilder builder, String from, String to) {
    return builder.extension(Extensions.POLICY_MAPPINGS, true, seq(seq(oid(from), oid(to))));
  }

  private static LeafBuilder leaf(Authority authority) {
    return authority.identity("CN=back").dns("back.example");
  }

  private static List<TrustReason> judge(LeafBuilder leaf, PolicyInputs inputs) {
    return Asked.about(leaf.create())
        .trusting(ROOT)
        .under(TrustPolicy.strict().withCertificatePolicies(inputs))
        .refusals();
  }

  private static PolicyInputs any() {
    return PolicyInputs.anyAccepted();
  }

  private static PolicyInputs explicit(String... acceptable) {
    return new PolicyInputs(Set.of(acceptable), true, false, false);
  }

  private static void accepted(LeafBuilder leaf, PolicyInputs inputs) {
    assertThat(judge(leaf, inputs)).isEmpty();
  }

  private static void refused(LeafBuilder leaf, PolicyInputs inputs) {
    assertThat(judge(leaf, inputs)).contains(TrustReason.POLICY);
  }

  @Test
  void asksForNoPolicyWhereNobodyRequiresOne() {
    Authority plain = below(ROOT).create();

    accepted(leaf(plain), any());
    accepted(leaf(plain).policy(P1), any());
    accepted(leaf(below(ROOT).policy(P1).create()).policy(P2), any());
  }

  @Test
  void asksForAPolicyThroughoutWhereTheQuestionRequiresOne() {
    Authority one = below(ROOT).policy(P1).create();

    accepted(leaf(one).policy(P1), explicit());
    accepted(leaf(one).policy(P1), explicit(P1));
    accepted(leaf(one).policy(P1), explicit(P1, P2));
    refused(leaf(one).policy(P1), explicit(P2));
    refused(leaf(one).policy(P2), explicit());
    refused(leaf(one), explicit());
    refused(leaf(below(ROOT).create()).policy(P1), explicit());
  }

  @Test
  void asksForAPolicyWhereAnAuthorityRequiresOne() {
    refused(leaf(requiring(below(ROOT).policy(P1), 0).create()), any());
    accepted(leaf(requiring(below(ROOT).policy(P1), 0).create()).policy(P1), any());
    accepted(leaf(requiring(below(ROOT).policy(P1), 5).create()), any());
    refused(leaf(requiring(below(ROOT).policy(P1), 1).create()), any());
  }

  @Test
  void asksForAPolicyWhereTheAnchorItselfRequiresOne() {
    Authority root = requiring(Authority.root("CN=Strict Root"), 0).create();
    LeafBuilder without = leaf(root);
    LeafBuilder with = leaf(root).policy(P1);

    assertThat(Asked.about(without.create()).trusting(root).refusals())
        .containsExactly(TrustReason.POLICY);
    assertThat(Asked.about(with.create()).trusting(root).refusals()).isEmpty();
  }

  @Test
  void letsAnyPolicyStandForEveryPolicyUnlessInhibited() {
    Authority any = below(ROOT).policy(ANY).create();
    Authority inhibited = withoutAny(below(ROOT).policy(P1), 0).create();
    Authority inhibitedAfterOne = withoutAny(below(ROOT).policy(ANY), 1).create();
    Authority belowThat = below(inhibitedAfterOne).policy(ANY).create();

    accepted(leaf(any).policy(P1), explicit(P1));
    accepted(leaf(any).policy(ANY), explicit(P1));
    refused(leaf(any).policy(P2), explicit(P1));
    refused(leaf(inhibited).policy(ANY), explicit());
    accepted(leaf(inhibited).policy(P1), explicit(P1));
    accepted(leaf(belowThat).policy(P1), explicit(P1));
    refused(leaf(belowThat).policy(ANY), explicit(P1));
    assertThat(judge(leaf(any).policy(ANY), new PolicyInputs(Set.of(), true, false, true)))
        .contains(TrustReason.POLICY);
  }

  @Test
  void mapsPoliciesOfOneDomainToAnother() {
    Authority mapped = mapping(below(ROOT).policy(P1), P1, P2).create();
    Authority next = below(mapped).policy(P2).create();

    accepted(leaf(mapped).policy(P2), explicit(P1));
    refused(leaf(mapped).policy(P1), explicit(P1));
    refused(leaf(mapped).policy(P2), explicit(P2));
    accepted(leaf(next).policy(P2), explicit(P1));
    refused(leaf(next).policy(P3), explicit());
  }

  @Test
  void mapsWhatAnyPolicyStandsFor() {
    Authority mapped = mapping(below(ROOT).policy(ANY), P1, P2).create();

    accepted(leaf(mapped).policy(P2), explicit(P1));
    refused(leaf(mapped).policy(P2), explicit(P3));
  }

  @Test
  void ignoresMappingsWhereTheyAreInhibited() {
    Authority top = withoutMapping(below(ROOT).policy(P1), 0).create();
    Authority mapped = mapping(below(top).policy(P1), P1, P2).create();

    refused(leaf(mapped).policy(P2), any());
    assertThat(
            judge(
                leaf(mapping(below(ROOT).policy(P1), P1, P2).create()).policy(P2),
                new PolicyInputs(Set.of(), true, true, false)))
        .contains(TrustReason.POLICY);
  }

  @Test
  void refusesToMapAnyPolicy() {
    refused(leaf(mapping(below(ROOT).policy(ANY), ANY, P1).create()).policy(P1), any());
    refused(leaf(mapping(below(ROOT).policy(P1), P1, ANY).create()).policy(P1), any());
  }

  @Test
  void doesNotGrowWithMappingsThatMultiply() {
    Authority authority = ROOT;
    for (int depth = 0; depth < 8; depth++) {
      AuthorityBuilder builder = below(authority);
      byte[][] mappings = new byte[400][];
      for (int i = 0; i < mappings.length; i++) {
        mappings[i] = seq(oid(policy(i % 20)), oid(policy(i / 20)));
      }
      for (int i = 0; i < 20; i++) {
        builder.policy(policy(i));
      }
      authority = builder.extension(Extensions.POLICY_MAPPINGS, true, seq(mappings)).create();
    }
    LeafBuilder leaf = leaf(authority).policy(policy(3));

    long start = System.nanoTime();
    accepted(leaf, explicit(policy(5)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  private static String policy(int number) {
    return "1.3.6.1.4.1.55555.8." + number;
  }
}
