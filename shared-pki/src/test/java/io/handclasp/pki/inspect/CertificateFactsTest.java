package io.handclasp.pki.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.inspect.CertificateFacts.Validity;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.KeyUse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFactsTest {
  private static final Authority ROOT = Authority.root("CN=Root,O=Example").create();

  @Test
  void readsNamesOfEveryKind() {
    X509Certificate leaf =
        ROOT.identity("CN=a.example")
            .dns("a.example")
            .ip("127.0.0.1")
            .ip("::1")
            .uri("spiffe://x/y")
            .email("a@b.example")
            .create()
            .leaf();

    assertThat(CertificateFacts.of(leaf).names())
        .containsExactly(
            "DNS:a.example",
            "IP:127.0.0.1",
            "IP:0:0:0:0:0:0:0:1",
            "URI:spiffe://x/y",
            "EMAIL:a@b.example");
  }

  @ParameterizedTest
  @CsvSource({
    "EC_P256,EC P-256,256",
    "EC_P384,EC P-384,384",
    "EC_P521,EC P-521,521",
    "RSA_2048,RSA 2048,2048",
    "ED25519,Ed25519,0"
  })
  void namesKeysAsPeopleDo(KeyType type, String name, int bits) {
    CertificateFacts facts =
        CertificateFacts.of(ROOT.identity("CN=a.example").key(type).create().leaf());

    assertThat(facts.keyType()).isEqualTo(name);
    assertThat(facts.keyBits()).isEqualTo(bits);
  }

  @Test
  void namesAKeyThatThisJavaDoesNotKnow() {
    X509Certificate leaf = ROOT.identity("CN=a.example").key(KeyType.EC_SECP256K1).create().leaf();

    assertThat(CertificateFacts.of(leaf).keyType()).isNotBlank();
  }

  @Test
  void saysWhoMayUseItForWhat() {
    assertThat(role(ROOT.identity("CN=a.example").server().create().leaf()))
        .isEqualTo("TLS server");
    assertThat(role(ROOT.identity("CN=a.example").client().create().leaf()))
        .isEqualTo("TLS client");
    assertThat(role(ROOT.identity("CN=a.example").noPurposes().noKeyUse().create().leaf()))
        .isEqualTo("TLS server and TLS client (nothing restricts its use)");
    assertThat(
            role(
                ROOT.identity("CN=a.example")
                    .server()
                    .keyUse(KeyUse.KEY_ENCIPHERMENT)
                    .create()
                    .leaf()))
        .contains("neither");
    assertThat(role(ROOT.certificate())).startsWith("root authority");
    assertThat(role(ROOT.intermediate("CN=I").create().certificate()))
        .isEqualTo("intermediate authority, signs certificates of leaves only");
  }

  @Test
  void linksLeafAndAuthorityByKeyIdentifier() {
    CertificateFacts root = CertificateFacts.of(ROOT.certificate());
    CertificateFacts leaf = CertificateFacts.of(ROOT.identity("CN=a.example").create().leaf());

    assertThat(root.selfSigned()).isTrue();
    assertThat(leaf.selfSigned()).isFalse();
    assertThat(leaf.authorityKeyId()).isNotNull().isEqualTo(root.subjectKeyId());
  }

  @Test
  void readsWhereIssuerAndListAreFound() {
    CertificateFacts facts =
        CertificateFacts.of(
            ROOT.identity("CN=a.example")
                .issuerAt("http://pki.example/root.crt")
                .crlAt("http://pki.example/root.crl")
                .create()
                .leaf());

    assertThat(facts.issuerAddresses()).containsExactly("http://pki.example/root.crt");
    assertThat(facts.listAddresses()).containsExactly("http://pki.example/root.crl");
  }

  @Test
  void countsDaysDownwardsAndBelowZero() {
    Instant end = Instant.now().plus(Duration.ofDays(10));
    CertificateFacts facts =
        CertificateFacts.of(ROOT.identity("CN=a.example").until(end).create().leaf());
    Instant now = facts.notAfter();

    assertThat(facts.daysLeft(now.minus(Duration.ofHours(25)))).isEqualTo(1);
    assertThat(facts.daysLeft(now.minus(Duration.ofHours(1)))).isZero();
    assertThat(facts.daysLeft(now.plus(Duration.ofHours(1)))).isEqualTo(-1);
    assertThat(facts.validity(now.plusSeconds(1))).isEqualTo(Validity.EXPIRED);
    assertThat(facts.validity(facts.notBefore().minusSeconds(1))).isEqualTo(Validity.NOT_YET);
  }

  @Test
  void readsABrokenExtensionAsUnreadableWithoutFailing() {
    X509Certificate leaf =
        ROOT.identity("CN=a.example")
            .without("2.5.29.14")
            .extension("2.5.29.14", false, new byte[] {0x04, 0x05, 1})
            .create()
            .leaf();

    assertThat(CertificateFacts.of(leaf).unreadable()).containsExactly("2.5.29.14");
  }

  @Test
  void readsVersionOne() {
    CertificateFacts facts =
        CertificateFacts.of(ROOT.identity("CN=a.example").versionOne().create().leaf());

    assertThat(facts.version()).isEqualTo(1);
    assertThat(facts.names()).isEmpty();
    assertThat(facts.subjectKeyId()).isNull();
  }

  private static String role(X509Certificate certificate) {
    return CertificateFacts.of(certificate).role();
  }
}
