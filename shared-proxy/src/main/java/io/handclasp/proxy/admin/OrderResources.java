package io.handclasp.proxy.admin;

import io.handclasp.proxy.server.LifecycleEvent;
import java.time.Duration;

/** Answers {@code POST /drain} and {@code POST /reload}. */
final class OrderResources {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Orders orders;
  private final LifecycleNotes notes;

  OrderResources(Orders orders, LifecycleNotes notes) {
    this.orders = orders;
    this.notes = notes;
  }

  /** Begins; {@code /ready} says 503 from now on, and the process ends when all is done. */
  AdminAnswer drain() {
    orders.drain();
    return Json.answer(202, json -> json.flag("draining", true));
  }

  /** Waits for the outcome: 200 where another state is in force, 409 where the old one stays. */
  AdminAnswer reload() {
    long before = notes.reloads();
    orders.reload();
    LifecycleEvent outcome;
    try {
      outcome = notes.awaitReload(before, PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AdminAnswer.text(503, "this proxy is stopping\n");
    }
    if (outcome instanceof LifecycleEvent.Reloaded reloaded) {
      return Json.answer(
          200,
          json ->
              json.flag("reloaded", true)
                  .number("epoch", reloaded.epoch())
                  .texts("restart_needed", reloaded.restartNeeded()));
    }
    if (outcome instanceof LifecycleEvent.ReloadRefused refused) {
      return Json.answer(
          409,
          json ->
              json.flag("reloaded", false)
                  .number("epoch", refused.epoch())
                  .texts("problems", refused.problems()));
    }
    return AdminAnswer.text(504, "the reload has not ended yet; see the log\n");
  }
}
