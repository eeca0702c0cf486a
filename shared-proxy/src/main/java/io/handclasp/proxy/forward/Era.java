package io.handclasp.proxy.forward;

import io.handclasp.proxy.config.RouteConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of the engine with what its event loops share.
 *
 * @param state the state
 * @param admissions by the index of the route; null where it has no limit
 */
record Era(EngineState state, List<@Nullable Admission> admissions) {
  static Era of(EngineState state) {
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
    return new Era(state, Collections.unmodifiableList(admissions));
  }
}
