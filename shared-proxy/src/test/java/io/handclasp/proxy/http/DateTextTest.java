package io.handclasp.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DateTextTest {
  @Test
  void theExampleOfTheStandard() {
    assertThat(text(Instant.parse("1994-11-06T08:49:37Z")))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void everyDayOfALeapYear() {
    DateTimeFormatter expected =
        DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    LocalDate first = LocalDate.of(2028, 1, 1);
    for (LocalDate day = first; day.getYear() == first.getYear(); day = day.plusDays(1)) {
      Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      assertThat(text(begin)).isEqualTo(expected.format(begin));
    }
  }

  @Test
  void aSecondHasOneText() {
    DateText dates = new DateText();
    assertThat((CharSequence) dates.at(Instant.ofEpochMilli(1_000)))
        .isSameAs(dates.at(Instant.ofEpochMilli(1_999)));
    assertThat((CharSequence) dates.at(Instant.ofEpochMilli(2_000)))
        .hasToString("Thu, 01 Jan 1970 00:00:02 GMT");
  }

  private static String text(Instant instant) {
    return new DateText().at(instant).toString();
  }
}
