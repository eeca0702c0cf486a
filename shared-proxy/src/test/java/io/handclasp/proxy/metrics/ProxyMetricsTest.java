package io.handclasp.proxy.metrics;

import static io.handclasp.proxy.metrics.RunningPair.scrape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.handclasp.proxy.server.ProxyServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyMetricsTest {
  /** Shows only after its first sample, which comes with time. */
  private static final String SAMPLED = "handclasp_event_loop_lag_seconds";

  private static final Path DOCUMENT =
      Path.of(System.getProperty("project.root", "..")).resolve("docs/metrics.md");
  private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$");
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)`(†?) \\| (\\w+) \\|.*");

  @TempDir private static Path folder;
  private static RunningPair pair;

  @BeforeAll
  static void sendSomeRequests() throws Exception {
    pair = new RunningPair(folder);
    for (int i = 0; i < 3; i++) {
      assertThat(pair.get("/some/path?n=" + i)).isEqualTo(200);
    }
    assertThat(pair.get("/missing")).isEqualTo(404);
    ProxyMetrics metrics = new ProxyMetrics();
    try (ProxyServer stranger = pair.strangerFront(metrics)) {
      assertThat(pair.get(stranger, "/")).isEqualTo(502);
    }
    metrics.close();
  }

  @AfterAll
  static void stop() {
    pair.close();
  }

  @Test
  void countsRequestsByRouteStatusAndEnding() {
    assertThat(scrape(pair.frontMetrics()))
        .contains("handclasp_requests_total{ending=\"done\",route=\"*/\",status=\"200\"} 3.0")
        .contains("handclasp_requests_total{ending=\"done\",route=\"*/\",status=\"404\"} 1.0")
        .contains("handclasp_response_body_bytes_total{route=\"*/\"} 20.0")
        .contains("handclasp_request_duration_seconds_count{route=\"*/\",status=\"2xx\"} 3")
        .contains("handclasp_upstream_response_seconds_count{route=\"*/\"} 4");
  }

  @Test
  void countsHandshakesByRoleOutcomeAndWhatWasAgreed() {
    assertThat(scrape(pair.frontMetrics()))
        .containsPattern(
            "handclasp_handshakes_total\\{cause=\"none\",group=\"x25519[a-z0-9]*\","
                + "outcome=\"established\",resumed=\"false\",role=\"client\",version=\"tlsv1.3\"}"
                + " 1.0")
        .contains("handclasp_peer_handshakes_total{peer=\"CN=back\",role=\"client\"} 1.0");
  }

  @Test
  void tellsWhenOwnTrustedAndPeerCertificatesEnd() {
    assertThat(scrape(pair.backMetrics()))
        .containsPattern(
            "handclasp_own_certificate_expiry_timestamp_seconds\\{position=\"0\","
                + "sha256=\"[0-9a-f]{16}\",subject=\"CN=back\"} \\d")
        .containsPattern(
            "handclasp_trusted_certificate_expiry_timestamp_seconds\\{sha256=\"[0-9a-f]{16}\","
                + "subject=\"CN=authority\"} \\d")
        .containsPattern(
            "handclasp_peer_certificate_expiry_timestamp_seconds\\{peer=\"CN=front\","
                + "role=\"server\"} \\d");
  }

  @Test
  void countsWhoWasRefusedByWhereItIsWhenItShowedNothing() {
    assertThat(scrape(pair.backMetrics()))
        .contains("handclasp_peer_refusals_total{peer=\"127.0.0.1\",role=\"server\"} ")
        .doesNotContain("handclasp_peer_handshakes_total{peer=\"127.0.0.1\"");
  }

  @Test
  void writesOpenMetricsWhereItIsAskedFor() {
    String text =
        new String(pair.frontMetrics().text(ExpositionFormat.OPENMETRICS), StandardCharsets.UTF_8);

    assertThat(text)
        .contains("# TYPE handclasp_requests counter")
        .contains("# UNIT handclasp_request_duration_seconds seconds")
        .endsWith("# EOF\n");
  }

  @Test
  void isDocumentedMetricByMetric() throws Exception {
    Map<String, String> shown = scrapeOfBoth();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!shown.containsKey(SAMPLED) && System.nanoTime() < deadline) {
      shown = scrapeOfBoth();
    }
    Map<String, String> documented = new TreeMap<>();
    TreeSet<String> always = new TreeSet<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), row.group(3));
        if (row.group(2).isEmpty()) {
          always.add(row.group(1));
        }
      }
    }

    assertThat(documented).as("docs/metrics.md").containsAllEntriesOf(shown);
    assertThat(shown.keySet()).as("a scrape of the pair").containsAll(always);
  }

  private Map<String, String> scrapeOfBoth() throws Exception {
    Map<String, String> shown = types(scrape(pair.frontMetrics()));
    shown.putAll(types(scrape(pair.backMetrics())));
    return shown;
  }

  @Test
  void pleasesPromtool() throws Exception {
    assumeThat(Path.of("/usr/bin/promtool")).as("promtool, of the package prometheus").exists();
    Process check =
        new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = check.getOutputStream()) {
      in.write(scrape(pair.backMetrics()).getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(check.exitValue()).isZero();
  }

  private static Map<String, String> types(String text) {
    Map<String, String> types = new TreeMap<>();
    text.lines()
        .map(TYPE::matcher)
        .filter(java.util.regex.Matcher::matches)
        .forEach(type -> types.put(type.group(1), type.group(2)));
    return types;
  }
}
