package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the reader says of stores that do not do, and what it notes of stores that do. */
class StoreReaderTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final PasswordSource SOURCE = PasswordSource.of(PASSWORD);
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Issuing").create();
  private static final Identity BACK = ISSUING.identity("CN=back.example").create();
  private static final Identity OTHER = ISSUING.identity("CN=other.example").create();

  @TempDir Path folder;

  @Test
  void missingFile() {
    assertFault(StoreFault.FILE_MISSING, () -> identity("nowhere.p12", null), "does not exist");
  }

  @Test
  void folderInsteadOfFile() {
    assertFault(
        StoreFault.FILE_UNREADABLE,
        () -> StoreReader.identity(new IdentitySource(folder, null, SOURCE, null, null)),
        "is a folder");
  }

  @Test
  void pkcs12WithoutPassword() throws Exception {
    StoreWriter.pkcs12(folder.resolve("k.p12"), BACK, PASSWORD);

    assertFault(
        StoreFault.PASSWORD_MISSING,
        () ->
            StoreReader.identity(
                new IdentitySource(folder.resolve("k.p12"), null, null, null, null)),
        "k.p12");
  }

  @Test
  void passwordFileThatIsNotThere() throws Exception {
    StoreWriter.pkcs12(folder.resolve("k.p12"), BACK, PASSWORD);
    PasswordSource missing = PasswordSource.parse("file:" + folder.resolve("nowhere"));

    assertFault(
        StoreFault.PASSWORD_UNAVAILABLE,
        () ->
            StoreReader.identity(
                new IdentitySource(folder.resolve("k.p12"), null, missing, null, null)),
        "nowhere");
  }

  @Test
  void certificateWhereAKeyIsNeeded() throws Exception {
    StoreWriter.trustPem(folder.resolve("c.pem"), BACK.chain());

    assertFault(StoreFault.NO_KEY, () -> identity("c.pem", null), "2 certificates");
  }

  @Test
  void keyWithoutCertificate() throws Exception {
    StoreWriter.key(StoreTarget.pem(folder.resolve("k.pem")), BACK.key());

    assertFault(StoreFault.NO_CERTIFICATES, () -> identity("k.pem", null), "k.pem");
  }

  @Test
  void keyOfAnotherCertificate() throws Exception {
    StoreWriter.pem(folder.resolve("a.crt"), folder.resolve("a.key"), BACK);
    StoreWriter.pem(folder.resolve("b.crt"), folder.resolve("b.key"), OTHER);

    assertFault(
        StoreFault.KEY_CERTIFICATE_MISMATCH,
        () ->
            StoreReader.identity(
                new IdentitySource(
                    folder.resolve("a.crt"), folder.resolve("b.key"), null, null, null)),
        "CN=back.example");
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_2048", "EC_P384", "EC_P521", "ED25519", "DSA_2048", "RSA_PSS_2048"})
  void everyKindOfKeyIsMatchedWithItsCertificate(KeyType type) throws Exception {
    Identity right = Authority.selfSigned("CN=a").key(type).create();
    Identity wrong = Authority.selfSigned("CN=a").key(type).create();
    StoreWriter.pem(folder.resolve("right"), right);
    Identity crossed = new Identity("a", wrong.key(), right.chain());
    StoreWriter.pem(folder.resolve("wrong"), crossed);

    assertThat(identity("right", null).leaf()).isEqualTo(right.leaf());
    assertFault(
        StoreFault.KEY_CERTIFICATE_MISMATCH, () -> identity("wrong", null), "does not belong");
  }

  @Test
  void keyPasswordThatDiffersFromThatOfTheStore() throws Exception {
    StoreWriter.pkcs12(folder.resolve("k.p12"), BACK, PASSWORD);
    PasswordSource other = PasswordSource.of("secret2".toCharArray());

    assertFault(
        StoreFault.KEY_PASSWORD_DIFFERS,
        () ->
            StoreReader.identity(
                new IdentitySource(folder.resolve("k.p12"), null, SOURCE, other, null)),
        "back.example");
  }

  @Test
  void trustStoreThatHoldsOnlyAKey() throws Exception {
    for (StoreFormat format : List.of(StoreFormat.PKCS12, StoreFormat.JKS)) {
      Path file = folder.resolve("only-key-" + format);
      StoreWriter.identity(new StoreTarget(file, format, SOURCE, false), BACK);

      assertFault(
          StoreFault.NO_CERTIFICATES,
          () -> StoreReader.trusted(new TrustSource(file, SOURCE)),
          "1 private key and no trusted certificate");
    }
  }

  @Test
  void pemTrustsWhatStandsInIt() throws Exception {
    StoreWriter.trustPem(
        folder.resolve("t.pem"), List.of(ROOT.certificate(), ISSUING.certificate()));

    Loaded<List<X509Certificate>> read =
        StoreReader.loadTrusted(new TrustSource(folder.resolve("t.pem"), SOURCE));

    assertThat(read.value()).containsExactly(ROOT.certificate(), ISSUING.certificate());
    assertThat(read.format()).isEqualTo(StoreFormat.PEM);
    assertThat(read.notes()).isEmpty();
  }

  @Test
  void notesWhatIsWorthMending() throws Exception {
    Path pem = folder.resolve("store.p12");
    StoreWriter.pem(pem, BACK);
    Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r--r--"));
    StoreWriter.trustJks(folder.resolve("t.jks"), List.of(ROOT.certificate()), PASSWORD);

    List<StoreNote> ofKey =
        StoreReader.loadIdentity(new IdentitySource(pem, null, null, null, null)).notes();
    List<StoreNote> ofTrust =
        StoreReader.loadTrusted(new TrustSource(folder.resolve("t.jks"), null)).notes();

    assertThat(ofKey)
        .extracting(StoreNote::kind)
        .containsExactly(StoreNote.Kind.NAME_SAYS_OTHER_FORMAT, StoreNote.Kind.LAX_PERMISSIONS);
    assertThat(ofTrust)
        .extracting(note -> note.kind().code())
        .containsExactly("old-format", "integrity-unchecked");
    assertThat(ofKey).allSatisfy(note -> assertThat(note.message()).contains("store.p12"));
  }

  @Test
  void groupMayReadWhatTheSuperuserOwnsAndNothingElse() throws Exception {
    Path pem = folder.resolve("key.pem");
    StoreWriter.pem(pem, BACK);
    Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r-----"));
    boolean superuser = Files.getAttribute(pem, "unix:uid").equals(0);

    List<StoreNote> notes =
        StoreReader.loadIdentity(new IdentitySource(pem, null, null, null, null)).notes();

    assertThat(notes.isEmpty()).isEqualTo(superuser);
  }

  @Test
  void notesPasswordFilesThatOthersMayRead() throws Exception {
    Path store = folder.resolve("k.p12");
    StoreWriter.pkcs12(store, BACK, PASSWORD);
    Path trust = folder.resolve("t.p12");
    StoreWriter.trustPkcs12(trust, List.of(ROOT.certificate()), PASSWORD);
    Path file = Files.writeString(folder.resolve("k.password"), new String(PASSWORD));
    PasswordSource source = new PasswordSource.FromFile(file);
    IdentitySource identity = new IdentitySource(store, null, source, null, null);
    IdentitySource byKeyPassword = new IdentitySource(store, null, SOURCE, source, null);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(StoreReader.loadIdentity(identity).notes()).isEmpty();
    assertThat(StoreReader.loadTrusted(new TrustSource(trust, source)).notes()).isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(
            List.of(
                StoreReader.loadIdentity(identity).notes(),
                StoreReader.loadIdentity(byKeyPassword).notes(),
                StoreReader.loadTrusted(new TrustSource(trust, source)).notes()))
        .allSatisfy(
            notes ->
                assertThat(notes)
                    .singleElement()
                    .satisfies(
                        note -> {
                          assertThat(note.kind()).isEqualTo(StoreNote.Kind.LAX_PERMISSIONS);
                          assertThat(note.message()).contains(file.toString(), "chmod 600");
                        }));
  }

  @Test
  void passwordThatIsNotNeededIsNotAskedFor() throws Exception {
    StoreWriter.pem(folder.resolve("k.pem"), BACK);
    PasswordSource missing = new PasswordSource.FromFile(folder.resolve("nowhere"));

    Identity read =
        StoreReader.identity(
            new IdentitySource(folder.resolve("k.pem"), null, missing, null, null));

    assertThat(read.key()).isEqualTo(BACK.key());
  }

  @Test
  void passwordsBeyondAsciiOpenWhatTheyLocked() throws Exception {
    PasswordSource umlauts = PasswordSource.of("Schlüssel-€-鍵".toCharArray());
    Path file = folder.resolve("k.p12");
    StoreWriter.identity(StoreTarget.pkcs12(file, umlauts), BACK);

    assertThat(StoreReader.identity(new IdentitySource(file, null, umlauts, null, null)).key())
        .isEqualTo(BACK.key());
  }

  private Identity identity(String file, @Nullable String alias) throws StoreException {
    return StoreReader.identity(
        new IdentitySource(folder.resolve(file), null, SOURCE, null, alias));
  }

  private static void assertFault(StoreFault fault, ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault))
        .hasMessageContaining(words)
        .message()
        .endsWith(".")
        .doesNotContain("changeit", "secret2");
  }
}
