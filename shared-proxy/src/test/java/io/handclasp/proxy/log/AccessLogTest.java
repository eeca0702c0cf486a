package io.handclasp.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.AccessFormat;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.forward.ExchangeCompleted.Phase;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Side;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogTest {
  @Test
  void writesTheCombinedFormatAndNothingElse() {
    assertThat(written("combined", exchange("/a?b", "curl/8")))
        .isEqualTo(
            "127.0.0.1 - CN=front [02/Jan/2026:03:04:05 +0000] \"GET /a?b HTTP/1.1\" 504 7"
                + " \"-\" \"curl/8\"\n");
  }

  @Test
  void writesAPattern() {
    assertThat(
            written(
                "{time} {status} {reason} {ended_by} {phase} {took_ms} {head_ms} {retries}"
                    + " {link_handshake} end",
                exchange("/", "x")))
        .isEqualTo(
            "2026-01-02T03:04:05Z 504 response-timeout upstream wait 1.500 - 1 0123456789ab"
                + " end\n");
  }

  @Test
  void writesJsonThoughOtherLinesAreText() {
    assertThat(written("json", exchange("/", "x")))
        .startsWith(
            "{\"time\":\"2026-01-02T03:04:05.001Z\",\"level\":\"info\",\"logger\":\"access\","
                + "\"event\":\"request\",\"status\":504,")
        .endsWith("\"agent\":\"x\"}\n");
  }

  @Test
  void writesJsonOnATerminalWhereItIsAskedFor() {
    assertThat(written("json", Look.COLOURED, exchange("/", "x")))
        .startsWith("{\"time\":\"20")
        .endsWith("\"agent\":\"x\"}\n");
  }

  @Test
  void laysItsLinesOutOnATerminal() {
    assertThat(written("as-log", Look.ALIGNED, exchange("/", "x")))
        .containsPattern("Z INFO  access +request +status=504 method=GET ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"as-log", "json"})
  void tellsOfEachRequestWhoSentIt(String format) {
    String lines =
        written(
            format,
            Look.PLAIN,
            exchange("/1", "x", "CN=front"),
            exchange("/2", "x", "CN=front"),
            exchange("/3", "x", "CN=other"),
            exchange("/4", "x", null),
            exchange("/5", "x", "CN=other"));

    assertThat(lines.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("/1", "CN=front"),
            line -> assertThat(line).contains("/2", "CN=front"),
            line -> assertThat(line).contains("/3", "CN=other"),
            line -> assertThat(line).contains("/4").doesNotContain("peer"),
            line -> assertThat(line).contains("/5", "CN=other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\"b", "a\\b", "a\u001b[0mb"})
  void letsNoValueEndItsQuotesOrItsLine(String hostile) {
    String line = written("combined", exchange("/", hostile));

    assertThat(line.lines()).hasSize(1);
    assertThat(line).matches("(?s).* \"-\" \"a\\\\.*b\"\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"common", "{nothing}", "{status", "%h %l %u"})
  void knowsNoOtherFormat(String text) {
    assertThat(AccessFormat.parse(text)).isNull();
  }

  private static ExchangeCompleted exchange(String path, String agent) {
    return exchange(path, agent, "CN=front");
  }

  private static ExchangeCompleted exchange(String path, String agent, @Nullable String peer) {
    return new ExchangeCompleted(
        Instant.parse("2026-01-02T03:04:05.001500Z"),
        0,
        1,
        new Address("127.0.0.1", 4711),
        null,
        peer,
        "HTTP/1.1",
        "GET",
        "http",
        "a",
        path,
        "",
        agent,
        "*/",
        new Address("127.0.0.1", 8243),
        2,
        "0123456789ab",
        504,
        FailureKind.RESPONSE_TIMEOUT,
        null,
        Side.UPSTREAM,
        Phase.WAIT,
        0,
        7,
        1,
        Duration.ofNanos(1_500_000),
        Duration.ofNanos(500_000),
        null,
        null);
  }

  private static String written(String format, ExchangeCompleted exchange) {
    return written(format, Look.PLAIN, exchange);
  }

  private static String written(String format, Look look, ExchangeCompleted... exchanges) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogConfig config =
        new LogConfig(
            LogConfig.Format.TEXT, Objects.requireNonNull(AccessFormat.parse(format)), Map.of());
    Logging logging = Logging.start(config, out, look);
    AccessLog log = new AccessLog(config, logging);
    for (ExchangeCompleted exchange : exchanges) {
      log.onCompleted(exchange);
    }
    logging.close();
    return out.toString(StandardCharsets.UTF_8);
  }
}
