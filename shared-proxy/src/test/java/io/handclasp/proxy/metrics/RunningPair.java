package io.handclasp.proxy.metrics;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.Program;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A front, a back and an origin on loopback, each proxy with its metrics. */
public final class RunningPair implements AutoCloseable {
  private static final String TLS =
      "tls: {keyStore: {file: %s.p12, password: 'pass:secret'}, trustStore: {file: trust.pem}}\n";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Authority authority = Authority.root("CN=authority").create();
  private final List<Headers> received = new CopyOnWriteArrayList<>();
  private final ProxyMetrics frontMetrics = new ProxyMetrics();
  private final ProxyMetrics backMetrics = new ProxyMetrics();
  private final Path folder;
  private final String more;
  private final Function<String, ProxyEvents> listeners;
  private final HttpServer origin;
  private final ProxyServer back;
  private final ProxyServer front;

  /** With the usual configuration. */
  RunningPair(Path folder) throws Exception {
    this(folder, "", program -> ProxyEvents.none());
  }

  /**
   * With more in both configurations, and told of.
   *
   * @param folder for stores and configurations
   * @param more further lines of YAML
   * @param listeners hear of what happens, by the name of the program
   */
  public RunningPair(Path folder, String more, Function<String, ProxyEvents> listeners)
      throws Exception {
    this.folder = folder;
    this.more = more;
    this.listeners = listeners;
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext(
        "/",
        exchange -> {
          received.add(exchange.getRequestHeaders());
          int status = exchange.getRequestURI().getPath().startsWith("/missing") ? 404 : 200;
          byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    origin.start();
    Identity server = authority.identity("CN=back").dns("back.example").server().create();
    Identity caller = authority.identity("CN=front").client().create();
    StoreWriter.pkcs12(folder.resolve("back.p12"), server, "secret".toCharArray());
    StoreWriter.pkcs12(folder.resolve("front.p12"), caller, "secret".toCharArray());
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(authority.certificate()));
    back =
        start(
            "back",
            Side.BACK,
            "routes: [{endpoint: 'http://127.0.0.1:" + origin.getAddress().getPort() + "'}]",
            backMetrics);
    front = front("front", frontMetrics);
  }

  /** A front that the back does not know. */
  ProxyServer strangerFront(ProxyMetrics metrics) throws Exception {
    Identity stranger =
        Authority.root("CN=elsewhere").create().identity("CN=stranger").client().create();
    StoreWriter.pkcs12(folder.resolve("stranger.p12"), stranger, "secret".toCharArray());
    return front("stranger", metrics);
  }

  /** A front by other routes and with more than a pair is started with. */
  ProxyServer front(String name, String routes, String more, ProxyMetrics metrics)
      throws Exception {
    Files.copy(folder.resolve("front.p12"), folder.resolve(name + ".p12"));
    return start(name, Side.FRONT, routes + more, metrics);
  }

  /** Where the back is. */
  String backEndpoint() {
    return "https://127.0.0.1:" + back.address().port();
  }

  /** Who signed both. */
  Authority authority() {
    return authority;
  }

  private ProxyServer front(String identity, ProxyMetrics metrics) throws Exception {
    String endpoint = backEndpoint();
    return start(
        identity,
        Side.FRONT,
        "routes: [{endpoint: '" + endpoint + "', peerName: back.example}]",
        metrics);
  }

  private ProxyServer start(String identity, Side side, String routes, ProxyMetrics metrics)
      throws Exception {
    Path file = folder.resolve(identity + ".yaml");
    Files.writeString(
        file, "listen: 127.0.0.1:0\nworkers: 1\n" + TLS.formatted(identity) + routes + "\n" + more);
    Program program = new Program(identity, side, null);
    ProxyEvents events = metrics.events().and(listeners.apply(identity));
    ProxyServer server =
        ProxyServer.start(program, ProxyConfigReader.read(file, side).config(), events);
    metrics.watch(server);
    metrics.journal(() -> 0, () -> 0, () -> 0);
    metrics.log(() -> 0, () -> 0);
    return server;
  }

  /** What the origin got, field by field, request by request. */
  public List<Headers> received() {
    return received;
  }

  ProxyMetrics frontMetrics() {
    return frontMetrics;
  }

  ProxyMetrics backMetrics() {
    return backMetrics;
  }

  /** Sends a request through the pair. */
  public int get(String path) throws IOException, InterruptedException {
    return get(front, path);
  }

  int get(ProxyServer through, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + through.address().port() + path);
    return client
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  static String scrape(ProxyMetrics metrics) {
    return new String(metrics.text(ExpositionFormat.PROMETHEUS), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    frontMetrics.close();
    backMetrics.close();
    front.close();
    back.close();
    origin.stop(0);
  }
}
