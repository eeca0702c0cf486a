package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl writes is read here. */
class OpenSslReadTest {
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Issuing").create();

  private static Identity ec = ISSUING.identity("CN=ec.example").create();
  private static Identity rsa = ISSUING.identity("CN=rsa.example").key(KeyType.RSA_2048).create();

  @TempDir static Path folder;

  @BeforeAll
  static void writeKeysForOpenssl() throws Exception {
    StoreWriter.pem(folder.resolve("ec.crt"), folder.resolve("ec.key"), ec);
    StoreWriter.pem(folder.resolve("rsa.crt"), folder.resolve("rsa.key"), rsa);
    StoreWriter.trustPem(
        folder.resolve("cas.pem"), List.of(ROOT.certificate(), ISSUING.certificate()));
  }

  @ParameterizedTest
  @CsvSource({
    "aes256, -aes256",
    "des3, -des3",
    "aes128, -aes128",
    "plain, ",
  })
  void traditionalRsaKeys(String name, @Nullable String cipher) throws Exception {
    String words = cipher == null ? "" : cipher + " -passout pass:secret ";
    Tool.openssl(folder, "rsa -in rsa.key -traditional " + words + "-out t-" + name + ".key");

    assertThat(pem("rsa.crt", "t-" + name + ".key", "secret").key()).isEqualTo(rsa.key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-des3", "-aes256"})
  void traditionalEcKeysAlsoEncrypted(String cipher) throws Exception {
    String file = "ec" + cipher + ".key";
    Tool.openssl(folder, "ec -in ec.key " + cipher + " -passout pass:secret -out " + file);

    assertThat(Files.readString(folder.resolve(file))).contains("DEK-Info");
    assertThat(pem("ec.crt", file, "secret").chain()).isEqualTo(ec.chain());
  }

  @Test
  void ecKeyWithParameterBlockAndItsSelfSignedCertificate() throws Exception {
    Tool.openssl(folder, "ecparam -name prime256v1 -genkey -out param.key");
    Tool.openssl(
        folder, "req -new -x509 -key param.key -subj /CN=self.example -days 2 -out param.crt");

    assertThat(Files.readString(folder.resolve("param.key"))).contains("EC PARAMETERS");
    assertThat(pem("param.crt", "param.key", null).leaf().getSubjectX500Principal().getName())
        .isEqualTo("CN=self.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v2 aes-256-cbc",
        "-v2 aes-128-cbc -v2prf hmacWithSHA1",
        "-v2 aes-192-cbc -v2prf hmacWithSHA512",
        "-v2 des3",
        "-v1 PBE-SHA1-3DES",
        "-v1 PBE-SHA1-RC2-40 -provider legacy -provider default",
        "-v1 PBE-SHA1-RC4-128 -provider legacy -provider default",
        "-v1 PBE-MD5-DES -provider legacy -provider default",
        "-v1 PBE-SHA1-DES -provider legacy -provider default",
        "-nocrypt",
      })
  void pkcs8InEveryEncryption(String scheme) throws Exception {
    String file = "p8" + scheme.replace(" ", "") + ".key";
    Tool.openssl(
        folder, "pkcs8 -topk8 -in ec.key " + scheme + " -passout pass:secret -out " + file);

    assertThat(pem("ec.crt", file, "secret").key()).isEqualTo(ec.key());
  }

  @Test
  void encryptedKeyWithWrongOrMissingPasswordIsToldApart() throws Exception {
    Tool.openssl(folder, "pkcs8 -topk8 -in ec.key -passout pass:secret -out locked.key");
    Tool.openssl(folder, "ec -in ec.key -des3 -passout pass:secret -out locked3.key");

    for (String key : List.of("locked.key", "locked3.key")) {
      assertFault(StoreFault.WRONG_PASSWORD, () -> pem("ec.crt", key, "guess"), key);
      assertFault(StoreFault.PASSWORD_MISSING, () -> pem("ec.crt", key, null), key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "default.p12, '', secret",
    "legacy.p12, -legacy, secret",
    "empty.p12, '', ''",
    "empty-legacy.p12, -legacy, ''",
    "triple-des.p12, -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1, secret",
    "aes128.p12, -keypbe AES-128-CBC -certpbe AES-128-CBC -macalg sha512, secret",
    "open-certificates.p12, -certpbe NONE, secret",
    "no-mac.p12, -nomac, secret",
  })
  void pkcs12KeyStores(String file, String words, String password) throws Exception {
    Tool.openssl(
        folder,
        ("pkcs12 -export -inkey ec.key -in ec.crt -name back " + words).strip()
            + " -passout pass:"
            + password
            + " -out "
            + file);

    Identity read = StoreReader.identity(store(file, password));

    assertThat(read).isEqualTo(new Identity("back", ec.key(), ec.chain()));
    assertFault(StoreFault.WRONG_PASSWORD, () -> StoreReader.identity(store(file, "guess")), file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-legacy "})
  void pkcs12TrustStoreWithoutJavasAttribute(String legacy) throws Exception {
    String file = "trust" + legacy.strip() + ".p12";
    Tool.openssl(
        folder,
        "pkcs12 -export -nokeys " + legacy + "-in cas.pem -passout pass:secret -out " + file);

    Loaded<List<java.security.cert.X509Certificate>> read =
        StoreReader.loadTrusted(new TrustSource(folder.resolve(file), password("secret")));

    assertThat(read.value()).containsExactly(ROOT.certificate(), ISSUING.certificate());
    assertThat(read.notes())
        .extracting(StoreNote::kind)
        .contains(StoreNote.Kind.TRUST_FLAG_MISSING);
  }

  @Test
  void keyStoreIsNoTrustStoreWhereNothingIsMarkedAsTrusted() throws Exception {
    Tool.openssl(
        folder,
        "pkcs12 -export -inkey ec.key -in ec.crt -certfile cas.pem -passout pass:secret -out"
            + " both.p12");

    assertFault(
        StoreFault.NO_CERTIFICATES,
        () -> StoreReader.trusted(new TrustSource(folder.resolve("both.p12"), password("secret"))),
        "both.p12");
  }

  @Test
  void chainInTheWrongOrderKeepsItsOrderBehindTheLeaf() throws Exception {
    Tool.openssl(
        folder,
        "pkcs12 -export -inkey ec.key -in ec.crt -certfile cas.pem -passout pass:secret -out"
            + " order.p12");

    Loaded<Identity> read = StoreReader.loadIdentity(store("order.p12", "secret"));

    assertThat(read.value().chain())
        .containsExactly(ec.leaf(), ISSUING.certificate(), ROOT.certificate());
    write("reverse.pem", ROOT.certificate(), ISSUING.certificate(), ec.leaf());
    Loaded<Identity> reversed =
        StoreReader.loadIdentity(
            new IdentitySource(
                folder.resolve("reverse.pem"), folder.resolve("ec.key"), null, null, null));
    assertThat(reversed.value().chain())
        .containsExactly(ec.leaf(), ROOT.certificate(), ISSUING.certificate());
    assertThat(reversed.notes()).extracting(StoreNote::kind).contains(StoreNote.Kind.CHAIN_ORDER);
  }

  @Test
  void textAroundBlocksAndWindowsLineEndsAndByteOrderMarks() throws Exception {
    String text =
        Tool.openssl(folder, "x509 -in ec.crt -text")
            + "Bag Attributes: friendlyName: something\n"
            + Files.readString(folder.resolve("cas.pem"));
    byte[] windows = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Path marked = folder.resolve("marked.pem");
    Files.write(marked, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    Files.write(marked, windows, java.nio.file.StandardOpenOption.APPEND);
    Path wide = folder.resolve("wide.pem");
    Files.write(wide, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE));

    for (Path file : List.of(marked, wide)) {
      assertThat(StoreReader.trusted(new TrustSource(file, null)))
          .containsExactly(ec.leaf(), ROOT.certificate(), ISSUING.certificate());
    }
  }

  @Test
  void bareCertificatesAndBundlesInPkcs7() throws Exception {
    Tool.openssl(folder, "x509 -in ec.crt -outform DER -out ec.der");
    Tool.openssl(folder, "crl2pkcs7 -nocrl -certfile cas.pem -out cas.p7b");
    Tool.openssl(folder, "crl2pkcs7 -nocrl -certfile cas.pem -outform DER -out cas.p7c");

    assertThat(StoreReader.trusted(new TrustSource(folder.resolve("ec.der"), null)))
        .containsExactly(ec.leaf());
    for (String bundle : List.of("cas.p7b", "cas.p7c")) {
      assertThat(StoreReader.trusted(new TrustSource(folder.resolve(bundle), null)))
          .containsExactlyInAnyOrder(ROOT.certificate(), ISSUING.certificate());
    }
  }

  @Test
  void trustedCertificateOfOpensslIsRefusedBecauseItsRejectionsWouldBeLost() throws Exception {
    Tool.openssl(folder, "x509 -in ec.crt -addreject serverAuth -trustout -out rejected.pem");

    assertFault(
        StoreFault.ALGORITHM_UNSUPPORTED,
        () -> StoreReader.trusted(new TrustSource(folder.resolve("rejected.pem"), null)),
        "rejected.pem");
  }

  @Test
  void keyOnACurveThatJavaDoesNotKnowIsNamed() throws Exception {
    Tool.openssl(
        folder, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256t1 -out bp.key");
    Tool.openssl(folder, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out k1.key");

    assertFault(
        StoreFault.ALGORITHM_UNSUPPORTED, () -> pem("ec.crt", "bp.key", null), "1.3.36.3.3.2.8");
    assertFault(StoreFault.ALGORITHM_UNSUPPORTED, () -> pem("ec.crt", "k1.key", null), "k1.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ED25519", "ED448"})
  void edwardsKeys(String algorithm) throws Exception {
    Tool.openssl(folder, "genpkey -algorithm " + algorithm + " -out " + algorithm + ".key");
    Tool.openssl(
        folder,
        "req -new -x509 -subj /CN=e -days 2 -key " + algorithm + ".key -out " + algorithm + ".crt");

    assertThat(pem(algorithm + ".crt", algorithm + ".key", null).key().getAlgorithm())
        .isEqualTo("EdDSA");
  }

  private static void write(String name, java.security.cert.X509Certificate... certificates)
      throws StoreException {
    StoreWriter.trustPem(folder.resolve(name), List.of(certificates));
  }

  private static Identity pem(String chain, String key, @Nullable String password)
      throws StoreException {
    return StoreReader.identity(
        new IdentitySource(
            folder.resolve(chain),
            folder.resolve(key),
            password == null ? null : password(password),
            null,
            null));
  }

  private static IdentitySource store(String file, String password) {
    return new IdentitySource(folder.resolve(file), null, password(password), null, null);
  }

  private static PasswordSource password(String text) {
    return PasswordSource.of(text.toCharArray());
  }

  private static void assertFault(
      StoreFault fault, org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String named) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault);
              assertThat(e).hasMessageContaining(named);
            });
  }
}
