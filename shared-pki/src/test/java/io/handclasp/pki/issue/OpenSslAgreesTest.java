package io.handclasp.pki.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.PemBlock;
import io.handclasp.pki.store.StoreWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** openssl verifies, strictly, what is issued here, and reads what it says. */
class OpenSslAgreesTest {
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Issuing").create();

  @TempDir Path folder;

  @BeforeEach
  void writeAuthorities() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    StoreWriter.trustPem(folder.resolve("root.pem"), List.of(ROOT.certificate()));
    StoreWriter.trustPem(folder.resolve("issuing.pem"), List.of(ISSUING.certificate()));
  }

  @ParameterizedTest
  @EnumSource(names = {"EC_P256", "EC_P384", "EC_P521", "RSA_2048", "ED25519", "EC_SECP256K1"})
  void strictVerificationHoldsForLeavesOfEveryKeyType(KeyType type) throws Exception {
    write(ISSUING.identity("CN=leaf.example").server().key(type).create());

    assertThat(
            openssl(
                0,
                "verify -x509_strict -purpose sslserver -verify_hostname leaf.example -CAfile"
                    + " root.pem -untrusted issuing.pem leaf.pem"))
        .contains("OK");
  }

  @Test
  void revokedLeafIsRefusedAndItsReasonIsRead() throws Exception {
    Identity leaf = ISSUING.identity("CN=leaf.example").serial(4711).create();
    write(leaf);
    write(ISSUING.revocationList().revoke(leaf.leaf(), CRLReason.KEY_COMPROMISE).create());

    String check = "verify -crl_check -CAfile root.pem -untrusted issuing.pem -CRLfile ";

    assertThat(openssl(2, check + "list.pem leaf.pem")).contains("certificate revoked");
    assertThat(openssl(0, "crl -in list.pem -noout -text"))
        .contains("Serial Number: 1267", "Key Compromise", "X509v3 CRL Number");
  }

  @Test
  void everythingThatWasAskedForStandsInTheCertificate() throws Exception {
    write(
        ISSUING
            .identity("CN=leaf,O=Example")
            .client()
            .dns("a.example")
            .ip("::1")
            .uri("spiffe://example/leaf")
            .email("a@b.example")
            .policy("1.2.3.4")
            .crlAt("http://crl.example/list")
            .issuerAt("http://ca.example/issuing")
            .keyUse(KeyUse.DIGITAL_SIGNATURE, KeyUse.KEY_AGREEMENT)
            .hash(SignatureHash.SHA384)
            .create());

    assertThat(openssl(0, "x509 -in leaf.pem -noout -text"))
        .contains("Subject: O = Example, CN = leaf")
        .contains("DNS:a.example, IP Address:0:0:0:0:0:0:0:1, URI:spiffe://example/leaf")
        .contains("email:a@b.example", "Policy: 1.2.3.4", "URI:http://crl.example/list")
        .contains("CA Issuers - URI:http://ca.example/issuing")
        .contains("Digital Signature, Key Agreement", "TLS Web Client Authentication")
        .contains("ecdsa-with-SHA384", "CA:FALSE");
  }

  @Test
  void listsExpireAsTold() throws Exception {
    X509CRL first = ISSUING.revocationList().create();
    write(ISSUING.revocationList().expired().create());
    X509CRL numbered =
        ISSUING
            .revocationList()
            .number(BigInteger.TEN)
            .revoke(BigInteger.ONE, Instant.now().minus(Duration.ofDays(1)), CRLReason.SUPERSEDED)
            .create();

    assertThat(first.getNextUpdate()).isAfter(Instant.now());
    assertThat(numbered.getRevokedCertificates()).hasSize(1);
    write(ISSUING.identity("CN=leaf.example").create());
    assertThat(
            openssl(
                2,
                "verify -crl_check -CAfile root.pem -untrusted issuing.pem -CRLfile list.pem"
                    + " leaf.pem"))
        .contains("CRL has expired");
  }

  private void write(Identity leaf) throws Exception {
    Files.writeString(
        folder.resolve("leaf.pem"), PemBlock.of("CERTIFICATE", leaf.leaf().getEncoded()).text());
  }

  private void write(X509CRL list) throws Exception {
    Files.writeString(
        folder.resolve("list.pem"), PemBlock.of("X509 CRL", list.getEncoded()).text());
  }

  private String openssl(int exitCode, String words) throws Exception {
    Process process =
        new ProcessBuilder(("openssl " + words).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
    return output;
  }
}
