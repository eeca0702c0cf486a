package io.handclasp.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code config/observability} against Prometheus itself, where that is installed. */
class ObservabilityTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("project.root", "..")).resolve("config/observability");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Pattern METRIC = Pattern.compile("\\b(handclasp|process|jvm)_[a-z_]+\\b");

  @TempDir private Path folder;

  @Test
  void alertsWhenItShouldAndNotOtherwise() throws Exception {
    assumeThat(PROMTOOL).as("promtool, of the package prometheus").exists();

    assertThat(promtool("check", "rules", "alerts.yaml")).contains("SUCCESS");
    assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("SUCCESS");
  }

  @Test
  void theDashboardFindsAllThatItAsksForInAPairThatRuns() throws Exception {
    assumeThat(Prometheus.PROGRAM).as("Prometheus, of the package prometheus").exists();
    List<String> missing = new ArrayList<>();
    try (RunningPair pair = new RunningPair(folder);
        Prometheus prometheus =
            new Prometheus(
                folder, Map.of("front", pair.frontMetrics(), "back", pair.backMetrics()))) {
      use(pair);
      refuse(pair);
      assertThat(prometheus.await(() -> prometheus.hasScraped(1))).as("first scrape").isTrue();
      use(pair);
      assertThat(prometheus.await(() -> prometheus.hasScraped(4))).as("later scrapes").isTrue();

      for (String expression : expressions()) {
        if (prometheus.query(expression).isEmpty()) {
          missing.add(expression);
        }
      }
      for (String metric : metrics()) {
        if (prometheus.query(metric).isEmpty()) {
          missing.add(metric);
        }
      }
    }

    assertThat(missing).as("asked for by the dashboard and not found").isEmpty();
  }

  private static void use(RunningPair pair) throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(pair.get("/")).isEqualTo(200);
    }
  }

  private static void refuse(RunningPair pair) throws Exception {
    try (ProxyMetrics metrics = new ProxyMetrics();
        ProxyServer stranger = pair.strangerFront(metrics)) {
      assertThat(pair.get(stranger, "/")).isEqualTo(502);
    }
  }

  /** As Grafana would ask. */
  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>();
    for (JsonNode panel : dashboard().path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        all.add(
            target
                .path("expr")
                .asText()
                .replace("$__rate_interval", "30s")
                .replace("$job", ".*")
                .replace("$instance", ".*"));
      }
    }
    assertThat(all).hasSizeGreaterThan(30);
    return all;
  }

  private static Set<String> metrics() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String expression : expressions()) {
      Matcher metric = METRIC.matcher(expression);
      while (metric.find()) {
        all.add(metric.group());
      }
    }
    return all;
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
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
