package io.handclasp.proxy.admin;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.TrustNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that peers showed, each with when it was seen last. Bounded: those not seen for
 * longest make room, and strangers' only for other strangers', so that nobody who is refused can
 * push out a peer. Safe for use by many threads.
 */
final class SeenCertificates implements HandshakeListener {
  private static final int MOST_PEERS = 500;
  private static final int MOST_STRANGERS = 100;

  private final Map<String, Seen> peers = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<String, Seen> strangers = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * One leaf and the chain it was last shown with.
   *
   * @param chain as the peer ordered it
   * @param anchor subject of the authority that the path ended at; null where none
   * @param accepted whether it was trusted when last seen
   * @param cause why not; empty where it was
   * @param remote the peer's address when last seen
   * @param firstSeen when first
   * @param lastSeen when last
   * @param count in how many handshakes
   */
  record Seen(
      List<CertificateNote> chain,
      @Nullable String anchor,
      boolean accepted,
      String cause,
      String remote,
      Instant firstSeen,
      Instant lastSeen,
      long count) {}

  @Override
  public void onHandshake(HandshakeRecord handshake) {
    if (handshake.peerChain().isEmpty()) {
      return;
    }
    String leaf = handshake.peerChain().get(0).sha256();
    synchronized (peers) {
      Seen before = peers.get(leaf);
      if (before == null) {
        before = strangers.remove(leaf);
      }
      Seen now = seen(handshake, before);
      if (now.accepted || peers.containsKey(leaf)) {
        put(peers, leaf, now, MOST_PEERS);
      } else {
        put(strangers, leaf, now, MOST_STRANGERS);
      }
    }
  }

  private static void put(Map<String, Seen> map, String leaf, Seen seen, int most) {
    map.put(leaf, seen);
    if (map.size() > most) {
      map.remove(map.keySet().iterator().next());
    }
  }

  private static Seen seen(HandshakeRecord handshake, @Nullable Seen before) {
    TrustNote trust = handshake.trust();
    boolean resumed = handshake.negotiated().resumed();
    return new Seen(
        // A resumed session shows no chain anew; what is told of it then may be the leaf alone.
        resumed && before != null ? before.chain : handshake.peerChain(),
        trust != null ? trust.anchor() : before == null ? null : before.anchor,
        trust != null ? trust.accepted() : handshake.outcome() == Outcome.ESTABLISHED,
        handshake.cause(),
        handshake.remote(),
        before == null ? handshake.startedAt() : before.firstSeen,
        handshake.startedAt(),
        before == null ? 1 : before.count + 1);
  }

  /** Peers first, then those who were never trusted; the last seen first. */
  List<Seen> all() {
    synchronized (peers) {
      List<Seen> all = new ArrayList<>(strangers.values());
      all.addAll(peers.values());
      java.util.Collections.reverse(all);
      return all;
    }
  }
}
