package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFormat;
import io.handclasp.pki.trust.RevocationLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of the walkthrough and what comes after it, one command each. */
class StepsTest {
  @TempDir private Path folder;
  private String password = "";
  private Path ca = Path.of("");
  private Path store = Path.of("");

  @BeforeEach
  void authority() throws IOException {
    Path file = folder.resolve("a.password");
    Files.writeString(file, "correct horse\n");
    password = "file:" + file;
    ca = folder.resolve("ca");
    store = folder.resolve("a.p12");
    Run.ok("authority", "--subject", "CN=Test authority", "--out", ca, "--password", password);
  }

  @Test
  void goesFromNothingToAnIdentityThatIsAccepted() {
    makeIdentity("server");
    trust();

    Run run =
        Run.ok(
            "verify",
            store,
            "--password",
            password,
            "--trust",
            folder.resolve("trust.p12"),
            "--trust-password",
            password,
            "--purpose",
            "server",
            "--name",
            "a.example");

    assertThat(run.out()).startsWith("accepted");
  }

  @Test
  void refusesForAnotherPurposeNameOrAuthority() {
    makeIdentity("server");
    Path certificate = folder.resolve("a.crt");
    Path trusted = ca.resolve("authority.pem");
    Run.ok(
        "authority", "--subject", "CN=Other", "--out", folder.resolve("x"), "--password", password);

    Run purpose = verify(certificate, trusted, "client", "a.example");
    Run name = verify(certificate, trusted, "server", "b.example");
    Run authority = verify(certificate, folder.resolve("x/authority.pem"), "server", "a.example");

    assertThat(List.of(purpose.code(), name.code(), authority.code())).containsOnly(1);
    assertThat(purpose.out()).contains("extended-key-usage");
    assertThat(name.out()).contains("name-mismatch");
    assertThat(authority.out()).contains("unknown-authority");
  }

  @Test
  void issuesBelowAnIntermediateAndInstallsTheChain() throws StoreException {
    Path root = folder.resolve("root");
    Path issuing = folder.resolve("issuing");
    Run.ok(
        "authority",
        "--subject",
        "CN=Root",
        "--out",
        root,
        "--password",
        password,
        "--path-length",
        1);
    Run.ok(
        "authority",
        "--subject",
        "CN=Issuing",
        "--out",
        issuing,
        "--password",
        password,
        "--intermediate-of",
        root,
        "--parent-password",
        password);
    request();
    sign(issuing, "both");
    install();

    assertThat(facts(store, "a.example")).hasSize(2);
    assertThat(facts(store, "a.example").get(1).role()).startsWith("intermediate authority");
    Run run = verify(folder.resolve("a.crt"), root.resolve("authority.pem"), "server", "a.example");
    assertThat(run.code()).as(run.out()).isZero();
  }

  @Test
  void refusesAnIntermediateThatTheRootDoesNotAllow() {
    Run run =
        Run.pki(
            "authority",
            "--subject",
            "CN=Issuing",
            "--out",
            folder.resolve("issuing"),
            "--password",
            password,
            "--intermediate-of",
            ca,
            "--parent-password",
            password);

    assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(run.err()).contains("--path-length 1");
  }

  @Test
  void refusesASerialNumberThatWasUsedBefore() {
    request();
    sign(ca, "server", "--serial", "559823400");

    Run run = Run.pki(signWords(ca, "server", "--force", "--serial", "559823400"));

    assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(run.err()).contains("559823400").contains("used by this authority before");
  }

