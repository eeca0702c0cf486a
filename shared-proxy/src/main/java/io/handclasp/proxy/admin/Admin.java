package io.handclasp.proxy.admin;

import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.proxy.config.AdminConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.InForce;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import io.handclasp.proxy.server.StartException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener of one proxy. It is made before the proxy, to hear of all that happens; opened
 * once the proxy serves; and closed after it, so that it tells of the draining too.
 */
public final class Admin implements AutoCloseable {
  private final String name;
  private final Side side;
  private final AdminConfig config;
  private final AdminRoutes routes = new AdminRoutes();
  private final SeenCertificates seen = new SeenCertificates();
  private final Traffic traffic = new Traffic();
  private final LifecycleNotes notes = new LifecycleNotes();
  private final RecentHandshakes recent;
  private @Nullable AdminListener listener;
  private @Nullable AdminTls tls;

  /**
   * Listens to nothing yet.
   *
   * @param name how the program calls itself
   * @param side which of the two proxies it is
   * @param config where to listen
   * @param recent the handshakes to show; whoever made it has it hear of them
   */
  public Admin(String name, Side side, AdminConfig config, RecentHandshakes recent) {
    this.name = name;
    this.side = side;
    this.config = config;
    this.recent = recent;
  }

  /** What it wants to be told. */
  public ProxyEvents events() {
    return new ProxyEvents(seen, traffic, notes);
  }

  /** Where others register what they answer, before {@link #open}. */
  public AdminRoutes routes() {
    return routes;
  }

  /**
   * Binds and answers from now on.
   *
   * @param visitors told of visitors' TLS handshakes
   * @return where it listens, with the port that the system chose
   * @throws StartException where the address cannot be had
   */
  public LifecycleEvent.AdminReady open(
      ProxyServer server, Orders orders, HandshakeListener visitors) throws StartException {
    Supplier<InForce> inForce = server::inForce;
    AdminTls contexts = new AdminTls(config, inForce);
    tls = contexts;
    AdminListener opening = new AdminListener(recent, contexts.forVisitors(), visitors);
    listener = opening;
    PeerAdmin peer =
        config.peer() == null
            ? null
            : new PeerAdmin(config.peer(), opening.loop(), contexts.forPeer());
    register(server, orders, peer);
    return new LifecycleEvent.AdminReady(opening.open(config, routes), config.tls());
  }

  private void register(ProxyServer server, Orders orders, @Nullable PeerAdmin peer) {
    Health health = new Health(server, traffic);
    OrderResources ordered = new OrderResources(orders, notes);
    Pages.addTo(routes);
    routes
        .get("/live", request -> health.live())
        .get("/ready", request -> health.ready())
        .get("/status", new StatusResource(name, server, notes))
        .get("/handshakes", new HandshakesResource(side, recent))
        .get("/handshakes/*", new HandshakeResource(recent, peer))
        .get("/certificates", new CertificatesResource(server::inForce, seen))
        .get("/routes", new RoutesResource(server, traffic))
        .get("/config", new ConfigResource(server::inForce))
        .post("/drain", request -> ordered.drain())
        .post("/reload", request -> ordered.reload())
        .post("/doctor", new DoctorResource(server::inForce));
  }

  @Override
  public void close() {
    if (listener != null) {
      listener.close();
    }
    if (tls != null) {
      tls.close();
    }
  }
}
