package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PkiTest {
  @Test
  void tellsItsVersion() {
    assertThat(Run.ok("--version").out()).startsWith("pki ");
  }

  @Test
  void listsCommandsAndExitCodes() {
    assertThat(Run.ok("--help").out())
        .contains(Commands.names())
        .contains("65", "73", "74", "wrong password");
  }

  static Stream<String> commands() {
    return Commands.names().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandHelpsAndExplains(String command) {
    assertThat(Run.ok(command, "--help").out())
        .startsWith("Usage: pki " + command)
        .contains("--explain");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandRefusesAnUnknownOption(String command) {
    Run run = Run.pki(command, "--no-such-option");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--help");
  }

  @Test
  void refusesAnUnknownCommand() {
    Run run = Run.pki("conjure");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("conjure");
  }
}
