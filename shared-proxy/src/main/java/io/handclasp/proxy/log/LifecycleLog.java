package io.handclasp.proxy.log;

import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.LifecycleListener;
import org.slf4j.Logger;

/** Writes what happens to the proxy as a whole to the logger {@code lifecycle}. */
public final class LifecycleLog implements LifecycleListener {
  private static final LineKey URL = new LineKey("url");
  private static final LineKey DETAIL = new LineKey("detail");
  private static final LineKey CONNECTIONS = new LineKey("connections");
  private static final LineKey DEADLINE_MS = new LineKey("deadline_ms");
  private static final LineKey LISTEN = new LineKey("listen");
  private static final LineKey SIDE = new LineKey("side");
  private static final LineKey TRANSPORT = new LineKey("transport");
  private static final LineKey PROVIDER = new LineKey("provider");
  private static final LineKey EPOCH = new LineKey("epoch");
  private static final LineKey PID = new LineKey("pid");
  private static final LineKey START_MS = new LineKey("start_ms");
  private static final LineKey KEY = new LineKey("key");
  private static final LineKey EPOCH_KEPT = new LineKey("epoch_kept");
  private static final LineKey CUT = new LineKey("cut");
  private static final LineKey TOOK_MS = new LineKey("took_ms");

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
      info(line("admin-ready").add(URL, scheme + admin.listen() + "/"));
    } else if (event instanceof LifecycleEvent.Warned warned) {
      warn(line("warning").add(DETAIL, warned.sentence()));
    } else if (event instanceof LifecycleEvent.Reloaded reloaded) {
      reloaded(reloaded);
    } else if (event instanceof LifecycleEvent.ReloadRefused refused) {
      refused(refused);
    } else if (event instanceof LifecycleEvent.Draining draining) {
      info(
          line("draining")
              .add(CONNECTIONS, draining.connections())
              .addMillis(DEADLINE_MS, draining.deadline().toNanos()));
    } else if (event instanceof LifecycleEvent.Stopped stopped) {
      stopped(stopped);
    }
  }

  private void ready(LifecycleEvent.Ready ready) {
    info(
        line("ready")
            .add(LISTEN, ready.listen().toString())
            .add(SIDE, ready.side().word())
            .add(TRANSPORT, ready.transport())
            .add(PROVIDER, ready.tls())
            .add(EPOCH, ready.epoch())
            .add(PID, ProcessHandle.current().pid())
            .add(START_MS, ProcessAge.now().toMillis()));
  }

  private void reloaded(LifecycleEvent.Reloaded reloaded) {
    info(line("reloaded").add(EPOCH, reloaded.epoch()));
    for (String key : reloaded.restartNeeded()) {
      warn(line("restart-needed").add(KEY, key));
    }
  }

  private void refused(LifecycleEvent.ReloadRefused refused) {
    for (String problem : refused.problems()) {
      log.error(
          LogLine.MADE,
          line("reload-refused").add(EPOCH_KEPT, refused.epoch()).add(DETAIL, problem).toString());
    }
  }

  private void stopped(LifecycleEvent.Stopped stopped) {
    LogLine line =
        line("stopped").add(CUT, stopped.cut()).addMillis(TOOK_MS, stopped.took().toNanos());
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
