package io.handclasp.proxy.metrics;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.netty.util.concurrent.FastThreadLocal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts handshakes, and keeps who the peers are. Peers that proved their name have a table of
 * their own, so that strangers cannot crowd them out of it.
 */
final class HandshakeMetrics implements HandshakeListener {
  private static final int MOST_PROVEN = 256;
  private static final int MOST_REFUSED = 128;

  private final Queue<Lane> lanes = new ConcurrentLinkedQueue<>();
  private final FastThreadLocal<Lane> lane =
      new FastThreadLocal<>() {
        @Override
        protected Lane initialValue() {
          Lane made = new Lane();
          lanes.add(made);
          return made;
        }
      };
  private final PeerTable proven = new PeerTable(MOST_PROVEN);
  private final PeerTable refused = new PeerTable(MOST_REFUSED);

  /** What one event loop counted. */
  private static final class Lane {
    final Map<HandshakeLabels, AtomicLong> counts = new ConcurrentHashMap<>();
    final Map<Ended, Durations> took = new ConcurrentHashMap<>();
    private @Nullable Counted last;

    /** Where handshakes such as this one are counted. */
    Counted counted(HandshakeRecord handshake) {
      Counted before = last;
      if (before != null && HandshakeLabels.alike(handshake, before.like)) {
        return before;
      }
      HandshakeLabels labels = HandshakeLabels.of(handshake);
      Ended ended = new Ended(labels.role(), labels.outcome(), labels.resumed());
      Counted found =
          new Counted(
              handshake,
              counts.computeIfAbsent(labels, key -> new AtomicLong()),
              took.computeIfAbsent(ended, key -> new Durations()));
      last = found;
      return found;
    }
  }

  /** The cells of all handshakes with the labels of one. */
  private record Counted(HandshakeRecord like, AtomicLong count, Durations took) {}

  /** What durations are told apart by. */
  private record Ended(Role role, Outcome outcome, boolean resumed) {
    /** By hand, as that of a record is linked at its first use: within the first handshake. */
    @Override
    public int hashCode() {
      return 31 * (31 * role.hashCode() + outcome.hashCode()) + Boolean.hashCode(resumed);
    }
  }

  @Override
  public void onHandshake(HandshakeRecord handshake) {
    Counted counted = lane.get().counted(handshake);
    Cells.add(counted.count(), 1);
    counted.took().add(handshake.took().toNanos());
    if (handshake.outcome() != Outcome.PROBE) {
      peer(handshake);
    }
  }

  private void peer(HandshakeRecord handshake) {
    if (!HandshakeLabels.wentWell(handshake.outcome())) {
      refused.seen(handshake.role(), whoTried(handshake), null, Instant.now());
    } else if (!handshake.peerChain().isEmpty()) {
      CertificateNote leaf = handshake.peerChain().get(0);
      proven.seen(handshake.role(), leaf.subject(), leaf.notAfter(), Instant.now());
    }
  }

  /** What it says of itself, unproven, or else where it is. */
  private static String whoTried(HandshakeRecord handshake) {
    if (!handshake.peerChain().isEmpty()) {
      return handshake.peerChain().get(0).subject();
    }
    // A client's port is another each time; a server's is what tells it from its neighbours.
    String remote = handshake.remote();
    int port = remote.lastIndexOf(':');
    return handshake.role() == Role.SERVER && port > 0 ? remote.substring(0, port) : remote;
  }

  void collect(Families families) {
    addCounts(families);
    addDurations(families);
    Family.Counter handshakes =
        families.counter(
            "handclasp_peer_handshakes", "Handshakes with peers that proved their name.");
    Family.Gauge expiry =
        families.gauge(
            "handclasp_peer_certificate_expiry_timestamp_seconds",
            "When the certificate ends that a peer showed last; among others, the first to end.");
    proven.forEach(
        (key, entry) -> {
          String[] labels = {"role", key.role().word(), "peer", key.peer()};
          handshakes.add(entry.count(), labels);
          Instant until = entry.expiry();
          if (until != null) {
            expiry.add(until.getEpochSecond(), labels);
          }
        });
    Family.Counter refusals =
        families.counter(
            "handclasp_peer_refusals",
            "Handshakes that failed or were refused, by what the peer says of itself, unproven.");
    refused.forEach(
        (key, entry) -> refusals.add(entry.count(), "role", key.role().word(), "peer", key.peer()));
  }

  private void addCounts(Families families) {
    Map<HandshakeLabels, Long> sums = new HashMap<>();
    lanes.forEach(
        one -> one.counts.forEach((key, count) -> sums.merge(key, count.get(), Long::sum)));
    Family.Counter handshakes =
        families.counter(
            "handclasp_handshakes", "TLS connections by how their handshake ended, and why.");
    sums.forEach((key, count) -> handshakes.add(count, key.labels()));
  }

  private void addDurations(Families families) {
    Map<Ended, Durations.Sum> sums = new HashMap<>();
    for (Lane one : lanes) {
      one.took.forEach(
          (key, durations) -> sums.computeIfAbsent(key, k -> new Durations.Sum()).add(durations));
    }
    Family.Histogram took =
        families.histogram(
            "handclasp_handshake_duration_seconds",
            "From the TCP connection to the outcome of its handshake.");
    sums.forEach(
        (key, sum) ->
            took.add(
                sum,
                "role",
                key.role().word(),
                "outcome",
                key.outcome().word(),
                "resumed",
                Boolean.toString(key.resumed())));
  }
}
