package io.handclasp.pki.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChainFactsTest {
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Issuing").create();
  private static final X509Certificate LEAF =
      ISSUING.identity("CN=a.example").issuerAt("http://pki.example/issuing.crt").create().leaf();

  @Test
  void findsTheOrderWhateverItWas() {
    ChainFacts facts = ChainFacts.of(List.of(ROOT.certificate(), LEAF, ISSUING.certificate()));

    assertThat(facts.chain()).containsExactly(LEAF, ISSUING.certificate(), ROOT.certificate());
    assertThat(facts.inOrder()).isFalse();
    assertThat(facts.complete()).isTrue();
  }

  @Test
  void acceptsTheRightOrder() {
    ChainFacts facts = ChainFacts.of(List.of(LEAF, ISSUING.certificate()));

    assertThat(facts.inOrder()).isTrue();
    assertThat(facts.complete()).isFalse();
  }

  @Test
  void namesTheMissingIssuerAndWhereToFetchIt() {
    ChainFacts facts = ChainFacts.of(List.of(LEAF));

    ChainFacts.MissingIssuer missing = Objects.requireNonNull(facts.missing());
    assertThat(missing.name()).isEqualTo("CN=Issuing");
    assertThat(missing.addresses()).containsExactly("http://pki.example/issuing.crt");
  }

  @Test
  void keepsApartAuthoritiesOfOneName() {
    X509Certificate namesake = Authority.root("CN=Issuing").create().certificate();

    ChainFacts facts = ChainFacts.of(List.of(LEAF, namesake));

    assertThat(facts.chain()).containsExactly(LEAF);
    assertThat(facts.unrelated()).containsExactly(namesake);
    assertThat(facts.inOrder()).isFalse();
  }

  @Test
  void isEmptyForNothing() {
    ChainFacts facts = ChainFacts.of(List.of());

    assertThat(facts.chain()).isEmpty();
    assertThat(facts.complete()).isFalse();
  }
}
