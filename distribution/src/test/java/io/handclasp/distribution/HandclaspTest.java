package io.handclasp.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one command that holds the others. */
class HandclaspTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    "probe, --help",
    "probe, -h",
    "schema, --help",
    "convert, --help",
    "convert, -h",
    "completion, --help"
  })
  void commandsWithoutOptionsSayHowTheyAreUsed(String command, String option) {
    assertThat(run(command, option)).isZero();
    assertThat(text(out)).startsWith("Usage: handclasp " + command);
    assertThat(text(err)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"probe", "schema", "convert"})
  void saysSoToWhoLeavesOutTheWordsToo(String command) {
    assertThat(run(command)).isEqualTo(64);
    assertThat(text(out)).isEmpty();
    assertThat(text(err)).startsWith("Usage: handclasp " + command);
  }

  @ParameterizedTest
  @CsvSource({"front, Try", "back, Try", "pki, see:", "handshakes, see:"})
  void aWrongOptionIsAnsweredByTheNameThatWasCalled(String command, String hint) throws Exception {
    assertThat(process(command, "--bogus")).isEqualTo(64);
    assertThat(text(out)).isEmpty();
    assertThat(text(err)).containsPattern(hint + " '?handclasp " + command + " --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"front", "back"})
  void helpNamesTheProxyAsItWasCalled(String side) throws Exception {
    assertThat(process(side, "--help")).isZero();
    assertThat(text(out)).startsWith("Usage: handclasp " + side + " --config FILE");
    assertThat(text(err)).isEmpty();
  }

  /** In a process of its own, as what is called how is settled for all of it. */
  private int process(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Handclasp.class.getName()));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    process.getInputStream().transferTo(out);
    process.getErrorStream().transferTo(err);
    return process.waitFor();
  }

  private int run(String... words) {
    return new Handclasp(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(words));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
