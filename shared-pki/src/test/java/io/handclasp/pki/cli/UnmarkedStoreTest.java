package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.pki.store.TrustSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores as openssl writes them: without the mark by which Java sees trusted certificates. */
class UnmarkedStoreTest {
  private static final Authority FIRST = Authority.root("CN=First").create();
  private static final Authority SECOND = Authority.root("CN=Second").create();
  private static final Authority NEXT = Authority.root("CN=Next").create();

  @TempDir private Path folder;
  private String password = "";
  private Path store = Path.of("");

  @BeforeEach
  void files() throws IOException, StoreException {
    assumeTrue(Tool.installed("openssl"), "openssl is not installed");
    Path secret = Files.writeString(folder.resolve("a.password"), "correct horse\n");
    password = "file:" + secret;
    store = folder.resolve("a.p12");
    StoreWriter.trustPem(folder.resolve("first.pem"), List.of(FIRST.certificate()));
    StoreWriter.trustPem(
        folder.resolve("both.pem"), List.of(FIRST.certificate(), SECOND.certificate()));
    StoreWriter.trustPem(folder.resolve("next.pem"), List.of(NEXT.certificate()));
  }

  @Test
  void keepsWhatTheStoreTrusts() throws Exception {
    openssl("-nokeys", "-in", "both.pem");
    assertThat(list().out()).contains("CN=First", "CN=Second", "without Java's trust attribute");

    trustNext();

    assertThat(list().out())
        .contains("3 entries", "CN=First", "CN=Second", "CN=Next")
        .doesNotContain("without Java's trust attribute");
    assertThat(trusted())
        .containsExactlyInAnyOrder(FIRST.certificate(), SECOND.certificate(), NEXT.certificate());
  }

  @Test
  void keepsBothOfTwoThatShareAName() throws Exception {
    openssl("-nokeys", "-in", "both.pem", "-caname", "Same", "-caname", "Same");

    trustNext();

    assertThat(open().aliases()).containsExactly("next", "same", "same 2");
    assertThat(trusted()).hasSize(3);
  }

  @Test
  void trustsNothingOfTheChainOfAKey() throws Exception {
    key("-certfile", "first.pem");

    trustNext();

    assertThat(trusted()).containsExactly(NEXT.certificate());
    assertThat(open().certificates("back")).endsWith(FIRST.certificate()).hasSize(2);
  }

  @Test
  void changesNothingWhereACertificateBesideTheKeyWouldBeLost() throws Exception {
    key("-certfile", "both.pem");
    byte[] before = Files.readAllBytes(store);

    Run run = Run.pki(trustWords());

    assertThat(run.code()).isEqualTo(ExitCode.CANNOT_CREATE);
    assertThat(run.err()).contains("CN=Second", "pki convert").doesNotContain("CN=First");
    assertThat(store).hasBinaryContent(before);
  }

  @Test
  void aNewChainTakesThePlaceOfAllThatStoodBesideItsKey() throws Exception {
    key("-certfile", "both.pem");

    Run.ok("install", store, "--store", store, "--password", password);

    assertThat(open().certificates("back")).endsWith(FIRST.certificate()).hasSize(2);
    trustNext();
  }

  private void key(String... more) throws Exception {
    Identity leaf = FIRST.identity("CN=back.example").server().leafOnly().create();
    StoreWriter.pem(folder.resolve("back.crt"), folder.resolve("back.key"), leaf);
    openssl(
        Stream.concat(
                Stream.of("-inkey", "back.key", "-in", "back.crt", "-name", "back"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private void openssl(String... words) throws Exception {
    Stream<String> common =
        Stream.of("openssl", "pkcs12", "-export", "-passout", password, "-out", store.toString());
    Tool.ok(folder, Stream.concat(common, Stream.of(words)).toArray());
  }

  private void trustNext() {
    Run.ok(trustWords());
  }

  private Object[] trustWords() {
    return new Object[] {
      "trust", folder.resolve("next.pem"), "--store", store, "--password", password
    };
  }

  private Run list() {
    return Run.ok("list", store, "--password", password);
  }

  private KeyStoreFile open() throws StoreException {
    return KeyStoreFile.open(store, PasswordSource.parse(password));
  }

  private List<X509Certificate> trusted() throws StoreException {
    return StoreReader.trusted(new TrustSource(store, PasswordSource.parse(password)));
  }
}
