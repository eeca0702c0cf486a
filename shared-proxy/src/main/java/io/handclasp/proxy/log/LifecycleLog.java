package io.handclasp.proxy.log;

import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.LifecycleListener;
import org.slf4j.Logger;

/** Writes what happens to the proxy as a whole to the logger {@code lifecycle}. */
public final class LifecycleLog implements LifecycleListener {
  private final Logger log = Concern.LIFECYCLE.open();
  private final LogConfig.Format format;

  /** Lines of that form. */
  public LifecycleLog(LogConfig.Format format) {
    this.format = format;
  }

  @Override
  public void onEvent(LifecycleEvent event) {
    if (event instanceof LifecycleEvent.Ready ready) {
      ready(ready);
    } else if (event instanceof LifecycleEvent.AdminReady admin) {
      String scheme = admin.tls() ? "https://" : "http://";
      info(line("admin-ready").add("url", scheme + admin.listen() + "/"));
    } else if (event instanceof LifecycleEvent.Warned warned) {
      warn(line("warning").add("detail", warned.sentence()));
    } else if (event instanceof LifecycleEvent.Reloaded reloaded) {
      reloaded(reloaded);
    } else if (event instanceof LifecycleEvent.ReloadRefused refused) {
      refused(refused);
    } else if (event instanceof LifecycleEvent.Draining draining) {
      info(
          line("draining")
              .add("connections", draining.connections())
              .addMillis("deadline_ms", draining.deadline().toNanos()));
    } else if (event instanceof LifecycleEvent.Stopped stopped) {
      stopped(stopped);
    }
  }

  private void ready(LifecycleEvent.Ready ready) {
    info(
        line("ready")
            .add("listen", ready.listen().toString())
            .add("side", ready.side().word())
            .add("transport", ready.transport())
            .add("provider", ready.tls())
            .add("epoch", ready.epoch())
            .add("pid", ProcessHandle.current().pid())
            .add("start_ms", ProcessAge.now().toMillis()));
  }

  private void reloaded(LifecycleEvent.Reloaded reloaded) {
    info(line("reloaded").add("epoch", reloaded.epoch()));
    for (String key : reloaded.restartNeeded()) {
      warn(line("restart-needed").add("key", key));
    }
  }

  private void refused(LifecycleEvent.ReloadRefused refused) {
    for (String problem : refused.problems()) {
      log.error(
          LogLine.MADE,
          line("reload-refused")
              .add("epoch_kept", refused.epoch())
              .add("detail", problem)
              .toString());
    }
  }

  private void stopped(LifecycleEvent.Stopped stopped) {
    LogLine line =
        line("stopped").add("cut", stopped.cut()).addMillis("took_ms", stopped.took().toNanos());
    if (stopped.cut() > 0) {
      warn(line);
    } else {
      info(line);
    }
  }

  private LogLine line(String event) {
    return new LogLine(format).begin(event);
  }

  private void info(LogLine line) {
    log.info(LogLine.MADE, line.toString());
  }

  private void warn(LogLine line) {
    log.warn(LogLine.MADE, line.toString());
  }
}
