package io.handclasp.proxy.admin;

import io.handclasp.handshake.journal.FilterWords;
import io.handclasp.handshake.journal.HandshakeFilter;
import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.handshake.journal.RecentHandshakes.Entry;
import io.handclasp.handshake.journal.RecentHandshakes.Page;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.proxy.config.Side;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers {@code /handshakes}: a page of those that the query wants, and the sum of all of them.
 */
final class HandshakesResource implements AdminResource {
  private static final int USUAL_PAGE = 100;
  private static final int LARGEST_PAGE = 2_000;
  private static final int MOST_CAUSES = 32;

  private final Side side;
  private final RecentHandshakes recent;

  HandshakesResource(Side side, RecentHandshakes recent) {
    this.side = side;
    this.recent = recent;
  }

  @Override
  public AdminAnswer answer(AdminRequest request) {
    HandshakeFilter filter;
    long before;
    int limit;
    try {
      filter = filter(request);
      before = number(request, "before", Long.MAX_VALUE, Long.MAX_VALUE);
      limit = (int) number(request, "limit", USUAL_PAGE, LARGEST_PAGE);
    } catch (IllegalArgumentException e) {
      return AdminAnswer.text(400, e.getMessage() + "\n");
    }
    Page page = recent.page(filter, before, limit);
    List<Entry> all = recent.page(filter, Long.MAX_VALUE, Integer.MAX_VALUE).entries();
    return Json.answer(
        200,
        json -> {
          json.text("side", side.word()).number("seen", recent.seen());
          json.object("summary", sum -> summary(sum, all));
          json.objects("handshakes", page.entries(), HandshakeSummary::write);
          if (page.hasMore()) {
            json.number("next", page.entries().get(page.entries().size() - 1).number());
          }
        });
  }

  private static void summary(Json json, List<Entry> all) throws IOException {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    Map<String, Integer> causes = new HashMap<>();
    int resumed = 0;
    for (Entry entry : all) {
      HandshakeRecord handshake = entry.handshake();
      outcomes.merge(handshake.outcome(), 1, Integer::sum);
      resumed +=
          handshake.outcome() == Outcome.ESTABLISHED && handshake.negotiated().resumed() ? 1 : 0;
      if (!handshake.cause().isEmpty()) {
        causes.merge(handshake.cause(), 1, Integer::sum);
      }
    }
    json.number("total", all.size()).number("resumed", resumed);
    if (!all.isEmpty()) {
      json.time("oldest", all.get(all.size() - 1).handshake().startedAt());
    }
    json.object(
        "outcomes",
        counts -> {
          for (Map.Entry<Outcome, Integer> count : outcomes.entrySet()) {
            counts.number(count.getKey().word(), count.getValue());
          }
        });
    List<Map.Entry<String, Integer>> ranked =
        causes.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_CAUSES)
            .toList();
    json.object(
        "causes",
        counts -> {
          for (Map.Entry<String, Integer> count : ranked) {
            counts.number(count.getKey(), count.getValue());
          }
        });
  }

  private static HandshakeFilter filter(AdminRequest request) {
    Map<String, List<String>> words = new TreeMap<>();
    request.query().forEach((name, value) -> words.put(name, List.of(value)));
    return FilterWords.parse(words, Instant.now());
  }

  private static long number(AdminRequest request, String name, long usual, long most) {
    String text = request.parameter(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) < 1) {
      throw new IllegalArgumentException(name + ": " + text + " (expected: a number above 0)");
    }
    return Math.min(most, Long.parseLong(text));
  }
}
