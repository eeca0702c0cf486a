package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts handshakes by what matters; both ends of one are one. */
final class Tally {
  private final Map<String, HandshakeRecord> firstEnds = new HashMap<>();
  private final Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
  private final boolean joining;
  private final Latencies full = new Latencies();
  private final Latencies resumed = new Latencies();
  private long handshakes;

  /**
   * Nothing counted yet.
   *
   * @param joining true where more than one journal is read
   */
  Tally(boolean joining) {
    this.joining = joining;
    for (String by : new String[] {"outcome", "cause", "peer", "version", "group", "provider"}) {
      counts.put(by, new HashMap<>());
    }
  }

  void add(HandshakeRecord handshake) {
    if (!joining || handshake.random() == null) {
      count(handshake);
      return;
    }
    // The first end waits for the other, but only as long as there is something to read.
    HandshakeRecord other = firstEnds.remove(handshake.random());
    if (other == null) {
      firstEnds.put(handshake.random(), slim(handshake));
    } else if (other.role() == handshake.role()) {
      count(other);
      firstEnds.put(handshake.random(), slim(handshake));
    } else {
      count(better(other, handshake));
    }
  }

  /** Without what is not counted, which is most of it. */
  private static HandshakeRecord slim(HandshakeRecord full) {
    return new HandshakeRecord(
        full.id(),
        full.random(),
        full.connection(),
        full.role(),
        full.provider(),
        full.local(),
        full.remote(),
        full.startedAt(),
        full.took(),
        full.outcome(),
        full.ending(),
        full.cause(),
        full.alsoCauses(),
        full.fault(),
        full.certainty(),
        full.phase(),
        null,
        List.of(),
        full.alert(),
        List.of(),
        full.negotiated(),
        List.of(),
        full.peerChain(),
        null,
        Map.of(),
        full.warnings());
  }

  /** The client tells the time and the server's name, unless the server knows better why. */
  private static HandshakeRecord better(HandshakeRecord one, HandshakeRecord two) {
    return one.role() == Role.CLIENT
        ? JoinedHandshake.of(one, two).best()
        : JoinedHandshake.of(two, one).best();
  }

  private void count(HandshakeRecord handshake) {
    handshakes++;
    count("outcome", handshake.outcome().word());
    count("cause", handshake.cause());
    count("peer", peer(handshake));
    count("version", handshake.negotiated().version());
    count("group", handshake.negotiated().group());
    count("provider", handshake.provider());
    if (handshake.outcome() == Outcome.ESTABLISHED) {
      (handshake.negotiated().resumed() ? resumed : full).add(handshake.took());
    }
  }

  private void count(String by, @Nullable String what) {
    Map<String, Long> counted = counts.get(by);
    if (what != null && !what.isEmpty() && counted != null) {
      counted.merge(what, 1L, Long::sum);
    }
  }

  /** By the certificate; a peer without one by its address, since its port says nothing. */
  private static String peer(HandshakeRecord handshake) {
    if (!handshake.peerChain().isEmpty()) {
      CertificateNote leaf = handshake.peerChain().get(0);
      return leaf.subject().isEmpty() ? leaf.sha256() : leaf.subject();
    }
    String remote = handshake.remote();
    int colon = remote.lastIndexOf(':');
    return handshake.role() == Role.SERVER && colon > 0 ? remote.substring(0, colon) : remote;
  }

  /** Counts what still waits for another end that did not come. */
  Tally finish() {
    firstEnds.values().forEach(this::count);
    firstEnds.clear();
    return this;
  }

  long handshakes() {
    return handshakes;
  }

  /** How often each value occurred, the most frequent first. */
  Map<String, Long> by(String what) {
    Map<String, Long> sorted = new LinkedHashMap<>();
    counts.getOrDefault(what, Map.of()).entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  Iterable<String> aspects() {
    return counts.keySet();
  }

  Latencies full() {
    return full;
  }

  Latencies resumed() {
    return resumed;
  }

  /** Share of resumed handshakes among the established ones, 0 to 1. */
  double resumedShare() {
    double all = (double) full.count() + resumed.count();
    return all == 0 ? 0 : resumed.count() / all;
  }

  /** Times of established handshakes. */
  static final class Latencies {
    private long[] micros = new long[256];
    private int count;
    private boolean sorted;

    void add(Duration took) {
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, count * 2);
      }
      micros[count++] = took.toNanos() / 1_000;
      sorted = false;
    }

    int count() {
      return count;
    }

    /**
     * The time that so many of a hundred did not exceed, in microseconds; 0 where there is none.
     */
    long percentile(double percent) {
      if (count == 0) {
        return 0;
      }
      if (!sorted) {
        Arrays.sort(micros, 0, count);
        sorted = true;
      }
      int rank = (int) Math.ceil(percent / 100 * count);
      return micros[Math.max(0, Math.min(count, rank) - 1)];
    }
  }
}
