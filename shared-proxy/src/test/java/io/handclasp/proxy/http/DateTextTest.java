package io.handclasp.proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DateTextTest {
  @Test
  void theExampleOfTheStandard() {
    assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", text("1994-11-06T08:49:37Z"));
  }

  @Test
  void everyDayOfALeapYear() {
    DateTimeFormatter expected =
        DateTimeFormatter.ofPattern("EEE, dd MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    LocalDate first = LocalDate.of(2028, 1, 1);
    for (LocalDate day = first; day.getYear() == first.getYear(); day = day.plusDays(1)) {
      assertEquals(
          expected.format(day).replace("Sept", "Sep") + " 00:00:00 GMT",
          text(day.atStartOfDay(ZoneOffset.UTC).toInstant().toString()));
    }
  }

  @Test
  void aSecondHasOneText() {
    DateText dates = new DateText();
    assertSame(dates.at(1_999), dates.at(1_000));
    assertEquals("Thu, 01 Jan 1970 00:00:02 GMT", dates.at(2_000).toString());
  }

  private static String text(String instant) {
    return new DateText().at(Instant.parse(instant).toEpochMilli()).toString();
  }
}
