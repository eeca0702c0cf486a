package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.StoreContents.TrustedEntry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written here is read by openssl, by keytool of every installed JDK, and by ourselves. */
class StoreWriterTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final PasswordSource SOURCE = PasswordSource.of(PASSWORD);
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Issuing").create();
  private static final Identity EC = ISSUING.identity("CN=ec.example").create();
  private static final Identity RSA =
      ISSUING.identity("CN=rsa.example").key(KeyType.RSA_2048).withRoot().create();

  @TempDir Path folder;

  static List<Path> jdks() throws Exception {
    return Tool.jdks();
  }

  @ParameterizedTest
  @EnumSource(names = "DER", mode = EnumSource.Mode.EXCLUDE)
  void readsBackEverythingItWrites(StoreFormat format) throws Exception {
    Path file = folder.resolve("store");
    PasswordSource password = format == StoreFormat.PEM ? null : SOURCE;
    List<TrustedEntry> trusted = List.of(new TrustedEntry("root", ROOT.certificate()));

    StoreWriter.write(new StoreTarget(file, format, password, false), List.of(EC), trusted);

    StoreContents contents = StoreReader.contents(file, SOURCE, null);
    assertThat(contents.format()).isEqualTo(format);
    assertThat(contents.identities()).hasSize(1);
    assertThat(contents.identities().get(0).key()).isEqualTo(EC.key());
    assertThat(contents.identities().get(0).chain()).startsWith(EC.leaf(), ISSUING.certificate());
    if (format != StoreFormat.PEM) {
      assertThat(contents.trusted()).isEqualTo(trusted);
    }
  }

  @Test
  void severalKeysInOnePkcs12KeepTheirChains() throws Exception {
    Path file = folder.resolve("two.p12");

    StoreWriter.write(StoreTarget.pkcs12(file, SOURCE), List.of(EC, RSA), List.of());

    List<Identity> read = StoreReader.contents(file, SOURCE, null).identities();
    assertThat(read).extracting(Identity::key).containsExactly(EC.key(), RSA.key());
    assertThat(read.get(0).chain()).startsWith(EC.leaf(), ISSUING.certificate());
    assertThat(read.get(1).chain()).isEqualTo(RSA.chain());
  }

  @Test
  void opensslReadsKeyStoreTrustStoreAndEncryptedKey() throws Exception {
    StoreWriter.pkcs12(folder.resolve("k.p12"), EC, PASSWORD);
    StoreWriter.trustPkcs12(
        folder.resolve("t.p12"), List.of(ROOT.certificate(), ISSUING.certificate()), PASSWORD);
    StoreWriter.key(
        new StoreTarget(folder.resolve("k.key"), StoreFormat.PEM, SOURCE, false), EC.key());

    String key = Tool.openssl(folder, "pkcs12 -in k.p12 -passin pass:changeit -nodes -info");
    String trust = Tool.openssl(folder, "pkcs12 -in t.p12 -passin pass:changeit -nokeys");
    String check = Tool.openssl(folder, "pkey -in k.key -passin pass:changeit -noout -check");

    assertThat(key)
        .contains("friendlyName: ec.example", "BEGIN PRIVATE KEY", "subject=CN = Issuing")
        .contains("MAC: sha256", "AES-256-CBC");
    assertThat(trust.split("BEGIN CERTIFICATE")).hasSize(3);
    assertThat(check).contains("valid");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void keytoolReadsKeyStoreAndTrustStore(Path jdk) throws Exception {
    StoreWriter.pkcs12(folder.resolve("k.p12"), RSA, PASSWORD);
    StoreWriter.jks(folder.resolve("k.jks"), RSA, PASSWORD);
    StoreWriter.trustPkcs12(
        folder.resolve("t.p12"), List.of(ROOT.certificate(), ISSUING.certificate()), PASSWORD);

    for (String store : List.of("k.p12", "k.jks")) {
      assertThat(Tool.keytool(jdk, folder, "-list -v -keystore " + store + " -storepass changeit"))
          .contains("rsa.example", "PrivateKeyEntry", "Certificate chain length: 3");
    }
    assertThat(Tool.keytool(jdk, folder, "-list -keystore t.p12 -storepass changeit"))
        .contains("2 entries", "ca1", "ca2", "trustedCertEntry");
  }

  @Test
  void thisJavaOpensTheKeyAndSeesTheChain() throws Exception {
    Path file = folder.resolve("k.p12");
    StoreWriter.pkcs12(file, EC, PASSWORD);

    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }

    assertThat(store.getKey("ec.example", PASSWORD)).isEqualTo(EC.key());
    assertThat(store.getCertificateChain("ec.example"))
        .containsExactly(EC.leaf(), ISSUING.certificate());
  }

  @Test
  void keysAreForTheirOwnerAndCertificatesForAll() throws Exception {
    StoreWriter.pem(folder.resolve("c.pem"), folder.resolve("k.pem"), EC);

    assertThat(permissions("k.pem")).isEqualTo("rw-------");
    assertThat(permissions("c.pem")).isEqualTo("rw-r--r--");
  }

  @Test
  void refusesToOverwriteUnlessAsked() throws Exception {
    Path file = folder.resolve("k.p12");
    StoreWriter.pkcs12(file, EC, PASSWORD);
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> StoreWriter.pkcs12(file, RSA, PASSWORD))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(StoreFault.FILE_EXISTS));
    assertThat(file).hasBinaryContent(before);

    StoreWriter.identity(StoreTarget.pkcs12(file, SOURCE).replacing(), RSA);
    assertThat(StoreReader.identity(new IdentitySource(file, null, SOURCE, null, null)).key())
        .isEqualTo(RSA.key());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void saysWhatIsWrongWithAFolderThatIsNotThere() {
    Path file = folder.resolve("no/where.p12");

    assertThatThrownBy(() -> StoreWriter.pkcs12(file, EC, PASSWORD))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).isEqualTo(StoreFault.FILE_UNWRITABLE))
        .hasMessageContaining("does not exist");
  }

  private String permissions(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
  }
}
