package io.handclasp.proxy.forward;

import static java.util.Objects.requireNonNull;

import io.handclasp.handshake.record.Conclusion;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.verdict.Cause;
import io.handclasp.proxy.config.RouteConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in a handshake's record that no route lets its client in: the handshake was good, and every
 * request will be denied.
 */
final class DeniedPeers {
  private DeniedPeers() {}

  /** Tells {@code told} of handshakes, with that where it holds. */
  static HandshakeListener telling(List<RouteConfig> routes, HandshakeListener told) {
    boolean open = routes.stream().anyMatch(r -> r.allow() == null || r.allow().shadow());
    return open ? told : handshake -> told.onHandshake(judged(routes, handshake));
  }

  private static HandshakeRecord judged(List<RouteConfig> routes, HandshakeRecord handshake) {
    if (handshake.outcome() != Outcome.ESTABLISHED || handshake.peerChain().isEmpty()) {
      return handshake;
    }
    PeerAccess access = new PeerAccess(PeerFacts.of(handshake.peerChain().get(0)));
    String refusal = null;
    for (RouteConfig route : routes) {
      String missed = access.refusal(requireNonNull(route.allow(), "allow"));
      if (missed == null) {
        return handshake;
      }
      refusal = refusal == null ? missed : refusal;
    }
    List<String> warnings = new ArrayList<>(handshake.warnings());
    warnings.add(Cause.CLIENT_IDENTITY_NOT_ALLOWED.code());
    String evidence = "no route allows this client; of the first, " + refusal;
    return handshake.concluded(
        new Conclusion(
            "", List.of(), null, null, null, List.of(evidence), warnings, handshake.ownStores()));
  }
}
