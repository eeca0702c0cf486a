package io.handclasp.pair;

import io.handclasp.backend.BackendService;
import io.handclasp.client.ClientProxy;
import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.admin.Admin;
import io.handclasp.proxy.admin.Orders;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A front and a back of this process, each with its admin listener, and a stranger's front. */
final class WatchedPair implements AutoCloseable {
  static final String HOSTILE_NAME = "<script>document.title='owned'</script>";

  private static final Authority AUTHORITY = Authority.root("CN=pair authority").create();
  private static final Identity BACK =
      AUTHORITY.identity("CN=back.example").dns("back.example").ip("127.0.0.1").server().create();
  private static final Identity FRONT =
      AUTHORITY.identity("CN=front.example").dns("front.example").client().create();
  private static final Identity STRANGER =
      Authority.root("CN=elsewhere")
          .create()
          .identity("CN=\\<script\\>document.title\\='owned'\\</script\\>")
          .client()
          .create();

  /** What a visitor of an admin listener under mutual TLS needs, with or without a certificate. */
  static SSLContext visitor(boolean withCertificate) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("authority", AUTHORITY.certificate());
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(trust);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (withCertificate) {
      Certificate[] chain = FRONT.chain().toArray(new Certificate[0]);
      keys.setKeyEntry("front", FRONT.key(), new char[0], chain);
    }
    KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
    shown.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Watched> all = new ArrayList<>();
  final Watched back;
  final Watched front;
  final Watched stranger;

  WatchedPair(Path folder) throws Exception {
    StoreWriter.pem(folder.resolve("back.pem"), BACK);
    StoreWriter.pem(folder.resolve("front.pem"), FRONT);
    StoreWriter.pkcs12(folder.resolve("stranger.p12"), STRANGER, "hunter2".toCharArray());
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(AUTHORITY.certificate()));
    back = start(folder, Side.BACK, "{file: back.pem}", "[{service: echo}]", "");
    String routes =
        "[{path: /nowhere, endpoint: 'https://127.0.0.1:1'}, {endpoint: 'https://"
            + back.server.address()
            + "', peerName: back.example}]";
    String peer = ", peer: 'http://" + back.address + "'";
    front = start(folder, Side.FRONT, "{file: front.pem}", routes, peer);
    stranger =
        start(folder, Side.FRONT, "{file: stranger.p12, password: 'pass:hunter2'}", routes, peer);
  }

  /**
   * One proxy with its admin listener.
   *
   * @param recent what its admin listener shows
   * @param orders what was ordered of it
   */
  record Watched(
      ProxyServer server,
      Admin admin,
      Address address,
      RecentHandshakes recent,
      List<String> orders)
      implements AutoCloseable {
    @Override
    public void close() {
      server.close();
      admin.close();
    }
  }

  /**
   * Starts one more.
   *
   * @param more what else stands in the section {@code admin}, beginning with a comma
   */
  Watched start(Path folder, Side side, String keyStore, String routes, String more)
      throws Exception {
    String yaml =
        "listen: 127.0.0.1:0\nworkers: 1\ntls: {keyStore: "
            + keyStore
            + ", trustStore: {file: trust.pem}}\nroutes: "
            + routes
            + "\nadmin: {listen: '127.0.0.1:0'"
            + more
            + "}\n";
    Path file = Files.writeString(folder.resolve(all.size() + ".yaml"), yaml);
    ProxyConfig config = ProxyConfigReader.read(file, side).config();
    RecentHandshakes recent = new RecentHandshakes(10_000);
    Admin admin =
        new Admin(
            side == Side.FRONT ? "client-proxy" : "backend-service",
            side,
            Objects.requireNonNull(config.admin()),
            recent);
    ProxyEvents events = admin.events().and(new ProxyEvents(recent, exchange -> {}, event -> {}));
    ProxyServer server =
        side == Side.FRONT
            ? ClientProxy.start(config, events)
            : BackendService.start(config, events);
    List<String> orders = new ArrayList<>();
    Address address = admin.open(server, orders(orders, server, config), handshake -> {}).listen();
    Watched watched = new Watched(server, admin, address, recent, orders);
    all.add(watched);
    return watched;
  }

  private static Orders orders(List<String> orders, ProxyServer server, ProxyConfig config) {
    return new Orders() {
      @Override
      public void drain() {
        orders.add("drain");
      }

      @Override
      public void reload() {
        orders.add("reload");
        server.reload(config);
      }
    };
  }

  /** Sends a request through a front; the status. */
  int request(Watched through, String path) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://" + through.server.address() + path))
                .timeout(Duration.ofSeconds(20))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Asks an admin listener. */
  HttpResponse<String> get(Watched of, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + of.address + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(Watched of, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + of.address + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Waits until an admin listener knows that many handshakes. */
  static void awaitHandshakes(Watched of, int count) throws InterruptedException {
    try (RecentHandshakes.Following following =
        of.recent.follow(
            io.handclasp.handshake.journal.HandshakeFilter.all(),
            1_000,
            () -> {
              synchronized (of) {
                of.notifyAll();
              }
            })) {
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      synchronized (of) {
        while (of.recent.seen() < count && System.nanoTime() < until) {
          following.drain();
          of.wait(1_000);
        }
      }
    }
  }

  @Override
  public void close() {
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).close();
    }
  }
}
