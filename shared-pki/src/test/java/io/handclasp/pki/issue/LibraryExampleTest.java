package io.handclasp.pki.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.pki.trust.Purpose;
import io.handclasp.pki.trust.TrustDecision;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.pki.trust.TrustQuestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/pki.md, word for word. */
class LibraryExampleTest {
  private static final String SOURCE =
      "src/test/java/io/handclasp/pki/issue/" + LibraryExampleTest.class.getSimpleName() + ".java";

  @TempDir private Path folder;

  @Test
  void makesAnAuthorityAnIdentityAndStoresAndJudgesThem() throws Exception {
    char[] password = "an example only".toCharArray();
    // example
    Authority root = Authority.root("CN=Example authority").create();
    Identity back = root.identity("CN=back.example").server().create();
    StoreWriter.pkcs12(folder.resolve("back.p12"), back, password);
    StoreWriter.trustPkcs12(folder.resolve("trust.p12"), List.of(root.certificate()), password);

    // For tests: whatever a peer may be confronted with.
    Identity late = root.identity("CN=back.example").server().expired().create();
    TrustJudge judge = new TrustJudge(List.of(root.certificate()), List.of(), TrustPolicy.strict());
    TrustDecision decision =
        judge.judge(new TrustQuestion(late.chain(), Purpose.SERVER, "back.example", Instant.now()));
    // end
    assertThat(decision.refusals().get(0).reason().code()).isEqualTo("expired");
    assertThat(folder.resolve("back.p12")).isNotEmptyFile();
    assertThat(folder.resolve("trust.p12")).isNotEmptyFile();
  }

  @Test
  void standsInThePageAsItStandsHere() throws Exception {
    Path project = Path.of(System.getProperty("project.root", ".."));
    String source = Files.readString(project.resolve("shared-pki").resolve(SOURCE));
    String example =
        source
            .substring(source.indexOf("// example\n") + 11, source.indexOf("    // end\n"))
            .stripTrailing()
            .stripIndent();

    assertThat(Files.readString(project.resolve("docs/pki.md"))).contains(example);
  }
}
