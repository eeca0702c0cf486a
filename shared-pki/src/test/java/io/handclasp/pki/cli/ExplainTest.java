package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.trust.RevocationLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code --explain} prints and compares with what the command itself makes. */
class ExplainTest {
  @TempDir private Path folder;
  private String password = "";
  private Path ca = Path.of("");
  private Path csr = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(Tool.installed("openssl"), "openssl is not installed");
    assumeTrue(Tool.installed("keytool"), "keytool is not installed");
    Files.writeString(folder.resolve("a.password"), "correct-horse\n");
    password = "file:" + folder.resolve("a.password");
    ca = folder.resolve("ca");
    csr = folder.resolve("a.csr");
    Run.ok("authority", "--subject", "CN=T", "--out", ca, "--password", password);
    request("a.p12", csr);
  }

  @Test
  void makesTheSameAuthority() throws Exception {
    Path theirs = folder.resolve("theirs");
    explained("authority", "--subject", "CN=T", "--out", theirs, "--password", password);

    assertAlike(only(ca.resolve("authority.pem")), only(theirs.resolve("authority.pem")));
    sign(theirs, folder.resolve("by-theirs.crt"));
    assertThat(only(folder.resolve("by-theirs.crt")).subject()).isEqualTo("CN=a.example");
  }

  @Test
  void makesTheSameIntermediate() throws Exception {
    Path root = folder.resolve("root");
    Object[] common = {"--password", password, "--intermediate-of", root, "--parent-password"};
    Run.ok(
        "authority",
        "--subject",
        "CN=R",
        "--out",
        root,
        "--password",
        password,
        "--path-length",
        1);
    Run.ok(intermediate("ours", common));
    explained(intermediate("theirs", common));

    List<X509Certificate> ours = all(folder.resolve("ours/authority.pem"));
    List<X509Certificate> theirs = all(folder.resolve("theirs/authority.pem"));
    assertThat(theirs).hasSameSizeAs(ours).hasSize(2);
    assertAlike(CertificateFacts.of(ours.get(0)), CertificateFacts.of(theirs.get(0)));
    assertThat(theirs.get(1)).isEqualTo(ours.get(1));
  }

  @Test
  void makesTheSameRequestAndCertificate() throws Exception {
    Path theirStore = folder.resolve("theirs.p12");
    Path theirCsr = folder.resolve("theirs.csr");
    explained(
        "request",
        "--subject",
        "CN=a.example",
        "--store",
        theirStore,
        "--password",
        password,
        "--out",
        theirCsr);
    Path ours = folder.resolve("ours.crt");
    Path theirs = folder.resolve("theirs.crt");
    sign(ca, ours);
    explained(
        "sign",
        theirCsr,
        "--authority",
        ca,
        "--authority-password",
        password,
        "--profile",
        "server",
        "--out",
        theirs);

    assertAlike(only(ours), only(theirs));
    Run.ok("install", theirs, "--store", theirStore, "--password", password);
  }

  @Test
  void namesTheKeyThatIsInTheStore() throws Exception {
    Path reply = folder.resolve("a.crt");
    sign(ca, reply);
    Object[] store = {"--store", folder.resolve("a.p12"), "--password", password, "--explain"};
    String request =
        Run.ok(
                Stream.concat(
                        Stream.of("request", "--subject", "CN=b.example", "--out", csr),
                        Stream.of(store))
                    .toArray())
            .out();
    String install =
        Run.ok(Stream.concat(Stream.of("install", reply), Stream.of(store)).toArray()).out();

    assertThat(request).contains("-certreq -alias a.example").doesNotContain("-genkeypair");
    assertThat(install).contains("-alias a.example");
  }

  @Test
  void installsTheSameChain() throws Exception {
    Path reply = folder.resolve("a.crt");
    sign(ca, reply);
    Files.copy(folder.resolve("a.p12"), folder.resolve("theirs.p12"));
    Path root = ca.resolve("authority.pem");

    Run.ok(
        "install",
        reply,
        "--store",
        folder.resolve("a.p12"),
        "--password",
        password,
        "--chain",
        root);
    explained(
        "install",
        reply,
        "--store",
        folder.resolve("theirs.p12"),
        "--password",
        password,
        "--alias",
        "a.example",
        "--chain",
        root);

    assertThat(open("theirs.p12").certificates("a.example"))
        .isEqualTo(open("a.p12").certificates("a.example"))
        .hasSize(2);
  }

  @Test
  void trustsTheSameAuthority() throws Exception {
    Path root = ca.resolve("authority.pem");
    Run.ok("trust", root, "--store", folder.resolve("t.p12"), "--password", password);
    explained("trust", root, "--store", folder.resolve("theirs.p12"), "--password", password);

    assertThat(open("theirs.p12").aliases()).isEqualTo(open("t.p12").aliases());
    assertThat(open("theirs.p12").certificates("t")).isEqualTo(open("t.p12").certificates("t"));
  }

  @Test
  void renewsAlike() throws Exception {
    Path reply = folder.resolve("a.crt");
    sign(ca, reply);
    Run.ok("install", reply, "--store", folder.resolve("a.p12"), "--password", password);
    Files.copy(folder.resolve("a.p12"), folder.resolve("theirs.p12"));

    Run.ok(renew("a.p12"));
    explained(renew("theirs.p12"));

    X509Certificate ours = open("a.p12").certificates("a.example").get(0);
    X509Certificate theirs = open("theirs.p12").certificates("a.example").get(0);
    assertAlike(CertificateFacts.of(ours), CertificateFacts.of(theirs));
    assertThat(theirs.getPublicKey()).isEqualTo(ours.getPublicKey());
  }

  @Test
  void revokesAlike() throws Exception {
    Path reply = folder.resolve("a.crt");
    sign(ca, reply);
    Path ours = folder.resolve("ours.crl");
    Path theirs = folder.resolve("theirs.crl");

    explained(revoke(reply, theirs));
    Run.ok(revoke(reply, ours));

    X509Certificate leaf = all(reply).get(0);
    X509CRL ourList = RevocationLists.read(ours).get(0);
    X509CRL theirList = RevocationLists.read(theirs).get(0);
    theirList.verify(all(ca.resolve("authority.pem")).get(0).getPublicKey());
    assertThat(theirList.getRevokedCertificate(leaf).getRevocationReason())
        .isEqualTo(ourList.getRevokedCertificate(leaf).getRevocationReason());
    assertThat(theirList.getIssuerX500Principal()).isEqualTo(ourList.getIssuerX500Principal());
  }

  @Test
  void signsAListAlike() throws Exception {
    Path theirs = folder.resolve("theirs.crl");
    explained("crl", "--authority", ca, "--authority-password", password, "--out", theirs);

    RevocationLists.read(theirs)
        .get(0)
        .verify(all(ca.resolve("authority.pem")).get(0).getPublicKey());
  }

  @Test
  void convertsAlike() throws Exception {
    Path store = folder.resolve("a.p12");
    for (String target : List.of("pem", "jks")) {
      Path ours = folder.resolve("ours." + target);
      Path theirs = folder.resolve("theirs." + target);
      Run.ok("convert", store, "--password", password, "--to", target, "--out", ours);
      explained("convert", store, "--password", password, "--to", target, "--out", theirs);

      String opens = target.equals("pem") ? null : password;
      assertThat(certificates(theirs, opens)).isEqualTo(certificates(ours, opens)).isNotEmpty();
    }
  }

  @Test
  void listsAndVerifiesAlike() throws Exception {
    Path reply = folder.resolve("a.crt");
    sign(ca, reply);
    String listed = explained("list", folder.resolve("a.p12"), "--password", password).out();
    String verified =
        explained(
                "verify",
                reply,
                "--trust",
                ca.resolve("authority.pem"),
                "--purpose",
                "server",
                "--name",
                "a.example")
            .out();

    assertThat(listed).contains("PrivateKeyEntry");
    assertThat(verified).contains("OK");
  }

  private void request(String store, Path out) {
    Run.ok(
        "request",
        "--subject",
        "CN=a.example",
        "--store",
        folder.resolve(store),
        "--password",
        password,
        "--out",
        out);
  }

  private void sign(Path authority, Path out) {
    Run.ok(
        "sign",
        csr,
        "--authority",
        authority,
        "--authority-password",
        password,
        "--profile",
        "server",
        "--out",
        out);
  }

  private Object[] intermediate(String out, Object... common) {
    Stream<Object> own = Stream.of("authority", "--subject", "CN=I", "--out", folder.resolve(out));
    return Stream.concat(own, Stream.concat(Stream.of(common), Stream.of(password))).toArray();
  }

  private Object[] renew(String store) {
    return new Object[] {
      "renew",
      "--store",
      folder.resolve(store),
      "--password",
      password,
      "--authority",
      ca,
      "--authority-password",
      password
    };
  }

  private Object[] revoke(Path certificate, Path list) {
    return new Object[] {
      "revoke",
      certificate,
      "--authority",
      ca,
      "--authority-password",
      password,
      "--reason",
      "keyCompromise",
      "--crl",
      list
    };
  }

  private Tool explained(Object... words) throws IOException, InterruptedException {
    Object[] all = Stream.concat(Stream.of(words), Stream.of("--explain")).toArray();
    return Tool.script(folder, Run.ok(all).out());
  }

  private KeyStoreFile open(String store) throws StoreException {
    return KeyStoreFile.open(folder.resolve(store), PasswordSource.parse(password));
  }

  private static CertificateFacts only(Path file) throws StoreException {
    assertThat(all(file)).hasSize(1);
    return CertificateFacts.of(all(file).get(0));
  }

  private static List<X509Certificate> all(Path file) throws StoreException {
    return FileContents.read(file, null).certificates();
  }

  private static List<X509Certificate> certificates(Path file, @Nullable String password)
      throws StoreException {
    return FileContents.read(file, password == null ? null : PasswordSource.parse(password))
        .certificates();
  }

  /** Everything that is not random or a moment is the same. */
  private static void assertAlike(CertificateFacts ours, CertificateFacts theirs) {
    assertThat(theirs)
        .usingRecursiveComparison()
        .ignoringFields(
            "serial", "notBefore", "notAfter", "sha256", "subjectKeyId", "authorityKeyId")
        .isEqualTo(ours);
    assertThat(theirs.subjectKeyId() == null).isEqualTo(ours.subjectKeyId() == null);
    assertThat(theirs.authorityKeyId() == null).isEqualTo(ours.authorityKeyId() == null);
    assertThat(theirs.daysLeft(ours.notBefore())).isEqualTo(ours.daysLeft(ours.notBefore()));
  }
}
