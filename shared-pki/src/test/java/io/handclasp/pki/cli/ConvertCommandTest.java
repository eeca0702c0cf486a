package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFormat;
import io.handclasp.pki.store.StoreTarget;
import io.handclasp.pki.store.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost on the way into another format, and what is counted is there. */
class ConvertCommandTest {
  private static final Authority FIRST = Authority.root("CN=First").create();
  private static final Authority SECOND = Authority.root("CN=Second").create();
  private static final Identity ONE = FIRST.identity("CN=one.example").alias("k1").create();
  private static final Identity TWO = FIRST.identity("CN=two.example").alias("k2").create();

  @TempDir private Path folder;
  private String password = "";

  @BeforeEach
  void password() throws IOException {
    password = "file:" + Files.writeString(folder.resolve("a.password"), "correct horse\n");
  }

  @Test
  void refusesOneAliasForSeveralKeys() throws Exception {
    Path two = folder.resolve("two.jks");
    StoreWriter.write(StoreTarget.jks(two, source()), List.of(ONE, TWO), List.of());
    Path out = folder.resolve("out.p12");

    Run run =
        Run.pki(
            "convert", two, "--password", password, "--to", "pkcs12", "--out", out, "--alias", "x");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--alias names one key", "holds 2");
    assertThat(out).doesNotExist();
  }

  @Test
  void keepsACertificateWhoseNameTheKeyIsGiven() throws Exception {
    Path mixed = folder.resolve("mixed.p12");
    KeyStoreFile store = KeyStoreFile.create(mixed, StoreFormat.PKCS12, source());
    store.put(ONE);
    store.trust("second", SECOND.certificate());
    store.save();
    Path jks = folder.resolve("out.jks");

    Run run =
        Run.ok(
            "convert",
            mixed,
            "--password",
            password,
            "--to",
            "jks",
            "--out",
            jks,
            "--alias",
            "Second");

    assertThat(run.out()).contains("1 key, 1 certificates beside");
    assertThat(open(jks).aliases()).containsExactly("second", "second 2");
    assertThat(open(jks).holdsKey("second")).isTrue();
    assertThat(open(jks).certificates("second 2")).containsExactly(SECOND.certificate());
  }

  @Test
  void keepsCertificatesThatShareAName() throws Exception {
    assumeTrue(Tool.installed("openssl"), "openssl is not installed");
    List<X509Certificate> both = List.of(FIRST.certificate(), SECOND.certificate());
    StoreWriter.trustPem(folder.resolve("both.pem"), both);
    Path same = folder.resolve("same.p12");
    Tool.ok(
        folder,
        "openssl",
        "pkcs12",
        "-export",
        "-nokeys",
        "-in",
        "both.pem",
        "-caname",
        "Same",
        "-caname",
        "Same",
        "-passout",
        password,
        "-out",
        same);
    Path jks = folder.resolve("same.jks");

    Run run = Run.ok("convert", same, "--password", password, "--to", "jks", "--out", jks);

    assertThat(run.out()).contains("0 keys, 2 certificates beside");
    List<X509Certificate> found = new ArrayList<>(open(jks).certificates("same"));
    found.addAll(open(jks).certificates("same 2"));
    assertThat(found).containsExactlyInAnyOrderElementsOf(both);
  }

  private PasswordSource source() {
    return PasswordSource.parse(password);
  }

  private KeyStoreFile open(Path file) throws StoreException {
    return KeyStoreFile.open(file, source());
  }
}
