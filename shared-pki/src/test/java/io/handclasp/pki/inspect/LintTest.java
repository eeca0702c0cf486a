package io.handclasp.pki.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.KeyUse;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.SignatureHash;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private final Instant now = Instant.now();

  @TempDir private Path folder;

  @Test
  void findsNothingInWhatWeMake() {
    assertThat(codes(leaf().server().create())).containsExactly(LintCode.CHAIN_ISSUER_ABSENT);
    assertThat(new Lint(now, null).certificate("root", ROOT.certificate())).isEmpty();
  }

  @Test
  void looksForTheIssuerThatAChainLacksInTheOtherFiles() {
    Lint lint = new Lint(now, null);
    Authority issuing = ROOT.intermediate("CN=Issuing").create();
    List<X509Certificate> alone = issuing.identity("CN=a.example").leafOnly().create().chain();
    List<X509Certificate> byRoot = leaf().server().create().chain();

    assertThat(codes(lint.identity("a", alone, List.of(issuing.certificate()))))
        .containsExactly(LintCode.CHAIN_INCOMPLETE);
    assertThat(lint.identity("a", byRoot, List.of(ROOT.certificate()))).isEmpty();
  }

  @Test
  void missesAlternativeNames() {
    assertThat(codes(leaf().noAlternativeNames().create()))
        .contains(LintCode.NO_SAN, LintCode.CN_ONLY);
  }

  @Test
  void seesAHostNameThatStandsInTheCommonNameOnly() {
    assertThat(codes(leaf().dns("other.example").create()))
        .contains(LintCode.CN_ONLY)
        .doesNotContain(LintCode.NO_SAN);
  }

  @Test
  void comparesExtendedUsageWithTheRole() {
    Identity server = leaf().server().create();

    assertThat(codes(server, Usage.SERVER)).doesNotContain(LintCode.EKU_LACKS_ROLE);
    assertThat(codes(server, Usage.CLIENT)).contains(LintCode.EKU_LACKS_ROLE);
    assertThat(codes(server, Usage.BOTH)).contains(LintCode.EKU_LACKS_ROLE);
    assertThat(codes(leaf().purpose("1.3.6.1.5.5.7.3.3").create()))
        .contains(LintCode.EKU_LACKS_ROLE);
  }

  @Test
  void objectsToWeakKeysAndDigests() {
    assertThat(codes(leaf().key(KeyType.RSA_1024).create())).contains(LintCode.KEY_WEAK);
    assertThat(codes(leaf().key(KeyType.DSA_2048).create())).contains(LintCode.KEY_WEAK);
    assertThat(codes(leaf().insecureHash(SignatureHash.SHA1).create())).contains(LintCode.SHA1);
    assertThat(codes(leaf().key(KeyType.ED25519).create())).contains(LintCode.KEY_UNSUPPORTED);
  }

  @Test
  void objectsToValidity() {
    assertThat(codes(leaf().validFor(Duration.ofDays(2000)).create()))
        .contains(LintCode.VALIDITY_UNREASONABLE);
    assertThat(codes(leaf().expired().create())).contains(LintCode.EXPIRED);
    assertThat(codes(leaf().notYetValid().create())).contains(LintCode.NOT_YET_VALID);
    assertThat(
            codes(
                leaf()
                    .from(now.minus(Duration.ofDays(89)))
                    .until(now.plus(Duration.ofDays(1)))
                    .create()))
        .contains(LintCode.EXPIRES_SOON);
  }

  @Test
  void objectsToWhatDoesNotFitALeaf() {
    assertThat(codes(leaf().claimingAuthority().create())).contains(LintCode.LEAF_IS_CA);
    assertThat(codes(leaf().keyUse(KeyUse.KEY_ENCIPHERMENT).create()))
        .contains(LintCode.KEY_USAGE_LACKS_SIGNATURE);
    assertThat(codes(leaf().without("2.5.29.35").create())).contains(LintCode.KEY_IDENTIFIERS_HALF);
    assertThat(codes(leaf().without("2.5.29.35").without("2.5.29.14").create()))
        .contains(LintCode.NO_AKI, LintCode.NO_SKI);
    assertThat(
            codes(
                leaf()
                    .extension("1.3.6.1.5.5.7.1.24", false, new byte[] {0x30, 3, 2, 1, 5})
                    .create()))
        .contains(LintCode.MUST_STAPLE);
    assertThat(codes(leaf().versionOne().create())).contains(LintCode.VERSION_1);
    assertThat(codes(leaf().serial(559823400L).create())).contains(LintCode.SERIAL_GUESSABLE);
  }

  @Test
  void findsASerialNumberThatAnIssuerUsedTwice() {
    X509Certificate one = leaf().serial(7).create().leaf();
    X509Certificate two = leaf().serial(7).create().leaf();

    assertThat(codes(new Lint(now, null).together(List.of(one, two))))
        .containsExactly(LintCode.DUPLICATE_SERIAL);
    assertThat(new Lint(now, null).together(List.of(one, one))).isEmpty();
  }

  @Test
  void findsAuthoritiesOfOneNameWithDifferentKeys() {
    X509Certificate namesake = Authority.root("CN=Root").create().certificate();

    assertThat(codes(new Lint(now, null).together(List.of(ROOT.certificate(), namesake))))
        .containsExactly(LintCode.SAME_NAME_OTHER_KEY);
  }

  @Test
  void findsKeysThatOthersMayRead() throws Exception {
    Path file = folder.resolve("a.p12");
    StoreWriter.pkcs12(file, leaf().create(), "secret1".toCharArray());
    assertThat(new Lint(now, null).file(file, true, null)).isEmpty();

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(codes(new Lint(now, null).file(file, true, null)))
        .containsExactly(LintCode.FILE_PERMISSIONS);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    boolean superuser = Files.getAttribute(file, "unix:uid").equals(0);

    assertThat(codes(new Lint(now, null).file(file, true, null)).isEmpty()).isEqualTo(superuser);
  }

  @Test
  void knowsWhichPeersCannotReadAPkcs12File() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    Identity identity = leaf().create();
    StoreWriter.pem(folder.resolve("a.pem"), identity);
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "pkcs12",
                "-export",
                "-legacy",
                "-descert",
                "-certpbe",
                "PBE-SHA1-RC2-40",
                "-in",
                "a.pem",
                "-out",
                "old.p12",
                "-passout",
                "pass:secret1")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(openssl.waitFor()).isZero();

    Lint lint = new Lint(now, null);
    assertThat(codes(lint.file(folder.resolve("old.p12"), false, null)))
        .containsExactly(LintCode.PKCS12_ALGORITHM);
    assertThat(lint.file(folder.resolve("old.p12"), false, StorePeer.JAVA)).isEmpty();
  }

  @Test
  void givesEveryFindingASentenceAndACure() {
    for (LintFinding finding : findings(leaf().noAlternativeNames().expired().create(), null)) {
      assertThat(finding.code().code()).startsWith("lint-");
      assertThat(finding.sentence()).hasSizeGreaterThan(20);
      assertThat(finding.cure()).isNotBlank();
    }
  }

  private static LeafBuilder leaf() {
    return ROOT.identity("CN=a.example");
  }

  private List<LintCode> codes(Identity identity) {
    return codes(identity, null);
  }

  private List<LintCode> codes(Identity identity, @Nullable Usage usage) {
    return codes(findings(identity, usage));
  }

  private List<LintFinding> findings(Identity identity, @Nullable Usage usage) {
    return new Lint(now, usage).identity("a", identity.chain());
  }

  private static List<LintCode> codes(List<LintFinding> findings) {
    return findings.stream().map(LintFinding::code).toList();
  }
}
