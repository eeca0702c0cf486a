package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.PemBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trusted certificate that Java reads and the judge does not, since it is BER and no DER. */
class UnreadableAnchorTest {
  private static final Authority ROOT = Authority.root("CN=Odd Root").create();
  private static final Identity LEAF = ROOT.identity("CN=a.example").client().create();

  @TempDir private Path folder;

  private static String pem(byte[] der) {
    return PemBlock.of("CERTIFICATE", der).text();
  }

  /** Basic constraints whose {@code critical} is 01; nobody checks a root's own signature. */
  private static byte[] odd() throws Exception {
    String hex = HexFormat.of().formatHex(ROOT.certificate().getEncoded());
    return HexFormat.of().parseHex(hex.replace("0603551d130101ff", "0603551d13010101"));
  }

  private Run verify(String trusted, Object... more) throws Exception {
    Path chain = folder.resolve("chain.pem");
    Path trust = folder.resolve("trust.pem");
    Files.writeString(chain, pem(LEAF.leaf().getEncoded()));
    Files.writeString(trust, trusted);
    return more.length == 0
        ? Run.pki("verify", chain, "--trust", trust, "--purpose", "client")
        : Run.pki("verify", chain, "--trust", trust, "--purpose", "client", more[0]);
  }

  @Test
  void verifyNamesItAndSaysWhy() throws Exception {
    String both = pem(odd()) + pem(Authority.root("CN=Other").create().certificate().getEncoded());

    Run run = verify(both);

    assertThat(run.code()).isEqualTo(ExitCode.NEGATIVE);
    assertThat(run.out())
        .contains("refused unknown-authority")
        .contains("warning malformed: trusted certificate CN=Odd Root is left out")
        .contains("cannot be read: ");
    assertThat(verify(both, "--json").out()).contains("CN=Odd Root is left out");
  }

  @Test
  void verifyRefusesAStoreOfWhichNothingElseIsLeft() throws Exception {
    Run run = verify(pem(odd()));

    assertThat(run.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(run.err()).contains("trust.pem: no trusted certificate is left", "CN=Odd Root");
  }

  @Test
  void lintObjectsToIt() throws Exception {
    Path file = Files.writeString(folder.resolve("root.pem"), pem(odd()));

    Run run = Run.pki("lint", file);

    assertThat(run.code()).isEqualTo(ExitCode.NEGATIVE);
    assertThat(run.out()).contains("error lint-malformed", "the proxies cannot read it");
  }
}
