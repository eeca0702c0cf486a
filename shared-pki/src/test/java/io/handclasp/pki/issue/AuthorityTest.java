package io.handclasp.pki.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.pki.store.TrustSource;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SignatureException;
import java.security.cert.CRLReason;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorityTest {
  private static final Authority ROOT = Authority.root("CN=Example Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Example Issuing").create();
  private static final String SERVER = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

  @Test
  void chainOfAnIdentityIsAcceptedByThePathValidatorOfTheJdk() throws Exception {
    Identity back = ISSUING.identity("CN=back.example").server().create();

    assertThat(back.chain()).containsExactly(back.leaf(), ISSUING.certificate());
    validate(back.chain(), ROOT);
  }

  @Test
  void leafSaysWhatCarefulPeersAskFor() throws Exception {
    X509Certificate leaf =
        ISSUING.identity("CN=back.example").server().ip("127.0.0.1").dns("b").create().leaf();

    assertThat(leaf.getVersion()).isEqualTo(3);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER);
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(7, "127.0.0.1"), List.of(2, "b"));
    assertThat(leaf.getSerialNumber().bitLength()).isBetween(90, 128);
    assertThat(leaf.getNotBefore()).isBefore(Instant.now().minus(Duration.ofMinutes(4)));
    assertThat(leaf.getNotAfter()).isBefore(Instant.now().plus(Duration.ofDays(91)));
    assertThat(leaf.getExtensionValue(Oids.AUTHORITY_KEY_IDENTIFIER)).isNotNull();
    assertThat(leaf.getExtensionValue(Oids.SUBJECT_KEY_IDENTIFIER)).isNotNull();
  }

  @Test
  void leafWithoutRoleServesBothAndTakesItsNameFromTheCommonName() throws Exception {
    X509Certificate leaf = ROOT.identity("front.example").create().leaf();

    assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER, CLIENT);
    assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(2, "front.example"));
  }

  @Test
  void validityIsAsAsked() throws Exception {
    X509Certificate expired = ROOT.identity("CN=old").expired().create().leaf();
    X509Certificate early = ROOT.identity("CN=new").notYetValid().create().leaf();

    assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);
    assertThatThrownBy(early::checkValidity).isInstanceOf(CertificateNotYetValidException.class);
  }

  @Test
  void leafEndsNoLaterThanItsAuthority() {
    Authority brief = Authority.root("CN=Brief").validFor(Duration.ofDays(3)).create();

    X509Certificate leaf = brief.identity("CN=leaf").create().leaf();

    assertThat(leaf.getNotAfter()).isEqualTo(brief.certificate().getNotAfter());
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyTypeMakesACertificateThatItsAuthoritySigned(KeyType type) throws Exception {
    // One key for both: making a long one takes seconds.
    KeyPair key = type.generate();
    Authority root = Authority.root("CN=Root").key(key).create();

    X509Certificate leaf = root.identity("CN=leaf").key(key).create().leaf();

    if (type.recommended()) {
      leaf.verify(root.certificate().getPublicKey());
    }
    assertThat(leaf.getIssuerX500Principal())
        .isEqualTo(root.certificate().getSubjectX500Principal());
  }

  @Test
  void damagedSignatureDoesNotVerify() {
    X509Certificate leaf = ROOT.identity("CN=leaf").damagedSignature().create().leaf();

    assertThatThrownBy(() -> leaf.verify(ROOT.certificate().getPublicKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void versionOneHasNoExtensions() {
    X509Certificate leaf = ROOT.identity("CN=leaf").versionOne().create().leaf();

    assertThat(leaf.getVersion()).isEqualTo(1);
    assertThat(leaf.getCriticalExtensionOIDs()).isNull();
  }

  @Test
  void brokenHashesNeedTheLoudMethod() {
    assertThatThrownBy(() -> ROOT.identity("CN=leaf").hash(SignatureHash.SHA1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            ROOT.identity("CN=leaf")
                .insecureHash(SignatureHash.SHA1)
                .create()
                .leaf()
                .getSigAlgName())
        .isEqualTo("SHA1withECDSA");
    Authority rsa = Authority.root("CN=R").key(KeyType.RSA_2048).create();
    assertThat(
            rsa.identity("CN=leaf").insecureHash(SignatureHash.MD5).create().leaf().getSigAlgName())
        .isEqualTo("MD5withRSA");
  }

  @Test
  void nameConstraintsHoldInThePathValidatorOfTheJdk() throws Exception {
    Authority limited =
        ROOT.intermediate("CN=Limited").permitDns("example").excludeDns("bad.example").create();

    assertThatCode(() -> validate(limited.identity("CN=x").dns("a.example").create().chain(), ROOT))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> validate(limited.identity("CN=x").dns("a.bad.example").create().chain(), ROOT))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void revocationListNamesWhatWasRevokedAndWhy() throws Exception {
    X509Certificate leaf = ISSUING.identity("CN=leaf").create().leaf();

    X509CRL list = ISSUING.revocationList().revoke(leaf, CRLReason.KEY_COMPROMISE).create();

    list.verify(ISSUING.certificate().getPublicKey());
    assertThat(list.isRevoked(leaf)).isTrue();
    assertThat(list.getRevokedCertificate(leaf).getRevocationReason())
        .isEqualTo(CRLReason.KEY_COMPROMISE);
    assertThat(list.getNextUpdate()).isAfter(Instant.now());
  }

  @Test
  void storesThatWereWrittenAreReadBack(@TempDir Path folder) throws Exception {
    Identity back = ISSUING.identity("CN=back.example").server().create();
    char[] password = "changeit".toCharArray();
    PasswordSource source = PasswordSource.of(password);
    Path store = folder.resolve("back.p12");
    Path trust = folder.resolve("trust.p12");
    Path pem = folder.resolve("back.pem");

    StoreWriter.pkcs12(store, back, password);
    StoreWriter.trustPkcs12(trust, List.of(ROOT.certificate()), password);
    StoreWriter.pem(pem, back);

    assertThat(StoreReader.identity(new IdentitySource(store, null, source, null, null)))
        .isEqualTo(back);
    assertThat(StoreReader.identity(new IdentitySource(pem, null, null, null, null)).chain())
        .isEqualTo(back.chain());
    assertThat(StoreReader.trusted(new TrustSource(trust, source)))
        .containsExactly(ROOT.certificate());
  }

  private static void validate(List<X509Certificate> chain, Authority anchor)
      throws GeneralSecurityException {
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(anchor.certificate(), null)));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
