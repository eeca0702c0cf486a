package io.handclasp.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeOfDayTest {
  private Instant clock = Instant.parse("2026-11-28T12:00:00Z");
  private final TimeOfDay time = new TimeOfDay(() -> clock);

  @Test
  void momentsAreAsFarApartAsTheyWere() {
    long now = System.nanoTime();

    Instant then = time.at(now - 1_234_567);

    assertThat(Duration.between(then, time.at(now))).isEqualTo(Duration.ofNanos(1_234_567));
  }

  @Test
  void aClockThatIsSetIsFollowedAfterATenthOfASecond() {
    Duration back = Duration.ofHours(1);
    long now = System.nanoTime();
    Instant before = time.at(now);
    clock = clock.minus(back);

    assertThat(time.at(now + 1)).isEqualTo(before.plusNanos(1));
    assertThat(time.at(now + TimeUnit.MILLISECONDS.toNanos(150)))
        .isBefore(before.minus(back).plusSeconds(1));
  }
}
