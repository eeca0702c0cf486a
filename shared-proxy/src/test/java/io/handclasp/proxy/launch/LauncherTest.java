package io.handclasp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  private static final Authority AUTHORITY = Authority.root("CN=authority").create();
  private static final Identity OWN = AUTHORITY.identity("CN=own").dns("own.example").create();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @BeforeEach
  void makeStores() throws Exception {
    StoreWriter.pkcs12(folder.resolve("own.p12"), OWN, "secret".toCharArray());
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(AUTHORITY.certificate()));
    Path password = Files.writeString(folder.resolve("own.password"), "secret\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void checksAGoodConfigurationAndSaysOk() throws Exception {
    assertThat(check(yaml("{file: own.p12, password: 'file:own.password'}", "{file: trust.pem}")))
        .isZero();
    assertThat(text(out)).isEqualTo("ok\n");
    assertThat(text(err)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "jdk", "openssl"})
  void buildsTheContextsOfTheProviderAskedFor(String provider) throws Exception {
    String yaml = yaml("{file: own.p12, password: 'file:own.password'}", "{file: trust.pem}");

    assertThat(check(yaml.replace("tls: {", "tls: {provider: " + provider + ", "))).isZero();
  }

  @Test
  void namesAKeyStoreThatIsMissing() throws Exception {
    assertThat(check(yaml("{file: none.p12, password: 'pass:x'}", "{file: trust.pem}")))
        .isEqualTo(65);
    assertThat(text(err))
        .contains("front.yaml: tls.keyStore.file: ")
        .contains(folder.resolve("none.p12").toString());
  }

  @Test
  void namesAWrongPasswordWithoutShowingIt() throws Exception {
    assertThat(check(yaml("{file: own.p12, password: 'pass:hunter2'}", "{file: trust.pem}")))
        .isEqualTo(65);
    assertThat(text(err))
        .contains("tls.keyStore.password: ")
        .contains(folder.resolve("own.p12").toString())
        .doesNotContain("hunter2");
  }

  @Test
  void namesTheKeyToMendWhereTwoKeysNameOneFile() throws Exception {
    StoreWriter.trustPkcs12(
        folder.resolve("trust.p12"), List.of(AUTHORITY.certificate()), "secret".toCharArray());
    String right = "{file: trust.p12, password: 'file:own.password'}";

    assertThat(check(yaml(right, right))).isEqualTo(65);
    assertThat(text(err).lines())
        .singleElement()
        .asString()
        .contains("tls.keyStore.file: ", "trust.p12", "[client-keystore-has-no-key]");
    err.reset();

    assertThat(check(yaml("{file: trust.p12, password: 'pass:wrong'}", right))).isEqualTo(65);
    assertThat(text(err).lines())
        .singleElement()
        .asString()
        .contains("tls.keyStore.password: ", "[client-keystore-wrong-password]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{file: own.p12, password: 'pass:wrong'}",
        "{file: own.p12, password: 'file:none.password'}"
      })
  void namesTheIdentityWhosePasswordIsToBeMended(String second) throws Exception {
    String yaml = yaml("{file: own.p12, password: 'file:own.password'}", "{file: trust.pem}");
    String other = "tls: {identities: [{name: second, keyStore: " + second + "}], ";

    assertThat(check(yaml.replace("tls: {", other))).isEqualTo(65);
    assertThat(text(err).lines())
        .singleElement()
        .asString()
        .contains("tls.identities.second.keyStore.password: ");
  }

  @Test
  void namesAPasswordThatCannotBeHad() throws Exception {
    assertThat(check(yaml("{file: own.p12, password: 'file:none'}", "{file: trust.pem}")))
        .isEqualTo(65);
    assertThat(text(err)).contains("tls.keyStore.password: ").contains("none");
  }

  @Test
  void namesAKeyThatDoesNotFitItsCertificate() throws Exception {
    Identity other = AUTHORITY.identity("CN=other").create();
    StoreWriter.pem(folder.resolve("own.pem"), folder.resolve("own.key"), OWN);
    StoreWriter.pem(folder.resolve("other.pem"), folder.resolve("other.key"), other);

    assertThat(check(yaml("{file: own.pem, keyFile: other.key}", "{file: trust.pem}")))
        .isEqualTo(65);
    assertThat(text(err)).containsPattern("tls\\.keyStore\\.(file|keyFile): .*own\\.pem");
  }

  @Test
  void warnsOfAnIdentityThatPeersWillRefuse() throws Exception {
    Identity second = AUTHORITY.identity("CN=second").server().create();
    StoreWriter.pem(folder.resolve("second.pem"), second);
    String yaml = yaml("{file: own.p12, password: 'file:own.password'}", "{file: trust.pem}");
    String other = "tls: {identities: [{name: second, keyStore: {file: second.pem}}], ";

    assertThat(check(yaml.replace("tls: {", other))).isZero();
    assertThat(text(err))
        .contains("warning: identity second: own certificate: ")
        .contains("[client-eku-lacks-clientauth]");
  }

  @Test
  void warnsOnceOfAPasswordFileThatOthersMayRead() throws Exception {
    Path password = folder.resolve("own.password");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
    StoreWriter.trustPkcs12(
        folder.resolve("trust.p12"), List.of(AUTHORITY.certificate()), "secret".toCharArray());

    assertThat(
            check(
                yaml(
                    "{file: own.p12, password: 'file:own.password'}",
                    "{file: trust.p12, password: 'file:own.password'}")))
        .isZero();
    assertThat(text(err).lines())
        .singleElement()
        .asString()
        .startsWith("warning: The password file " + password + " may be read by others");
  }

  @Test
  void namesAnEmptyTrustStore() throws Exception {
    Files.writeString(folder.resolve("empty.pem"), "");

    assertThat(check(yaml("{file: own.p12, password: 'file:own.password'}", "{file: empty.pem}")))
        .isEqualTo(65);
    assertThat(text(err)).contains("tls.trustStore.file: ").contains("empty.pem");
  }

  @Test
  void namesAnOwnCertificateThatIsExpired() throws Exception {
    Identity expired = AUTHORITY.identity("CN=old").expired().create();
    StoreWriter.pem(folder.resolve("old.pem"), expired);

    assertThat(check(yaml("{file: old.pem}", "{file: trust.pem}"))).isEqualTo(65);
    assertThat(text(err))
        .contains("tls.keyStore.file: ")
        .contains("old.pem")
        .contains("CN=old expired at ");
  }

  @Test
  void namesARevocationListThatIsNone() throws Exception {
    String yaml = yaml("{file: own.p12, password: 'file:own.password'}", "{file: trust.pem}");

    assertThat(check(yaml.replace("tls: {", "tls: {revocation: {lists: own.p12}, "))).isEqualTo(65);
    assertThat(text(err)).contains("tls.revocation.lists: ").contains("own.p12");
  }

  @Test
  void tellsOfBothStoresAtOnce() throws Exception {
    assertThat(check(yaml("{file: none.p12}", "{file: nothing.pem}"))).isEqualTo(65);
    assertThat(text(err).lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("none.p12"))
        .anyMatch(line -> line.contains("nothing.pem"));
  }

  @Test
  void tellsOfEveryProblemOfTheFileWithItsPlace() throws Exception {
    assertThat(check("listen: nowhere\nworkers: many\n")).isEqualTo(64);
    assertThat(text(err))
        .contains("front.yaml:1:9: listen: ")
        .contains("front.yaml:2:10: workers: ")
        .contains("tls: missing");
  }

  @Test
  void namesAJournalThatCannotBeWritten() throws Exception {
    String yaml = yaml("{file: own.p12, password: 'file:own.password'}", "{file: trust.pem}");

    assertThat(check(yaml + "journal: {file: none/front.jsonl}\n")).isEqualTo(69);
    assertThat(text(err)).contains("journal.file: cannot write ").contains("front.jsonl");
    assertThat(check(yaml + "journal: {file: front.jsonl}\n")).isZero();
    assertThat(folder.resolve("front.jsonl")).doesNotExist();
  }

  @Test
  void namesAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String yaml = yaml("{file: own.p12, password: 'file:own.password'}", "{file: trust.pem}");
      Path file = file("listen: 127.0.0.1:" + taken.getLocalPort() + "\n" + yaml);

      assertThat(run("--config", file.toString())).isEqualTo(69);
      assertThat(text(err))
          .contains("front.yaml: listen: cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--config", "--config=", "--verbose", "--check"})
  void refusesACommandLineItDoesNotUnderstand(String words) {
    assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(64);
    assertThat(text(err)).contains("expected").contains("client-proxy --help");
  }

  @Test
  void namesAConfigurationThatIsMissing() {
    Path none = folder.resolve("none.yaml");

    assertThat(run("--check", "--config", none.toString())).isEqualTo(64);
    assertThat(text(err)).startsWith(none.toString()).contains("no such file");
  }

  @Test
  void helpsAndTellsItsVersion() {
    assertThat(run("--help")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(text(out)).contains("Usage: client-proxy --config FILE").contains("Exit codes");
  }

  private String yaml(String keyStore, String trustStore) {
    return "tls: {keyStore: "
        + keyStore
        + ", trustStore: "
        + trustStore
        + "}\nroutes: [{endpoint: 'https://127.0.0.1:1'}]\n";
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("front.yaml"), yaml);
  }

  private int check(String yaml) throws IOException {
    return run("--check", "--config", file(yaml).toString());
  }

  private int run(String... words) {
    Program front = new Program("client-proxy", Side.FRONT, null);
    return new Launcher(
            front,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(words));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
