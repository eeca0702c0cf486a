package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes what {@code scripts/demo --keep} leaves running. */
class DashboardTest {
  private static final Path ROOT =
      Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();
  private static final Path DEMO = ROOT.resolve("demo/target/classes");
  private static final Pattern PAGE =
      Pattern.compile("(\\w+) +shows its handshakes at http://([^/\\s]+)/");
  private static final Pattern METRIC = Pattern.compile("\\b(handclasp|process|jvm)_[a-z_]+\\b");

  @TempDir private Path folder;
  private final List<ProcessHandle> kept = new ArrayList<>();

  @AfterEach
  void endThePair() {
    kept.forEach(ProcessHandle::destroy);
    for (ProcessHandle each : kept) {
      each.onExit().completeOnTimeout(each, 10, TimeUnit.SECONDS).join();
      each.destroyForcibly();
    }
  }

  @Test
  void findsAllThatItAsksForInTheDemo() throws Exception {
    assumeThat(Prometheus.PROGRAM).as("Prometheus, of the package prometheus").exists();
    assumeThat(ROOT.resolve("client-proxy/target/lib")).as("programs, of mvn package").exists();
    assumeThat(DEMO).as("the demo, of mvn package").exists();
    Map<String, String> pages = demo();
    List<String> missing = new ArrayList<>(expressions());
    missing.addAll(metrics());
    try (Prometheus prometheus = new Prometheus(folder, pages)) {
      prometheus.await(
          () -> {
            missing.removeIf(prometheus::answers);
            return missing.isEmpty();
          });
    }

    assertThat(pages).containsOnlyKeys("client", "backend", "stranger");
    assertThat(missing).as("asked for by the dashboard and not found").isEmpty();
  }

  /** Plays it as its script does, and leaves the pair; the addresses of the pages. */
  private Map<String, String> demo() throws IOException, InterruptedException {
    Path said = folder.resolve("demo.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                DEMO.toString(),
                "io.handclasp.demo.Demo",
                ROOT.toString(),
                "--keep",
                "--work",
                folder.resolve("demo").toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("HANDCLASP_NO_SHARING", "yes"); // to keep classes would take longer
    builder.environment().put("HANDCLASP_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    Process demo = builder.start();
    boolean over = demo.waitFor(90, TimeUnit.SECONDS);
    String text = Files.readString(said);
    Matcher pids = Pattern.compile("kill((?: \\d+)+)").matcher(text);
    if (pids.find()) {
      Stream.of(pids.group(1).trim().split(" "))
          .forEach(pid -> ProcessHandle.of(Long.parseLong(pid)).ifPresent(kept::add));
    }
    demo.destroy();
    assertThat(over && demo.exitValue() == 0).as(text).isTrue();
    Map<String, String> pages = new LinkedHashMap<>();
    PAGE.matcher(text).results().forEach(page -> pages.put(page.group(1), page.group(2)));
    return pages;
  }

  /** As Grafana would ask. */
  private static List<String> expressions() throws IOException {
    List<String> all = new ArrayList<>();
    Path file = ROOT.resolve("config/observability/dashboard.json");
    for (JsonNode panel : new ObjectMapper().readTree(file.toFile()).path("panels")) {
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
      METRIC.matcher(expression).results().map(MatchResult::group).forEach(all::add);
    }
    return all;
  }
}
