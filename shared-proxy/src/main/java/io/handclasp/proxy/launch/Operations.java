package io.handclasp.proxy.launch;

import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.proxy.admin.Admin;
import io.handclasp.proxy.admin.AdminResource;
import io.handclasp.proxy.admin.Orders;
import io.handclasp.proxy.config.AdminConfig;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.log.HandshakeLog;
import io.handclasp.proxy.log.LifecycleLog;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.Program;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import io.handclasp.proxy.server.StartException;
import org.jspecify.annotations.Nullable;

/** The admin listener of a program, where the configuration does not switch it off. */
final class Operations implements AutoCloseable {
  private final ProxyConfig config;
  private final @Nullable Admin admin;
  private ProxyEvents events = ProxyEvents.none();

  /**
   * Hears from the start, answers once it is opened.
   *
   * @param metrics answers {@code /metrics}
   * @param loggers answers {@code /loggers}
   */
  Operations(Program program, ProxyConfig config, AdminResource metrics, LoggersResource loggers) {
    this.config = config;
    AdminConfig section = config.admin();
    if (section == null) {
      admin = null;
      return;
    }
    RecentHandshakes recent = new RecentHandshakes(section.keep());
    admin = new Admin(program.name(), program.side(), section, recent);
    admin
        .routes()
        .get("/metrics", metrics)
        .get("/loggers", loggers::tell)
        .post("/loggers", loggers::change);
    events = admin.events().and(new ProxyEvents(recent, exchange -> {}, event -> {}));
  }

  /** What it wants to be told. */
  ProxyEvents events() {
    return events;
  }

  /**
   * Answers from now on, and says where.
   *
   * @throws StartException where the address cannot be had
   */
  void open(ProxyServer server, Runnable drain, Runnable reload) throws StartException {
    if (admin == null) {
      return;
    }
    LogConfig.Format format = config.log().format();
    LifecycleEvent.AdminReady ready =
        admin.open(server, orders(drain, reload), new HandshakeLog(format));
    new LifecycleLog(format).onEvent(ready);
  }

  private static Orders orders(Runnable drain, Runnable reload) {
    return new Orders() {
      @Override
      public void drain() {
        drain.run();
      }

      @Override
      public void reload() {
        reload.run();
      }
    };
  }

  @Override
  public void close() {
    if (admin != null) {
      admin.close();
    }
  }
}
