package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreTarget;
import io.handclasp.pki.store.StoreWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newcomer types wrong: one line that says what was expected, never a stack trace. */
class WrongInputTest {
  private static final Authority ROOT = Authority.root("CN=Root").create();

  @TempDir private Path folder;
  private Path pem = Path.of("");
  private Path p12 = Path.of("");
  private String password = "";

  @BeforeEach
  void files() throws Exception {
    Path secret = folder.resolve("a.password");
    Files.writeString(secret, "correct horse\n");
    password = "file:" + secret;
    pem = folder.resolve("root.pem");
    StoreWriter.trustPem(pem, List.of(ROOT.certificate()));
    p12 = folder.resolve("a.p12");
    StoreWriter.pkcs12(
        p12, ROOT.identity("CN=a.example").server().create(), "correct horse".toCharArray());
  }

  private static void refused(int code, String words, Object... arguments) {
    Run run = Run.pki(arguments);

    assertThat(run.err()).contains(words).doesNotContain("Exception", "\tat ");
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void namesTheCommandsWhereThereIsNoneOfThatName() {
    refused(ExitCode.USAGE, "no command conjure (expected one of: pair, ", "conjure");
  }

  @Test
  void refusesValuesThatMakeNoSense() {
    Path out = folder.resolve("pair");
    refused(ExitCode.USAGE, "a host name such as", "pair", "a b", "c", "--out", out);
    refused(ExitCode.USAGE, "two names", "pair", "a", "a", "--out", out);
    refused(ExitCode.USAGE, "expected: > 0", "pair", "a", "b", "--out", out, "--days", "0");
    refused(ExitCode.USAGE, "expected: DNS:", "pair", "a", "b", "--out", out, "--san", "x:y");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesToRotateAnAuthorityToItself() {
    Path ca = folder.resolve("ca");
    Run.ok("authority", "--subject", "CN=X", "--out", ca, "--password", password);
    refused(
        ExitCode.USAGE,
        "one key (expected: two)",
        "rotate-authority",
        "trust-both",
        "--old",
        ca,
        "--new",
        ca,
        "--trust",
        p12 + "=" + password);
  }

  @Test
  void takesADayForATimeAndSaysHowATimeIsWritten() {
    Object[] verify = {"verify", pem, "--trust", pem, "--purpose", "server", "--at", "2001-02-03"};
    assertThat(Run.pki(verify).out()).contains("it is 2001-02-03T00:00:00Z");
    verify[7] = "yesterday";
    refused(ExitCode.USAGE, "expected: such as 2027-01-01", verify);
  }

  @Test
  void saysThatAFileIsThereAndWhichOptionReplacesIt() {
    Path csr = folder.resolve("a.csr");
    Object[] request = {
      "request",
      "--subject",
      "CN=a",
      "--store",
      folder.resolve("b.p12"),
      "--password",
      password,
      "--out",
      csr
    };
    Run.ok(request);
    refused(ExitCode.CANNOT_CREATE, "--force", request);
  }

  @Test
  void asksForThePasswordThatShowsMore() {
    assertThat(Run.ok("inspect", p12).out()).contains("give --password to see its certificates");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--force"})
  void saysThatTheAliasOfACertificateIsThatOfAKey(String force) throws Exception {
    String alias = KeyStoreFile.open(p12, PasswordSource.parse(password)).aliases().get(0);
    Stream<Object> words =
        Stream.of("trust", pem, "--store", p12, "--password", password, "--alias", alias, force);

    refused(
        ExitCode.CANNOT_CREATE,
        "holds a key as " + alias,
        words.filter(word -> !word.equals("")).toArray());
  }

  @Test
  void repeatsWhatJavaObjectsToWhereItIsNoMatterOfAlgorithms() throws Exception {
    KeyStoreFile store = KeyStoreFile.open(p12, PasswordSource.parse(password));
    Identity leaf = ROOT.identity("CN=b.example").alias("b").leafOnly().create();
    Authority other = Authority.root("CN=Other").create();
    Identity broken = new Identity("b", leaf.key(), List.of(leaf.leaf(), other.certificate()));

    assertThatThrownBy(() -> store.put(broken))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("chain is not valid")
        .hasMessageNotContaining("algorithm");
  }

  @Test
  void saysThatThereIsNoCertificateToRevoke() throws Exception {
    Path ca = folder.resolve("ca");
    Run.ok("authority", "--subject", "CN=X", "--out", ca, "--password", password);
    Path key = folder.resolve("a.key");
    StoreWriter.key(StoreTarget.pem(key), ROOT.identity("CN=a.example").create().key());

    refused(
        ExitCode.BAD_DATA,
        key + " holds no certificate",
        "revoke",
        key,
        "--authority",
        ca,
        "--authority-password",
        password);
  }

  @Test
  void doesNotPraiseFilesThatItCouldNotRead() {
    Run run = Run.pki("lint", folder.resolve("nope"));

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("does not exist");
  }

  @Test
  void saysWhereNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    refused(ExitCode.INPUT_OUTPUT, "no connection", "inspect", "127.0.0.1:" + port);
  }

  @Test
  void saysWhatRequestsAndRevocationListsAre() {
    Path ca = folder.resolve("ca");
    Path csr = folder.resolve("a.csr");
    Path crl = folder.resolve("a.crl");
    Run.ok("authority", "--subject", "CN=X", "--out", ca, "--password", password);
    Run.ok(
        "request",
        "--subject",
        "CN=a.example",
        "--store",
        folder.resolve("b.p12"),
        "--password",
        password,
        "--out",
        csr);
    Run.ok("crl", "--authority", ca, "--authority-password", password, "--out", crl);

    assertThat(Run.ok("inspect", csr).out())
        .contains("signing request", "asks for        CN=a.example", "DNS:a.example");
    assertThat(Run.ok("inspect", crl).out())
        .contains("revocation list", "revokes         0", "list of         CN=X");
  }
}
