package io.handclasp.proxy.admin;

import io.handclasp.proxy.config.AdminConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.server.ProxyServer;
import java.time.Instant;

/** Answers {@code /status}: which proxy this is, and what happened to it of late. */
final class StatusResource implements AdminResource {
  private final String name;
  private final ProxyServer server;
  private final LifecycleNotes notes;
  private final Instant began = Instant.now();

  StatusResource(String name, ProxyServer server, LifecycleNotes notes) {
    this.name = name;
    this.server = server;
    this.notes = notes;
  }

  @Override
  public AdminAnswer answer(AdminRequest request) {
    ProxyServer proxy = server;
    ProxyConfig config = proxy.inForce().config();
    AdminConfig admin = config.admin();
    String version = StatusResource.class.getPackage().getImplementationVersion();
    return Json.answer(
        200,
        json -> {
          json.text("name", name)
              .text("version", version)
              .text("side", config.side().word())
              .text("listen", proxy.address().toString())
              .number("epoch", proxy.inForce().epoch())
              .time("started_at", began)
              .time("now", Instant.now())
              .flag("serving", proxy.isServing())
              .number("connections", proxy.engine().connections());
          if (admin != null && admin.peer() != null) {
            json.text("peer", admin.peer().address().toString());
          }
          json.objects(
              "notes",
              notes.all(),
              (item, note) ->
                  item.time("at", note.at())
                      .text("event", LifecycleNotes.word(note.event()))
                      .text("sentence", LifecycleNotes.sentence(note.event())));
        });
  }
}
