package io.handclasp.proxy.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes times in UTC with milliseconds: lines are written often, a second begins seldom. Not safe
 * for use by several threads.
 */
final class LineTime {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private long second = Long.MIN_VALUE;
  private byte[] text = {};

  /** Adds that time. */
  void add(long millis, LineBytes out) {
    long now = Math.floorDiv(millis, 1_000L);
    if (now != second) {
      second = now;
      text = SECONDS.format(Instant.ofEpochSecond(now)).getBytes(StandardCharsets.US_ASCII);
    }
    out.add(text).add('.').addThousandths((int) Math.floorMod(millis, 1_000L)).add('Z');
  }
}
