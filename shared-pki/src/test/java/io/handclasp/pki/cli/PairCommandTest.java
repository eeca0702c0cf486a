package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.store.TrustSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"p12", "jks", "pem"})
  void makesStoresOfBothSidesThatTrustEachOther(String format) throws Exception {
    Run.ok("pair", "client.example", "backend.example", "--out", folder, "--jks");

    Identity client = identity("client", format);
    Identity backend = identity("backend", format);
    assertThat(trusted("client", format)).hasSize(1).first().matches(ca -> signed(ca, backend));
    assertThat(trusted("backend", format)).hasSize(1).first().matches(ca -> signed(ca, client));
  }

  @Test
  void givesEachSideItsRoleAndItsName() throws Exception {
    Run.ok("pair", "client.example", "backend.example", "--out", folder, "--san", "127.0.0.1");

    CertificateFacts client = CertificateFacts.of(identity("client", "p12").leaf());
    CertificateFacts backend = CertificateFacts.of(identity("backend", "p12").leaf());
    assertThat(client.role()).isEqualTo("TLS client");
    assertThat(client.names()).containsExactly("DNS:client.example");
    assertThat(backend.role()).isEqualTo("TLS server");
    assertThat(backend.names()).containsExactly("DNS:backend.example", "IP:127.0.0.1");
  }

  @Test
  void keepsKeysAndPasswordsToTheirOwner() throws IOException {
    Run.ok("pair", "client.example", "backend.example", "--out", folder, "--jks");

    for (String side : List.of("client", "backend")) {
      for (String secret : List.of(".p12", ".jks", ".key", ".password", "-authority.password")) {
        Path file = folder.resolve(side + secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void printsNoPassword() throws IOException {
    Run run = Run.ok("pair", "client.example", "backend.example", "--out", folder);

    assertThat(run.out() + run.err())
        .doesNotContain(Files.readString(folder.resolve("client.password")).strip())
        .doesNotContain(Files.readString(folder.resolve("backend-authority.password")).strip());
  }

  @Test
  void doesNotStretchWhatNobodyCanGuess() throws IOException {
    Run.ok("pair", "client.example", "backend.example", "--out", folder);

    for (String store : List.of("client.p12", "client-trust.p12", "backend.p12")) {
      Pfx file = Pfx.getInstance(Files.readAllBytes(folder.resolve(store)));
      assertThat(file.getMacData().getIterationCount()).as(store).isEqualTo(2048);
    }
  }

  @Test
  void refusesToOverwriteAndLeavesEverythingAsItWas() throws IOException {
    Run.ok("pair", "client.example", "backend.example", "--out", folder);
    byte[] before = Files.readAllBytes(folder.resolve("client.p12"));

    Run run = Run.pki("pair", "client.example", "backend.example", "--out", folder);

    assertThat(run.code()).isEqualTo(ExitCode.CANNOT_CREATE);
    assertThat(run.err()).contains("exists already").contains("--force");
    assertThat(Files.readAllBytes(folder.resolve("client.p12"))).isEqualTo(before);
    assertThat(hidden()).isEmpty();
  }

  @Test
  void replacesAnEarlierPairWhenForced() throws IOException {
    Run.ok("pair", "client.example", "backend.example", "--out", folder);
    byte[] before = Files.readAllBytes(folder.resolve("client.p12"));

    Run.ok("pair", "client.example", "backend.example", "--out", folder, "--force");

    assertThat(Files.readAllBytes(folder.resolve("client.p12"))).isNotEqualTo(before);
    assertThat(hidden()).isEmpty();
  }

  @Test
  void namesItsStoresInBothConfigurations() throws IOException {
    Run.ok("pair", "a.example", "b.example", "--out", folder, "--back", "127.0.0.1:9443");

    assertThat(folder.resolve("client-proxy.yaml"))
        .content()
        .contains("client.p12", "client-trust.p12", "file:client.password")
        .contains("https://127.0.0.1:9443", "peerName: \"b.example\"");
    assertThat(folder.resolve("backend-service.yaml"))
        .content()
        .contains("backend.p12", "backend-trust.p12", "listen: 127.0.0.1:9443");
  }

  @Test
  void refusesNamesThatAreNoHostNames() {
    Run run = Run.pki("pair", "not a host", "b.example", "--out", folder);

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("not a host").contains("client.example");
  }

  @Test
  void explainsItselfInCommandsThatMakeTheSamePair() throws Exception {
    assumeTrue(Tool.installed("openssl") && Tool.installed("keytool"), "openssl and keytool");
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    Run.ok("pair", "client.example", "backend.example", "--out", ours, "--jks");
    Run explained =
        Run.ok("pair", "client.example", "backend.example", "--out", theirs, "--jks", "--explain");

    Tool.script(folder, explained.out());

    for (String side : List.of("client", "backend")) {
      CertificateFacts own = CertificateFacts.of(identity(ours, side, "p12").leaf());
      CertificateFacts other = CertificateFacts.of(identity(theirs, side, "p12").leaf());
      assertThat(other.subject()).isEqualTo(own.subject());
      assertThat(other.issuer()).isEqualTo(own.issuer());
      assertThat(other.names()).isEqualTo(own.names());
      assertThat(other.keyUsage()).isEqualTo(own.keyUsage());
      assertThat(other.extendedKeyUsage()).isEqualTo(own.extendedKeyUsage());
      assertThat(other.keyType()).isEqualTo(own.keyType());
      assertThat(CertificateFacts.of(trusted(theirs, side, "jks").get(0)).role())
          .isEqualTo(CertificateFacts.of(trusted(ours, side, "jks").get(0)).role());
    }
  }

  private Identity identity(String side, String format) throws StoreException {
    return identity(folder, side, format);
  }

  private static Identity identity(Path from, String side, String format) throws StoreException {
    boolean pem = format.equals("pem");
    return StoreReader.identity(
        new IdentitySource(
            from.resolve(side + "." + format),
            pem ? from.resolve(side + ".key") : null,
            pem ? null : password(from, side),
            null,
            null));
  }

  private List<X509Certificate> trusted(String side, String format) throws StoreException {
    return trusted(folder, side, format);
  }

  private static List<X509Certificate> trusted(Path from, String side, String format)
      throws StoreException {
    return StoreReader.trusted(
        new TrustSource(
            from.resolve(side + "-trust." + format),
            format.equals("pem") ? null : password(from, side)));
  }

  private static PasswordSource password(Path from, String side) {
    return new PasswordSource.FromFile(from.resolve(side + ".password"));
  }

  private static boolean signed(X509Certificate authority, Identity identity) {
    try {
      identity.leaf().verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private List<Path> hidden() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith(".")).toList();
    }
  }
}
