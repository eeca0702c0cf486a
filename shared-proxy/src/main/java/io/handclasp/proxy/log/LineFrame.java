package io.handclasp.proxy.log;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What stands around a line that is made past Logback: time, level and logger, and its end. Not
 * safe for use by several threads.
 */
final class LineFrame {
  private static final byte[] JSON_TIME = ascii("{\"time\":\"");

  private final boolean json;
  private final byte[] info;
  private final byte[] warn;
  private final LineTime time = new LineTime();

  LineFrame(Look look, Concern concern) {
    json = look == Look.JSON;
    info = head("info", concern.logger());
    warn = head("warn", concern.logger());
  }

  private byte[] head(String level, String logger) {
    return ascii(
        json
            ? "\",\"level\":\"" + level + "\",\"logger\":\"" + logger + "\","
            : " " + level.toUpperCase(Locale.ROOT) + "  " + logger + " ");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins anew, at INFO or else WARN, with that time since the epoch. */
  void begin(LineBytes line, boolean well, long millis) {
    line.clear();
    if (json) {
      line.add(JSON_TIME);
    }
    time.add(millis, line);
    line.add(well ? info : warn);
  }

  LineBytes end(LineBytes line) {
    return json ? line.add('}').add('\n') : line.add('\n');
  }
}