  @Test
  void refusesAReplyForAnotherKey() {
    makeIdentity("server");
    Path other = folder.resolve("other.p12");
    Run.ok(
        "request",
        "--subject",
        "CN=other.example",
        "--store",
        other,
        "--password",
        password,
        "--out",
        folder.resolve("other.csr"));

    Run run = Run.pki("install", folder.resolve("a.crt"), "--store", other, "--password", password);

    assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(run.err()).contains("holds no key").contains("certifies");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void renewsWithTheSameKeyOrANewOne(boolean newKey) throws Exception {
    makeIdentity("both");
    X509Certificate before = leaf(store, "a.example");

    Stream<Object> words =
        Stream.of(
            "renew",
            "--store",
            store,
            "--password",
            password,
            "--authority",
            ca,
            "--authority-password",
            password,
            "--days",
            30);
    Run.ok(Stream.concat(words, newKey ? Stream.of("--new-key") : Stream.empty()).toArray());

    X509Certificate after = leaf(store, "a.example");
    assertThat(after.getPublicKey().equals(before.getPublicKey())).isEqualTo(!newKey);
    assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
    assertThat(CertificateFacts.of(after).names()).isEqualTo(CertificateFacts.of(before).names());
    assertThat(CertificateFacts.of(after).role()).isEqualTo(CertificateFacts.of(before).role());
  }

  @Test
  void installsAndRenewsAKeyThatHasAPasswordOfItsOwn() throws Exception {
    request();
    sign(ca, "both");
    PasswordSource own = PasswordSource.parse("file:" + folder.resolve("key.password"));
    Files.writeString(folder.resolve("key.password"), "battery staple\n");
    Path jks = folder.resolve("a.jks");
    KeyStoreFile made = KeyStoreFile.create(jks, StoreFormat.JKS, PasswordSource.parse(password));
    made.put(
        new Identity(
            "a", open(store).key("a.example", null), open(store).certificates("a.example")),
        own);
    made.save();
    Object[] install = {"install", folder.resolve("a.crt"), "--store", jks, "--password", password};
    Object[] renew = {
      "renew",
      "--store",
      jks,
      "--password",
      password,
      "--authority",
      ca,
      "--authority-password",
      password,
      "--new-key"
    };
    Object[] more = {"--key-password", "file:" + folder.resolve("key.password")};

    assertThat(Run.pki(install).err()).contains("another password; give --key-password");
    Run.ok(Stream.concat(Stream.of(install), Stream.of(more)).toArray());
    X509Certificate installed = leaf(jks, "a");
    Run.ok(Stream.concat(Stream.of(renew), Stream.of(more)).toArray());

    X509Certificate renewed = leaf(jks, "a");
    assertThat(renewed.getIssuerX500Principal()).isEqualTo(installed.getIssuerX500Principal());
    assertThat(renewed.getPublicKey()).isNotEqualTo(installed.getPublicKey());
    assertThat(open(jks).key("a", own)).isNotNull();
  }

  @Test
  void aTrustStoreStaysReadableToTheGroupItWasHandedTo() throws Exception {
    trust();
    Path trusted = folder.resolve("trust.p12");
    Files.setPosixFilePermissions(trusted, PosixFilePermissions.fromString("rw-r-----"));

    trust(otherAuthority());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(trusted)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void saysThatACertificateIsTrustedAlreadyAndChangesNothing() throws Exception {
    trust();
    Path trusted = folder.resolve("trust.p12");
    byte[] before = Files.readAllBytes(trusted);

    Run same = trust(ca.resolve("authority.pem"));
    Run otherAlias = trust(ca.resolve("authority.pem"), "--alias", "again");

    assertThat(List.of(same.out(), otherAlias.out()))
        .allSatisfy(
            said ->
                assertThat(said)
                    .contains("trusts CN=Test authority already, as test authority")
                    .contains("Nothing was changed."));
    assertThat(trusted).hasBinaryContent(before);
  }

  @Test
  void addsTheOnesThatAreNotTrustedYet() throws Exception {
    trust();
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both, Files.readString(ca.resolve("authority.pem")) + Files.readString(otherAuthority()));

    Run run = trust(both);

    assertThat(run.out())
        .contains("CN=Test authority already, as test authority", "(whatever it issues) as other")
        .doesNotContain("Nothing was changed.");
    assertThat(open(folder.resolve("trust.p12")).aliases())
        .containsExactly("other", "test authority");
  }

  @Test
  void replacesAnAliasByForceThoughTheCertificateIsTrustedUnderAnother() throws Exception {
    trust();
    trust(otherAuthority());

    trust(ca.resolve("authority.pem"), "--alias", "other", "--force");

    KeyStoreFile trusted = open(folder.resolve("trust.p12"));
    assertThat(trusted.certificates("other")).isEqualTo(trusted.certificates("test authority"));
  }

  @Test
  void revokesAndTheJudgeRefusesFromThenOn() throws Exception {
    makeIdentity("client");
    Path list = folder.resolve("ca.crl");
    Run.ok("crl", "--authority", ca, "--authority-password", password, "--out", list);
    assertThat(verifyWithList(list).code()).isZero();

    Run.ok(
        "revoke",
        folder.resolve("a.crt"),
        "--authority",
        ca,
        "--authority-password",
        password,
        "--reason",
        "keyCompromise",
        "--crl",
        list);

    Run refused = verifyWithList(list);
    assertThat(refused.code()).isEqualTo(ExitCode.NEGATIVE);
    assertThat(refused.out()).contains("revoked");
    X509CRLEntry entry =
        RevocationLists.read(list).get(0).getRevokedCertificate(leaf(store, "a.example"));
    assertThat(entry.getRevocationReason()).hasToString("KEY_COMPROMISE");
  }

  @Test
  void refusesToRevokeWhatAnotherAuthorityIssued() {
    makeIdentity("client");
    Path other = folder.resolve("other");
    Run.ok("authority", "--subject", "CN=Other", "--out", other, "--password", password);

    Run run =
        Run.pki(
            "revoke",
            folder.resolve("a.crt"),
            "--authority",
            other,
            "--authority-password",
            password);

    assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(run.err()).contains("was not issued by");
  }

  @Test
  void convertsAllWaysWithoutLosingAnything() throws Exception {
    makeIdentity("both");
    Path pem = folder.resolve("b.pem");
    Path jks = folder.resolve("b.jks");
    Path back = folder.resolve("b.p12");

    Run.ok("convert", store, "--password", password, "--to", "pem", "--out", pem);
    Run.ok("convert", pem, "--to", "jks", "--out", jks, "--out-password", password, "--alias", "a");
    Run.ok("convert", jks, "--password", password, "--to", "pkcs12", "--out", back);

    KeyStoreFile first = open(store);
    KeyStoreFile last = open(back);
    assertThat(last.certificates("a")).isEqualTo(first.certificates("a.example"));
    assertThat(last.key("a", null)).isEqualTo(first.key("a.example", null));
    for (Path file : List.of(pem, jks, back)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void rotatesAnAuthorityInThreePhasesEachOnlyWhenItIsSafe() throws StoreException {
    makeIdentity("server");
    trust();
    Path next = folder.resolve("next");
    Run.ok("authority", "--subject", "CN=Next authority", "--out", next, "--password", password);

    assertThat(rotate("issue", next).code()).isEqualTo(ExitCode.NEGATIVE);
    assertThat(rotate("drop", next).err()).contains("run issue first");
    assertThat(rotate("trust-both", next).code()).isZero();
    assertThat(verifyStores().code()).isZero();
    assertThat(rotate("drop", next).code()).isEqualTo(ExitCode.NEGATIVE);
    assertThat(rotate("issue", next).code()).isZero();
    assertThat(verifyStores().code()).isZero();
    assertThat(rotate("issue", next).out()).contains("Nothing to do");
    assertThat(rotate("drop", next).code()).isZero();
    assertThat(verifyStores().code()).isZero();
    assertThat(open(folder.resolve("trust.p12")).aliases()).containsExactly("next authority");
  }

  @Test
  void neverRepeatsAPasswordGivenInTheOpen() {
    Run wrong = Run.pki("list", ca.resolve("authority.p12"), "--password", "pass:hush-hush");
    Run unknown = Run.pki("list", ca.resolve("authority.p12"), "--password", "hush-hush");
    Run explained =
        Run.pki("list", ca.resolve("authority.p12"), "--password", "pass:hush-hush", "--explain");

    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(wrong.err()).contains("warning: --password pass: shows").contains("does not open");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(Stream.of(wrong, unknown, explained).map(r -> r.out() + r.err()))
        .noneMatch(text -> text.contains("hush-hush"));
  }

  private void makeIdentity(String profile) {
    request();
    sign(ca, profile);
    install();
  }

  private void request() {
    Run.ok(
        "request",
        "--subject",
        "CN=a.example",
        "--store",
        store,
        "--password",
        password,
        "--out",
        folder.resolve("a.csr"));
  }

  private void sign(Path authority, String profile, Object... more) {
    Run.ok(signWords(authority, profile, more));
  }

  private Object[] signWords(Path authority, String profile, Object... more) {
    Stream<Object> words =
        Stream.of(
            "sign",
            folder.resolve("a.csr"),
            "--authority",
            authority,
            "--authority-password",
            password,
            "--profile",
            profile,
            "--out",
            folder.resolve("a.crt"));
    return Stream.concat(words, Stream.of(more)).toArray();
  }

  private void install() {
    Run.ok("install", folder.resolve("a.crt"), "--store", store, "--password", password);
  }

  private void trust() {
    trust(ca.resolve("authority.pem"));
  }

  private Run trust(Path certificates, Object... more) {
    Stream<Object> words =
        Stream.of(
            "trust", certificates, "--store", folder.resolve("trust.p12"), "--password", password);
    return Run.ok(Stream.concat(words, Stream.of(more)).toArray());
  }

  /** Its certificate; made anew. */
  private Path otherAuthority() {
    Path other = folder.resolve("other");
    Run.ok("authority", "--subject", "CN=Other", "--out", other, "--password", password);
    return other.resolve("authority.pem");
  }

  private static Run verify(Path chain, Path trusted, String purpose, String name) {
    return Run.pki("verify", chain, "--trust", trusted, "--purpose", purpose, "--name", name);
  }

  private Run verifyStores() {
    return Run.pki(
        "verify",
        store,
        "--password",
        password,
        "--trust",
        folder.resolve("trust.p12"),
        "--trust-password",
        password,
        "--purpose",
        "server",
        "--name",
        "a.example");
  }

  private Run verifyWithList(Path list) {
    return Run.pki(
        "verify",
        folder.resolve("a.crt"),
        "--trust",
        ca.resolve("authority.pem"),
        "--purpose",
        "client",
        "--crl",
        list);
  }

  private Run rotate(String phase, Path next) {
    return Run.pki(
        "rotate-authority",
        phase,
        "--old",
        ca,
        "--new",
        next,
        "--new-password",
        password,
        "--trust",
        folder.resolve("trust.p12") + "=" + password,
        "--identity",
        store + "=" + password);
  }

  private KeyStoreFile open(Path file) throws StoreException {
    return KeyStoreFile.open(file, PasswordSource.parse(password));
  }

  private X509Certificate leaf(Path file, String alias) throws StoreException {
    return open(file).certificates(alias).get(0);
  }

  private List<CertificateFacts> facts(Path file, String alias) throws StoreException {
    return open(file).certificates(alias).stream().map(CertificateFacts::of).toList();
  }
}
