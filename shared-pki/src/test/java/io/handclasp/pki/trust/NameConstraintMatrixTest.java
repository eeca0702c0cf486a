package io.handclasp.pki.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.AuthorityBuilder;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.LeafBuilder;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every combination of what a leaf carries (DNS name, address, common name: none, inside, outside)
 * with what its authority permits and excludes, in the manner of the BetterTLS suite: 4,374
 * questions, each with one right answer by RFC 5280 §4.2.1.10 and RFC 9525.
 */
class NameConstraintMatrixTest {
  private static final String HOST = "test.inside.example";
  private static final String OTHER_HOST = "bad.outside.example";
  private static final String ADDRESS = "127.0.0.1";
  private static final String OTHER_ADDRESS = "1.1.1.1";

  // One name and one key for all constrained authorities, so that a leaf fits each of them.
  private final KeyPair authorityKey = KeyType.EC_P256.generate();
  private final Authority issuer = constrained(Authority.root("CN=Constrained")).create();
  private final Map<Leaf, X509Certificate> leaves = leaves();
  private final List<String> wrong = new ArrayList<>();
  private int accepted;
  private int asked;

  /** What stands in a place: nothing, the name that is asked for, or another. */
  private enum Value {
    NONE,
    INSIDE,
    OUTSIDE;

    boolean isBarredBy(Value permitted, Value excluded) {
      return this != NONE && ((permitted != NONE && permitted != this) || excluded == this);
    }
  }

  private record Leaf(String subject, Value dns, Value address) {}

  private record Constraints(
      Value permitDns, Value permitAddress, Value excludeDns, Value excludeAddress) {
    void applyTo(AuthorityBuilder authority) {
      if (permitDns != Value.NONE) {
        authority.permitDns(permitDns == Value.INSIDE ? "inside.example" : "outside.example");
      }
      if (excludeDns != Value.NONE) {
        authority.excludeDns(excludeDns == Value.INSIDE ? "inside.example" : OTHER_HOST);
      }
      if (permitAddress != Value.NONE) {
        authority.permitIp(permitAddress == Value.INSIDE ? "127.0.0.0/24" : "1.1.1.0/24");
      }
      if (excludeAddress != Value.NONE) {
        authority.excludeIp(excludeAddress == Value.INSIDE ? "127.0.0.0/24" : "1.1.1.0/24");
      }
    }

    boolean bar(Value dns, Value address) {
      return dns.isBarredBy(permitDns, excludeDns)
          || address.isBarredBy(permitAddress, excludeAddress);
    }
  }

  @Test
  void answersEveryCombinationAsTheStandardsDo() {
    int odd = 0;
    for (Value permitDns : Value.values()) {
      for (Value permitAddress : Value.values()) {
        for (Value excludeDns : Value.values()) {
          for (Value excludeAddress : Value.values()) {
            Constraints constraints =
                new Constraints(permitDns, permitAddress, excludeDns, excludeAddress);
            askAll(constraints, odd++ % 2 == 0);
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(asked).isEqualTo(4_374);
    assertThat(accepted).isGreaterThan(300);
  }

  private AuthorityBuilder constrained(AuthorityBuilder builder) {
    return builder.key(authorityKey);
  }

  private Map<Leaf, X509Certificate> leaves() {
    KeyPair key = KeyType.EC_P256.generate();
    Map<Leaf, X509Certificate> all = new LinkedHashMap<>();
    for (Value dns : Value.values()) {
      for (Value address : Value.values()) {
        for (String subject : List.of("O=x", HOST, OTHER_HOST)) {
          Leaf leaf = new Leaf(subject, dns, address);
          all.put(leaf, certificate(leaf, key));
        }
      }
    }
    return all;
  }

  private X509Certificate certificate(Leaf leaf, KeyPair key) {
    String name = leaf.subject().contains("=") ? leaf.subject() : "CN=" + leaf.subject();
    LeafBuilder builder = issuer.identity(name).key(key).server();
    if (leaf.dns() == Value.NONE && leaf.address() == Value.NONE) {
      builder.noAlternativeNames();
    }
    if (leaf.dns() != Value.NONE) {
      builder.dns(leaf.dns() == Value.INSIDE ? HOST : OTHER_HOST);
    }
    if (leaf.address() != Value.NONE) {
      builder.ip(leaf.address() == Value.INSIDE ? ADDRESS : OTHER_ADDRESS);
    }
    return builder.create().leaf();
  }

  private void askAll(Constraints constraints, boolean inAnchor) {
    AuthorityBuilder builder =
        inAnchor
            ? Authority.root("CN=Constrained")
            : Authority.root("CN=Root").create().intermediate("CN=Constrained");
    constraints.applyTo(constrained(builder));
    Authority authority = builder.create();
    X509Certificate anchor = authority.chain().get(authority.chain().size() - 1);
    leaves.forEach(
        (leaf, certificate) -> {
          List<X509Certificate> shown = List.of(certificate, authority.certificate());
          boolean barred = constraints.bar(leaf.dns(), leaf.address());
          String what = constraints + " " + leaf;
          ask(shown, anchor, HOST, leaf.dns() == Value.INSIDE && !barred, what);
          ask(shown, anchor, ADDRESS, leaf.address() == Value.INSIDE && !barred, what);
        });
  }

  private void ask(
      List<X509Certificate> shown,
      X509Certificate anchor,
      String expected,
      boolean right,
      String what) {
    asked++;
    TrustDecision decision = Asked.about(shown).trusting(anchor).named(expected).judged();
    accepted += decision.accepted() ? 1 : 0;
    if (decision.accepted() != right) {
      wrong.add(what + " for " + expected + ": " + decision.refusals());
    }
  }
}
