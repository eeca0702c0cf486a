package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.handshake.record.Role;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.KeyUse;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.TrustPolicy;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found wrong before a port is opened. */
class TlsMaterialTest {
  private static final PasswordSource PASSWORD = PasswordSource.parse("pass:changeit");

  @TempDir private Path folder;

  private TlsSettings stored(Identity identity, Path... lists) throws Exception {
    Path keys = folder.resolve("own.p12");
    Path trust = folder.resolve("trust.p12");
    if (!Files.exists(keys)) {
      StoreWriter.pkcs12(keys, identity, "changeit".toCharArray());
      StoreWriter.trustPkcs12(trust, List.of(ROOT.certificate()), "changeit".toCharArray());
    }
    return new TlsSettings(
        ProviderChoice.AUTO,
        List.of("TLSv1.3"),
        List.of(),
        List.of(),
        new IdentitySource(keys, null, PASSWORD, null, null),
        new TrustSource(trust, PASSWORD),
        List.of(lists),
        TrustPolicy.strict(),
        Duration.ofSeconds(10));
  }

  @Test
  void opensWhatIsSound() throws Exception {
    TlsMaterial material = TlsMaterial.load(stored(BACK), Role.SERVER);
    assertThat(material.identity().leaf()).isEqualTo(BACK.leaf());
    assertThat(material.judge().anchors()).containsExactly(ROOT.certificate());
    assertThat(material.warnings()).isEmpty();
  }

  @Test
  void expiredOwnCertificateIsNamed() throws Exception {
    Identity expired = ROOT.identity("CN=late.example").server().expired().create();
    TlsSettings settings = stored(expired);
    assertThatThrownBy(() -> TlsMaterial.load(settings, Role.SERVER))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.fault()).isEqualTo(StoreFault.CERTIFICATE_EXPIRED))
        .hasMessageContainingAll("own.p12", "CN=late.example", "expired at");
  }

  @Test
  void ownCertificateOfTomorrowIsNamed() throws Exception {
    Identity early = ROOT.identity("CN=early.example").server().notYetValid().create();
    TlsSettings settings = stored(early);
    assertThatThrownBy(() -> TlsMaterial.load(settings, Role.SERVER))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.fault()).isEqualTo(StoreFault.CERTIFICATE_NOT_YET_VALID));
  }

  @Test
  void certificateThatEndsSoonIsAWarning() throws Exception {
    Identity ending =
        ROOT.identity("CN=ending.example")
            .server()
            .until(Instant.now().plus(Duration.ofDays(3)))
            .create();
    assertThat(TlsMaterial.load(stored(ending), Role.SERVER).warnings())
        .anyMatch(warning -> warning.contains("CN=ending.example"));
  }

  /** {@code critical} as 01 is BER, which Java reads and the judge does not. */
  private static X509Certificate unreadableRoot() throws Exception {
    Authority odd = Authority.root("CN=Odd Root").create();
    String hex = HexFormat.of().formatHex(odd.certificate().getEncoded());
    byte[] ber = HexFormat.of().parseHex(hex.replace("0603551d130101ff", "0603551d13010101"));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(ber));
  }

  private TlsSettings trusting(X509Certificate... trusted) throws Exception {
    TlsSettings settings = stored(BACK);
    Files.delete(settings.trust().file());
    char[] password = "changeit".toCharArray();
    StoreWriter.trustPkcs12(settings.trust().file(), List.of(trusted), password);
    return settings;
  }

  @Test
  void trustedCertificateThatCannotBeReadIsAWarning() throws Exception {
    TlsSettings settings = trusting(unreadableRoot(), ROOT.certificate());
    assertThat(TlsMaterial.load(settings, Role.SERVER).warnings())
        .singleElement()
        .asString()
        .contains("trust.p12", "CN=Odd Root is left out", "cannot be read");
  }

  @Test
  void trustStoreOfWhichNoCertificateCanBeReadIsNamed() throws Exception {
    TlsSettings settings = trusting(unreadableRoot());
    assertThatThrownBy(() -> TlsMaterial.load(settings, Role.SERVER))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(StoreFault.NOT_A_STORE))
        .hasMessageContainingAll("trust.p12", "no trusted certificate is left", "CN=Odd Root");
  }

  @Test
  void whatIsOddAboutAnIdentitysStoreIsAWarningAsWithTheMainOne() throws Exception {
    Path second = folder.resolve("second.pem");
    StoreWriter.pem(second, ROOT.identity("CN=second.example").server().create());
    Files.setPosixFilePermissions(second, PosixFilePermissions.fromString("rw-r--r--"));
    IdentitySource source = new IdentitySource(second, null, null, null, null);
    TlsSettings settings =
        stored(BACK).withIdentities(List.of(new IdentitySettings("second", source, List.of())));

    assertThat(TlsMaterial.load(settings, Role.SERVER).warnings())
        .singleElement()
        .asString()
        .contains("second.pem");
  }

  @Test
  void revocationListThatIsNoneIsNamed() throws Exception {
    Path none = Files.writeString(folder.resolve("list.crl"), "no list");
    Path missing = folder.resolve("missing.crl");
    TlsSettings wrong = stored(BACK, none);
    assertThatThrownBy(() -> TlsMaterial.load(wrong, Role.SERVER))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("list.crl");
    TlsSettings absent = stored(BACK, missing);
    assertThatThrownBy(() -> TlsMaterial.load(absent, Role.SERVER))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(StoreFault.FILE_MISSING));
  }

  @Test
  void expiredRevocationListIsAWarning() throws Exception {
    Path list = folder.resolve("old.crl");
    Files.write(list, ROOT.revocationList().expired().create().getEncoded());
    assertThat(TlsMaterial.load(stored(BACK, list), Role.SERVER).warnings())
        .anyMatch(warning -> warning.contains("revocation list of CN=Example Root expired"));
  }

  @Test
  void keyThatBoringSslCannotSignWithIsNamedOrLeftToTheJdk() {
    Identity edwards = ROOT.identity("CN=edwards.example").server().key(KeyType.ED25519).create();
    assertThatThrownBy(() -> server(ProviderChoice.OPENSSL, edwards))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("CN=edwards.example", "Ed25519", "provider jdk");
    try (ServerTls chosen = server(ProviderChoice.AUTO, edwards)) {
      assertThat(chosen.provider()).isEqualTo("jdk");
    }
  }

  @Test
  void ownKeyUsageWithoutSignatureIsNamed() {
    Identity wrong =
        ROOT.identity("CN=wrong.example").server().keyUse(KeyUse.KEY_ENCIPHERMENT).create();
    assertThatThrownBy(() -> server(ProviderChoice.OPENSSL, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("CN=wrong.example", "digitalSignature");
  }

  @Test
  void unknownSuiteAndGroupAreNamed() {
    for (ProviderChoice provider : List.of(ProviderChoice.OPENSSL, ProviderChoice.JDK)) {
      TlsSettings settings =
          settings(
              provider,
              List.of("TLSv1.2"),
              List.of("TLS_FANCY_SUITE"),
              List.of(),
              Duration.ofSeconds(10));
      assertThatThrownBy(
              () -> ServerTls.build(settings, material(BACK, ROOT), List.of(), 1, TlsPair.plain()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("TLS_FANCY_SUITE");
    }
  }

  private static ServerTls server(ProviderChoice provider, Identity identity) {
    return ServerTls.build(
        settings(provider, "TLSv1.3"), material(identity, ROOT), List.of(), 1, TlsPair.plain());
  }
}
