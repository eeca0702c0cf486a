package io.handclasp.proxy.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.handclasp.proxy.config.LogConfig;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LogLineTest {
  @Test
  void writesKeysAndValuesForPeople() {
    LogLine line =
        new LogLine(LogConfig.Format.TEXT)
            .begin("request")
            .add(key("status"), 200)
            .add(key("peer"), "CN=a, O=\"b\"")
            .add(key("agent"), "a/1 (b=c)")
            .add(key("absent"), (String) null)
            .add(key("empty"), "")
            .addMillis(key("took_ms"), 1_234_567);

    assertThat(line.toString())
        .isEqualTo(
            "request status=200 peer=\"CN=a, O=\\\"b\\\"\" agent=\"a/1 (b=c)\" empty=\"\" took_ms=1.234");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\r\nb",
        "a\u001b[31mb",
        "a\u0000b",
        "a\u0085b",
        "a\u2028b",
        "a\u202eb",
        "a\u200bb",
        "a\u061cb",
        "a\ufeffb",
        "a\u009b31mb",
        "a\ud83db",
        "a\ue000b"
      })
  void keepsALineOneLineWhateverAPeerSends(String hostile) {
    String text = new LogLine(LogConfig.Format.TEXT).begin("x").add(key("k"), hostile).toString();

    assertThat(text).matches("x k=\"a\\\\u[0-9a-f]{4}.*b\"");
  }

  @Test
  void cutsValuesThatAreVeryLong() {
    String text =
        new LogLine(LogConfig.Format.TEXT).begin("x").add(key("k"), "a".repeat(100_000)).toString();

    assertThat(text).hasSizeLessThan(3_000).endsWith("…");
  }

  @ParameterizedTest
  @EnumSource(LogConfig.Format.class)
  void aMessageOfSomebodyElseCannotForgeALine(LogConfig.Format format) {
    String lines =
        written(
            format,
            () -> LoggerFactory.getLogger("some.library").warn("got\n2026 INFO access forged"));

    assertThat(lines.lines()).singleElement().asString().contains("some.library");
  }

  @Test
  void writesOneJsonObjectPerLineWithTheSameKeys() throws Exception {
    String lines =
        written(
            LogConfig.Format.JSON,
            () ->
                LoggerFactory.getLogger("access")
                    .info(
                        LogLine.MADE,
                        new LogLine(LogConfig.Format.JSON)
                            .begin("request")
                            .add(key("path"), "/\"\n")
                            .add(key("status"), 200)
                            .toString()));

    try (JsonParser parser = new JsonFactory().createParser(lines)) {
      assertThat(keys(parser))
          .containsExactly("time", "level", "logger", "event", "path", "status");
    }
  }

  @Test
  void writesAStackTraceUnderItsLine() {
    String lines =
        written(
            LogConfig.Format.TEXT,
            () ->
                LoggerFactory.getLogger("lifecycle")
                    .error(
                        "failed", new IllegalStateException("outer", new RuntimeException("x"))));

    assertThat(lines)
        .contains("ERROR lifecycle failed\n\tjava.lang.IllegalStateException: outer\n")
        .contains("\tcaused by java.lang.RuntimeException: x\n");
  }

  @Test
  void obeysTheConfiguredLevels() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogConfig quiet = new LogConfig(LogConfig.Format.TEXT, Map.of("access", LogConfig.Level.WARN));
    try (Logging logging = Logging.start(quiet, out)) {
      LoggerFactory.getLogger("access").info("first");
      logging.levels(LogConfig.defaults());
      LoggerFactory.getLogger("access").info("second");
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("first").contains("second");
  }

  @Test
  void changesTheLevelOfOneLoggerAndTellsAll() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Logging logging = Logging.start(LogConfig.defaults(), out)) {
      assertThat(logging.level("access", LogConfig.Level.WARN)).isTrue();
      assertThat(logging.level("root", LogConfig.Level.DEBUG)).isFalse();

      assertThat(logging.levels())
          .isEqualTo(
              Map.of(
                  "access", "warn",
                  "connection", "info",
                  "handshake", "info",
                  "lifecycle", "info"));
    }
  }

  @Test
  void countsAndSaysWhatItHadToDrop() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int octet) {
            written.write(octet);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            awaitWhateverComes(stuck);
            written.write(bytes, from, length);
          }
        };
    try (Logging logging = Logging.start(LogConfig.defaults(), slow)) {
      for (int i = 0; i < 200_000; i++) {
        LoggerFactory.getLogger("access").info(LogLine.MADE, "request");
      }
      assertThat(logging.dropped()).isPositive();
      assertThat(logging.queued()).isPositive();
      stuck.countDown();
    }

    assertThat(written.toString(StandardCharsets.UTF_8))
        .containsPattern("Z WARN  lifecycle log-lines-dropped lines=\\d+\n");
  }

  private static LineKey key(String name) {
    return new LineKey(name);
  }

  /** As a terminal does that takes no more: an interrupt does not free who writes to it. */
  private static void awaitWhateverComes(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> keys(JsonParser parser) throws Exception {
    List<String> keys = new java.util.ArrayList<>();
    while (parser.nextToken() != null) {
      if (parser.currentName() != null && parser.currentToken().isScalarValue()) {
        keys.add(parser.currentName());
      }
    }
    return keys;
  }

  private static String written(LogConfig.Format format, Runnable logging) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Logging started = Logging.start(new LogConfig(format, Map.of()), out);
    try {
      logging.run();
    } finally {
      started.close();
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
