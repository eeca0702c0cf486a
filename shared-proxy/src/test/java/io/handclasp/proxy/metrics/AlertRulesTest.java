package io.handclasp.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Holds the alert rules against Prometheus' own tool, where that is installed. */
class AlertRulesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("project.root", "..")).resolve("config/observability");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @Test
  void alertsWhenItShouldAndNotOtherwise() throws Exception {
    assumeThat(PROMTOOL).as("promtool, of the package prometheus").exists();

    assertThat(promtool("check", "rules", "alerts.yaml")).contains("SUCCESS");
    assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("SUCCESS");
  }

  private static String promtool(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
