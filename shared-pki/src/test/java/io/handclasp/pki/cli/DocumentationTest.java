package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.pki.inspect.LintCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/pki.md says what is true: its scripts run, its codes exist. */
class DocumentationTest {
  private static final Path PAGE =
      Path.of(System.getProperty("project.root", "..")).resolve("docs/pki.md");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"walkthrough", "rotation"})
  void runsTheScriptsOfThePage(String name) throws Exception {
    String function =
        String.format(
            Locale.ROOT,
            "pki() { '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s \"$@\"; }%n",
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            Pki.class.getName());

    Tool.script(folder, function + script(name));
  }

  @ParameterizedTest
  @EnumSource(LintCode.class)
  void namesEveryLintCode(LintCode code) throws IOException {
    assertThat(Files.readString(PAGE)).contains("`" + code.code() + "`");
  }

  @Test
  void namesEveryCommand() throws IOException {
    String page = Files.readString(PAGE);

    for (String command : Commands.names()) {
      assertThat(page).contains("pki " + command);
    }
  }

  private static String script(String name) throws IOException {
    String page = Files.readString(PAGE);
    int marker = page.indexOf("<!-- tested: " + name + " -->");
    assertThat(marker).as(name).isPositive();
    int start = page.indexOf("```sh\n", marker) + "```sh\n".length();
    return page.substring(start, page.indexOf("```", start));
  }
}
