package io.handclasp.handshake.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.handshake.journal.RecentHandshakes.Entry;
import io.handclasp.handshake.journal.RecentHandshakes.Page;
import io.handclasp.handshake.record.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentHandshakesTest {
  private final RecentHandshakes recent = new RecentHandshakes(100);

  @Test
  void keepsTheYoungest() {
    tell(0, 250);

    Page page = recent.page(HandshakeFilter.all(), Long.MAX_VALUE, 1_000);

    assertThat(page.hasMore()).isFalse();
    assertThat(page.entries()).hasSize(100);
    assertThat(page.entries().get(0).number()).isEqualTo(250);
    assertThat(page.entries().get(99).number()).isEqualTo(151);
    assertThat(recent.seen()).isEqualTo(250);
  }

  @Test
  void givesPageAfterPage() {
    tell(0, 30);

    Page first = recent.page(HandshakeFilter.all(), Long.MAX_VALUE, 20);
    Page second = recent.page(HandshakeFilter.all(), first.entries().get(19).number(), 20);

    assertThat(first.hasMore()).isTrue();
    assertThat(first.entries()).extracting(Entry::number).startsWith(30L).endsWith(11L);
    assertThat(second.hasMore()).isFalse();
    assertThat(second.entries()).extracting(Entry::number).startsWith(10L).endsWith(1L);
  }

  @Test
  void findsByIdAndByFilter() {
    tell(0, 30);
    recent.onHandshake(Samples.refused(77, Role.SERVER));
    HandshakeFilter expired = filter(Map.of("cause", List.of("client-cert-*")));

    assertThat(recent.page(expired, Long.MAX_VALUE, 5).entries())
        .extracting(Entry::handshake)
        .containsExactly(Samples.refused(77, Role.SERVER));
    assertThat(recent.byId(Samples.refused(77, Role.SERVER).id().substring(0, 9))).hasSize(1);
    assertThat(recent.byId("")).hasSize(31);
  }

  @Test
  void letsAFollowerDrainWithoutWaitingForIt() {
    AtomicInteger words = new AtomicInteger();
    try (RecentHandshakes.Following follower =
        recent.follow(HandshakeFilter.all(), 5, words::incrementAndGet)) {
      tell(0, 8);
      assertThat(words).hasValue(1);
      assertThat(follower.drain()).hasSize(5).first().extracting(Entry::number).isEqualTo(1L);
      assertThat(follower.missed()).isEqualTo(3);
      assertThat(follower.drain()).isEmpty();

      tell(8, 9);
      assertThat(words).hasValue(2);
      assertThat(follower.drain()).hasSize(1);
    }
    tell(9, 10);
    assertThat(words).hasValue(2);
  }

  @Test
  void readsFiltersFromWords() {
    HandshakeFilter filter =
        filter(
            Map.of(
                "outcome", List.of("failed,refused"),
                "peer", List.of("FRONT"),
                "side", List.of("server"),
                "since", List.of("5m"),
                "until", List.of("2026-11-25T13:00:00Z")));

    assertThat(filter.accepts(Samples.refused(1, Role.SERVER))).isTrue();
    assertThat(filter.accepts(Samples.refused(1, Role.CLIENT))).isFalse();
    assertThat(filter.accepts(Samples.established(1, Role.SERVER))).isFalse();
    assertThat(filter(Map.of()).isAll()).isTrue();
    assertThat(
            filter(Map.of("since", List.of("2026-11-26"))).accepts(Samples.refused(1, Role.SERVER)))
        .isFalse();
    assertThat(
            filter(Map.of("peer", List.of("127.0.0.1:8443")))
                .accepts(Samples.refused(1, Role.CLIENT)))
        .isTrue();
  }

  @Test
  void saysWhichWordOfAFilterItDoesNotKnow() {
    assertThatThrownBy(() -> filter(Map.of("outcome", List.of("bad"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "outcome: bad (expected: established, provisional, refused, failed, probe, not-tls)");
    assertThatThrownBy(() -> filter(Map.of("since", List.of("yesterday"))))
        .hasMessageStartingWith("since: yesterday (expected: ");
  }

  private static HandshakeFilter filter(Map<String, List<String>> words) {
    return FilterWords.parse(words, Samples.NOON.plusSeconds(60));
  }

  private void tell(int from, int to) {
    for (int i = from; i < to; i++) {
      recent.onHandshake(Samples.established(i, Role.CLIENT));
    }
  }
}
