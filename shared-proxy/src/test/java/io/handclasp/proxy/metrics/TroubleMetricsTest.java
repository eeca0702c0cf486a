package io.handclasp.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.ProxyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted while not all goes well: one of two endpoints is down, limits are met. */
class TroubleMetricsTest {
  private static final String DOWN = "127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void tellOfRetriesEjectionsLimitsListsAndReloads() throws Exception {
    try (RunningPair pair = new RunningPair(folder);
        ProxyMetrics metrics = new ProxyMetrics()) {
      X509CRL list = pair.authority().revocationList().create();
      Files.write(folder.resolve("authority.crl"), list.getEncoded());
      String routes =
          "routes: [{endpoints: ['https://%s', '%s'], peerName: back.example, ejectAfter: 2}]"
              .formatted(DOWN, pair.backEndpoint());
      try (ProxyServer front =
          pair.front("troubled", routes, "\nlimits: {requestLine: 1KiB}", metrics)) {
        for (int i = 0; i < 8; i++) {
          assertThat(pair.get(front, "/" + i)).isEqualTo(200);
        }
        assertThat(pair.get(front, "/" + "x".repeat(2_000))).isEqualTo(414);
        String before = RunningPair.scrape(metrics);
        assertThat(front.reload(withLists())).isTrue();
        front.refuseReload(List.of("not to be read"));
        assertThat(pair.get(front, "/after")).isEqualTo(200);

        String of = "{endpoint=\"" + DOWN + "\",route=\"*/\"}";
        assertThat(value(before, "handclasp_endpoint_ejections_total" + of)).isEqualTo(1);
        assertThat(value(before, "handclasp_endpoint_avoided_loops" + of)).isEqualTo(1);
        String text = RunningPair.scrape(metrics);
        assertThat(value(text, "handclasp_retries_total{route=\"*/\"}")).isGreaterThanOrEqualTo(2);
        assertThat(text)
            .contains("handclasp_limits_hit_total{limit=\"request_line\"} 1.0")
            .contains("handclasp_limits_hit_total{limit=\"response_time\"} 0.0")
            .contains("handclasp_epoch 2.0")
            .contains("handclasp_reloads_total{outcome=\"taken\"} 1.0")
            .contains("handclasp_reloads_total{outcome=\"refused\"} 1.0")
            .contains("handclasp_requests_total{ending=\"done\",route=\"*/\",status=\"200\"} 9.0")
            .contains("status=\"414\"");
        assertThat(text)
            .as("the list of " + list.getNextUpdate())
            .containsPattern(
                "handclasp_revocation_list_expiry_timestamp_seconds"
                    + "\\{issuer=\"CN=authority\"[^}]*} \\d");
      }
    }
  }

  private ProxyConfig withLists() throws Exception {
    Path file = folder.resolve("troubled.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst("tls: \\{", "tls: {revocation: {lists: authority.crl}, "));
    return ProxyConfigReader.read(file, Side.FRONT).config();
  }

  private static double value(String text, String series) {
    Matcher found = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(text);
    assertThat(found.find()).as(series + " in:\n" + text).isTrue();
    return Double.parseDouble(found.group(1));
  }
}
