package io.handclasp.proxy.forward;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.http.HeadLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of the engine with what its event loops share.
 *
 * @param state the state
 * @param heads limits of requests' heads
 * @param admissions by the index of the route; null where it has no limit
 * @param handshakes is told of those with clients
 */
record Era(
    EngineState state,
    HeadLimits heads,
    List<@Nullable Admission> admissions,
    HandshakeListener handshakes) {
  /** Begun by that state; {@code told} hears of handshakes with what the routes say of them. */
  static Era of(EngineState state, HandshakeListener told) {
    List<@Nullable Admission> admissions = new ArrayList<>();
    for (RouteConfig route : state.config().routes()) {
      boolean limited =
          route.target() instanceof RouteConfig.Forward forward
              && forward.upstream().concurrent() > 0;
      admissions.add(
          limited
              ? new Admission(((RouteConfig.Forward) route.target()).upstream().concurrent())
              : null);
    }
    return new Era(
        state,
        HeadLimits.of(state.config().limits()),
        Collections.unmodifiableList(admissions),
        DeniedPeers.telling(state.config().routes(), told));
  }
}
