package io.handclasp.proxy.metrics;

import io.handclasp.proxy.wire.Ticker;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;

/**
 * How late event loops are: a task of each, due again and again, that notes how long after its time
 * it ran. That is what a request waits for before anybody looks at it.
 */
final class LoopLag implements AutoCloseable {
  private static final long EVERY = Duration.ofMillis(500).toNanos();

  private final List<Probe> probes;

  private LoopLag(List<Probe> probes) {
    this.probes = probes;
  }

  static LoopLag of(Iterable<EventExecutor> loops) {
    List<Probe> probes = new ArrayList<>();
    loops.forEach(loop -> probes.add(new Probe(loop)));
    return new LoopLag(probes);
  }

  /** One loop's; runs there. */
  private static final class Probe implements Runnable {
    private final Durations late = new Durations();
    private final ScheduledFuture<?> ticking;
    private long due = System.nanoTime() + EVERY;

    Probe(EventExecutor loop) {
      ticking = Ticker.every(loop, this, EVERY);
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      late.add(Math.max(0, now - due));
      due = Math.max(due + EVERY, now);
    }
  }

  void collect(Families families) {
    Durations.Sum sum = new Durations.Sum();
    probes.forEach(probe -> sum.add(probe.late));
    families
        .histogram(
            "handclasp_event_loop_lag_seconds",
            "How late a task ran that was due on an event loop.")
        .add(sum);
    families.gauge("handclasp_event_loops", "Event loops that forward.").add(probes.size());
  }

  @Override
  public void close() {
    probes.forEach(probe -> probe.ticking.cancel(false));
  }
}
