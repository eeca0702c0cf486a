package io.handclasp.handshake.view;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How times are written: milliseconds with three decimals, moments to the millisecond. */
final class Times {
  private Times() {}

  static String millis(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e6);
  }

  static String moment(Instant moment) {
    String text = moment.truncatedTo(ChronoUnit.MILLIS).toString();
    return text.length() == "2026-11-25T12:00:00Z".length() ? text.replace("Z", ".000Z") : text;
  }

  /** A difference for people: {@code 2 h 3 min}, {@code 17.250 ms}. */
  static String rough(Duration time) {
    Duration length = time.abs();
    if (length.toDays() > 0) {
      return length.toDays() + " d " + length.toHoursPart() + " h";
    }
    if (length.toHours() > 0) {
      return length.toHours() + " h " + length.toMinutesPart() + " min";
    }
    if (length.toMinutes() > 0) {
      return length.toMinutes() + " min " + length.toSecondsPart() + " s";
    }
    if (length.toSeconds() > 0) {
      return String.format(Locale.ROOT, "%.3f s", length.toNanos() / 1e9);
    }
    return millis(length) + " ms";
  }
}
