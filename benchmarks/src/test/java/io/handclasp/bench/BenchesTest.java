package io.handclasp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benches of the pages run and count what they make, each for half a second: whether they work,
 * not what they measure. That takes processes, as they end theirs and measure themselves.
 */
class BenchesTest {
  private static final Path ROOT =
      Path.of(System.getProperty("project.root", "..")).toAbsolutePath().normalize();

  @TempDir private Path folder;

  @BeforeEach
  void needsThePrograms() {
    assumeTrue(
        Files.isDirectory(ROOT.resolve("client-proxy/target/lib")),
        "the programs are not packaged: run mvn package or verify");
  }

  @Test
  void sideBySideMeasuresWithoutAFailure() throws Exception {
    List<List<String>> rows =
        rows(
            SideBySide.class,
            "pairs=handclasp",
            "workloads=get64,down,latency,resumed",
            "rounds=1",
            "slice=0.5",
            "warm=0.5",
            "rate=500",
            "mixed=true");

    assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row.get(0)).isEqualTo("handclasp"));
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(figure(row.get(1))).isPositive();
              assertThat(figure(row.get(2))).isPositive();
              assertThat(row).last().isEqualTo("0"); // failures
            });
  }

  @Test
  void observationCostMakesHandshakesOfEachKind() throws Exception {
    List<List<String>> rows = rows(ObservationCost.class, "rounds=1", "slice=0.5", "warm=0.5");

    assertThat(rows).extracting(row -> row.get(0)).containsExactly("bare", "observed", "told");
    assertThat(rows).allSatisfy(row -> assertThat(figure(row.get(3))).isPositive());
  }

  @Test
  void manyPairsTellsWhatEachCountTakes() throws Exception {
    List<List<String>> rows = rows(ManyPairs.class, "counts=1", "slice=0.5", "warm=0.5");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0)).hasSize(9).allSatisfy(each -> assertThat(figure(each)).isPositive());
  }

  @Test
  void aWordThatMeansNothingIsToldWithThoseThatDo() throws Exception {
    String output = run(64, SideBySide.class, "peers=none");

    assertThat(output).contains("peers=none: expected one of ", "pairs, rate, ", "Usage: bench ");
  }

  /** The rows of the tables that a bench prints, but for their heads. */
  private List<List<String>> rows(Class<?> bench, String... words) throws Exception {
    return run(0, bench, words)
        .lines()
        .filter(line -> line.startsWith("| ") && !line.contains("CPU-") && !line.contains("p99 "))
        .map(line -> Arrays.stream(line.substring(2).split(" *\\| *")).toList())
        .toList();
  }

  private static double figure(String text) {
    return Double.parseDouble(text.replace(",", ""));
  }

  private String run(int status, Class<?> bench, String... words) throws Exception {
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dhandclasp.home=" + ROOT));
    command.add("-Djava.io.tmpdir=" + folder); // stores, configurations and outputs
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), bench.getName()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HANDCLASP_NO_SHARING", "yes"); // to keep classes would take longer
    Process process = builder.start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(status);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      process.waitFor();
    }
    return Files.readString(output);
  }
}
