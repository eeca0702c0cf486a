package io.handclasp.proxy.metrics;

import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.LifecycleListener;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what happens to the proxy as a whole. Any thread. */
final class LifecycleMetrics implements LifecycleListener {
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile LifecycleEvent.@Nullable Ready ready;
  private volatile Instant inForceSince = Instant.now();

  @Override
  public void onEvent(LifecycleEvent event) {
    if (event instanceof LifecycleEvent.Ready now) {
      ready = now;
      inForceSince = Instant.now();
    } else if (event instanceof LifecycleEvent.Reloaded) {
      taken.incrementAndGet();
      inForceSince = Instant.now();
    } else if (event instanceof LifecycleEvent.ReloadRefused) {
      refused.incrementAndGet();
    }
  }

  void collect(Families families) {
    Family.Counter reloads =
        families.counter(
            "handclasp_reloads",
            "Reloads of configuration and stores: taken, or refused so that the last state stays.");
    reloads.add(taken.get(), "outcome", "taken");
    reloads.add(refused.get(), "outcome", "refused");
    families
        .gauge(
            "handclasp_epoch_start_timestamp_seconds",
            "Since when the present state of configuration, identity and trust is in force.")
        .add(inForceSince.toEpochMilli() / 1e3);
    LifecycleEvent.Ready began = ready;
    if (began != null) {
      String version = LifecycleMetrics.class.getPackage().getImplementationVersion();
      families
          .gauge("handclasp_build_info", "1, with what the proxy is as labels.")
          .add(
              1,
              "version",
              version == null ? "unpackaged" : version,
              "side",
              began.side().word(),
              "transport",
              began.transport(),
              "tls",
              began.tls());
    }
  }
}
