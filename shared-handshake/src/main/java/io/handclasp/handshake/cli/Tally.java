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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts handshakes by what matters; both ends of one are one. */
final class Tally {
  private final Map<String, Seen> firstEnds = new HashMap<>();
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
    Seen seen = Seen.of(handshake);
    String random = handshake.random();
    if (!joining || random == null) {
      count(seen);
      return;
    }
    // The first end waits for the other, but only as long as there is something to read.
    Seen other = firstEnds.remove(random);
    if (other == null) {
      firstEnds.put(random, seen);
    } else if (other.role == seen.role) {
      count(other);
      firstEnds.put(random, seen);
    } else {
      count(seen.role == Role.CLIENT ? seen.or(other) : other.or(seen));
    }
  }

  private void count(Seen seen) {
    handshakes++;
    count("outcome", seen.outcome.word());
    count("cause", seen.cause);
    count("peer", seen.peer);
    count("version", seen.version);
    count("group", seen.group);
    count("provider", seen.provider);
    if (seen.outcome == Outcome.ESTABLISHED) {
      (seen.resumed ? resumed : full).add(seen.took);
    }
  }

  /** What is counted of a record: little, since many may wait for their other ends. */
  private record Seen(
      Role role,
      Outcome outcome,
      String cause,
      String peer,
      @Nullable String version,
      @Nullable String group,
      String provider,
      boolean resumed,
      Duration took,
      int knowledge) {
    static Seen of(HandshakeRecord handshake) {
      return new Seen(
          handshake.role(),
          handshake.outcome(),
          handshake.cause(),
          peerOf(handshake),
          handshake.negotiated().version(),
          handshake.negotiated().group(),
          handshake.provider(),
          handshake.negotiated().resumed(),
          handshake.took(),
          JoinedHandshake.knowledge(handshake));
    }

    /** The client tells the time and the server's name, unless the server knows better why. */
    Seen or(Seen server) {
      return server.knowledge > knowledge ? server : this;
    }
  }

  private void count(String by, @Nullable String what) {
    Map<String, Long> counted = counts.get(by);
    if (what != null && !what.isEmpty() && counted != null) {
      counted.merge(what, 1L, Long::sum);
    }
  }

  /** By the certificate; a peer without one by its address, since its port says nothing. */
  private static String peerOf(HandshakeRecord handshake) {
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

  /** As it would be if nothing more came; this one goes on. */
  Tally soFar() {
    Tally copy = new Tally(joining);
    counts.forEach((by, counted) -> copy.counts.put(by, new HashMap<>(counted)));
    copy.full.copy(full);
    copy.resumed.copy(resumed);
    copy.handshakes = handshakes;
    firstEnds.values().forEach(copy::count);
    return copy;
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

    /** Takes over what another has; whatever was here is gone. */
    void copy(Latencies others) {
      micros = Arrays.copyOf(others.micros, others.micros.length);
      count = others.count;
      sorted = others.sorted;
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
