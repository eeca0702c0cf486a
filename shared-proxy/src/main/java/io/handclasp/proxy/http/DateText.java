package io.handclasp.proxy.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time in the form of {@code Date} (RFC 9110 section 5.6.7), made anew at most once a second.
 */
public final class DateText {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private long second = Long.MIN_VALUE;
  private AsciiString text = AsciiString.EMPTY_STRING;

  /** The present second. */
  public AsciiString now() {
    return at(System.currentTimeMillis());
  }

  AsciiString at(long epochMillis) {
    long now = Math.floorDiv(epochMillis, 1_000L);
    if (now != second) {
      second = now;
      text = new AsciiString(FORM.format(Instant.ofEpochSecond(now)));
    }
    return text;
  }
}
