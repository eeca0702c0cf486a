package io.handclasp.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PeerTableTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final PeerTable table = new PeerTable(3);

  @Test
  void countsFurtherPeersTogetherOnceItIsFull() {
    for (int i = 0; i < 1_000; i++) {
      table.seen(Role.SERVER, "CN=" + i, null, NOW);
    }

    assertThat(counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("CN=0", 1L, "CN=1", 1L, "CN=2", 1L, "other", 997L));
  }

  @Test
  void tellsOfTheOthersTheFirstCertificateToEnd() {
    for (int i = 0; i < 5; i++) {
      table.seen(Role.SERVER, "CN=" + i, NOW.plus(Duration.ofDays(10 - i)), NOW);
    }
    table.seen(Role.SERVER, "CN=late", NOW.plus(Duration.ofDays(100)), NOW);

    table.forEach(
        (key, entry) -> {
          if (key.peer().equals("other")) {
            assertThat(entry.expiry()).isEqualTo(NOW.plus(Duration.ofDays(6)));
          }
        });
  }

  @Test
  void forgetsWhoWasNotSeenForADay() {
    for (int i = 0; i < 3; i++) {
      table.seen(Role.SERVER, "CN=" + i, null, NOW);
    }
    table.seen(Role.SERVER, "CN=0", null, NOW.plus(Duration.ofHours(20)));

    table.seen(Role.SERVER, "CN=new", null, NOW.plus(Duration.ofHours(25)));

    assertThat(counts()).containsOnlyKeys("CN=0", "CN=2", "CN=new");
  }

  @Test
  void boundsAndCleansWhatAPeerCallsItself() {
    table.seen(Role.SERVER, "CN=\u001b[31mred\n\u202eevil" + "x".repeat(500), null, NOW);

    assertThat(counts().keySet())
        .singleElement()
        .satisfies(name -> assertThat(name).hasSize(160).doesNotContain("\n", "\u001b", "\u202e"));
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    table.forEach((key, entry) -> counts.put(key.peer(), entry.count()));
    return counts;
  }
}
