package io.handclasp.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
    "front, --help",
    "back, -h",
    "probe, --help",
    "probe, -h",
    "schema, --help",
    "convert, --help",
    "convert, -h",
    "completion, --help"
  })
  void eachCommandSaysHowItIsUsed(String command, String option) {
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
