package io.handclasp.pair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.verdict.Cure;
import io.handclasp.handshake.verdict.Cures;
import io.handclasp.pki.cli.Pki;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.store.StoreWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * A pair that {@code pki pair} made is broken; the commands of the verdict's first cure are run as
 * they stand, in the pair's folder; the next handshake succeeds.
 */
class CuresTest {
  private static final String BACK = "backend.example";
  private static final Set<String> OPTIONS_WITH_FILES =
      Set.of("--store", "--authority", "--chain", "--out");

  @TempDir private static Path made;

  @TempDir private Path folder;

  /** The list that the front looks at; empty where none. */
  private String frontLists = "";

  /** What the back's key store and password file are called, without their endings. */
  private String backendStore = "backend";

  /** Puts a fault into the pair's folder. */
  private interface Fault {
    void into(CuresTest pair) throws Exception;
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("server-hostname-mismatch", t -> t.backend(t.server().dns("elsewhere.example"))),
        fault(
            "server-eku-lacks-serverauth",
            t -> t.backend(t.authority("backend").identity("CN=" + BACK).client().dns(BACK))),
        fault(
            "server-self-signed",
            t -> t.backend(Authority.selfSigned("CN=" + BACK).server().dns(BACK))),
        fault("server-intermediate-missing", CuresTest::leaveOutTheIntermediate),
        fault("server-issuer-expired", CuresTest::letTheAuthorityExpire),
        fault("server-ca-unknown", t -> t.trust("client", stranger().certificate())),
        fault("server-cert-revoked", CuresTest::revokeTheServer),
        fault("client-crl-expired", CuresTest::letTheListExpire),
        fault("client-cert-withheld", t -> t.client(stranger().identity("CN=c").client())));
  }

  static Stream<Arguments> faultsForOtherTools() {
    return faults()
        .filter(
            f ->
                Set.of("server-ca-unknown", "server-hostname-mismatch")
                    .contains(f.get()[0].toString()));
  }

  private static Arguments fault(String code, Fault fault) {
    return Arguments.of(code, fault);
  }

  @BeforeAll
  static void makePair() {
    run(made, "scripts/pki pair client.example backend.example --out .");
  }

  @BeforeEach
  void copyPair() throws IOException {
    try (Stream<Path> files = Files.walk(made)) {
      for (Path file : files.filter(f -> !f.equals(made)).toList()) {
        Path copy = folder.resolve(made.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void curesWithPki(String code, Fault fault) throws Exception {
    fault.into(this);

    verdict(code).pki().forEach(this::run);

    assertThat(isWell()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("faultsForOtherTools")
  void curesWithKeytoolAndOpenssl(String code, Fault fault) throws Exception {
    fault.into(this);

    for (String command : verdict(code).tools()) {
      Process shell =
          new ProcessBuilder("sh", "-c", command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
      assertThat(shell.waitFor()).as("%s: %s", command, said).isZero();
    }

    assertThat(isWell()).isTrue();
  }

  @Test
  void curesNameTheStoresAsTheConfigurationDoes() throws Exception {
    backend(server().dns("elsewhere.example"));
    Files.move(folder.resolve("backend.p12"), folder.resolve("own keys.p12"));
    Files.move(folder.resolve("backend.password"), folder.resolve("own keys.password"));
    backendStore = "own keys";

    List<String> commands = verdict("server-hostname-mismatch").pki();
    commands.forEach(this::run);

    assertThat(isWell()).isTrue();
  }

  /** The first cure that the ends give for the cause that one of them knows. */
  private Cure verdict(String code) throws Exception {
    try (RunningPair pair = start()) {
      assertThat(pair.get("/").statusCode()).isEqualTo(502);
      HandshakeRecord front = pair.frontRecord();
      HandshakeRecord back = pair.backRecord();
      HandshakeRecord told = front.cause().equals(code) ? front : back;
      assertThat(told.cause()).as("%s", told).isEqualTo(code);
      return Cures.of(told, List.of(front, back)).get(0);
    }
  }

  private boolean isWell() throws Exception {
    try (RunningPair pair = start()) {
      return pair.get("/").statusCode() == 200;
    }
  }

  private RunningPair start() throws Exception {
    return new RunningPair(
        folder, tls("client", "client", frontLists), tls("backend", backendStore, ""), BACK);
  }

  private static String tls(String side, String store, String lists) {
    String password = "password: 'file:%s.password'".formatted(store);
    return "{keyStore: {file: '%s.p12', %s}, trustStore: {file: %s-trust.p12, %2$s}%s}"
        .formatted(
            store, password, side, lists.isEmpty() ? "" : ", revocation: {lists: " + lists + "}");
  }

  /** A command line of {@code pki}, as if the pair's folder were the working directory. */
  private void run(String command) {
    run(folder, command);
  }

  private static void run(Path folder, String command) {
    List<String> words = Commands.words(command);
    assertThat(words.remove(0)).isEqualTo("scripts/pki");
    List<String> here = new ArrayList<>();
    for (String word : words) {
      String before = here.isEmpty() ? "" : here.get(here.size() - 1);
      boolean file =
          OPTIONS_WITH_FILES.contains(before) || word.matches("[^=:]+\\.(pem|csr|crt|p12)");
      here.add(
          file
              ? folder.resolve(word).toString()
              : word.startsWith("file:") ? "file:" + folder.resolve(word.substring(5)) : word);
    }
    StringWriter said = new StringWriter();
    CommandLine pki = Pki.command().setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
    assertThat(pki.execute(here.toArray(String[]::new))).as("%s: %s", command, said).isZero();
  }

  private static Authority stranger() {
    return Authority.root("CN=Stranger").create();
  }

  private LeafBuilder server() throws StoreException {
    return authority("backend").identity("CN=" + BACK).server();
  }

  private Authority authority(String side) throws StoreException {
    PasswordSource password =
        PasswordSource.parse("file:" + folder.resolve(side + "-authority.password"));
    return Authority.of(
        StoreReader.identity(
            new IdentitySource(
                folder.resolve(side + "-authority/authority.p12"), null, password, null, null)));
  }

  private void backend(LeafBuilder leaf) throws Exception {
    store("backend", leaf.create());
  }

  private void client(LeafBuilder leaf) throws Exception {
    store("client", leaf.create());
  }

  private void store(String side, Identity identity) throws Exception {
    Path file = folder.resolve(side + ".p12");
    Files.delete(file);
    StoreWriter.pkcs12(file, identity, password(side));
  }

  private void trust(String side, X509Certificate authority) throws Exception {
    Path file = folder.resolve(side + "-trust.p12");
    Files.delete(file);
    StoreWriter.trustPkcs12(file, List.of(authority), password(side));
  }

  private char[] password(String side) throws IOException {
    return Files.readString(folder.resolve(side + ".password")).strip().toCharArray();
  }

  private void leaveOutTheIntermediate() throws Exception {
    String password = "file:backend-authority.password";
    run(
        "scripts/pki authority --subject 'CN=Root' --path-length 1 --out root --password "
            + password);
    Files.move(folder.resolve("backend-authority"), folder.resolve("earlier"));
    run(
        "scripts/pki authority --subject 'CN=Issuing CA' --intermediate-of "
            + folder.resolve("root")
            + " --parent-password "
            + password
            + " --out backend-authority --password "
            + password);
    run(
        "scripts/pki trust root/authority.pem --store client-trust.p12 --password"
            + " file:client.password --alias root");
    backend(server().dns(BACK).leafOnly());
  }

  private void letTheAuthorityExpire() throws Exception {
    Authority old = Authority.root("CN=Old").expired().create();
    trust("client", old.certificate());
    backend(old.identity("CN=" + BACK).server().dns(BACK));
  }

  private void revokeTheServer() {
    String side = "backend";
    run(
        "scripts/pki revoke %1$s.pem --authority %1$s-authority --authority-password file:%1$s-authority.password"
            .formatted(side));
    frontLists = side + "-authority/authority.crl";
  }

  private void letTheListExpire() throws Exception {
    X509CRL list = authority("backend").revocationList().expired().create();
    Files.writeString(folder.resolve("backend-authority.crl"), pem(list));
    frontLists = "backend-authority.crl";
  }

  private static String pem(X509CRL list) throws GeneralSecurityException {
    return "-----BEGIN X509 CRL-----\n"
        + Base64.getMimeEncoder().encodeToString(requireNonNull(list.getEncoded()))
        + "\n-----END X509 CRL-----\n";
  }
}
