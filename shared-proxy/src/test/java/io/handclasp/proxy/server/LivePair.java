package io.handclasp.proxy.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.PemBlock;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.forward.ExchangeListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Backs, fronts and an origin as they would run: from YAML and from files that lie as the kubelet
 * lays them out, behind a link that is swapped at once.
 */
final class LivePair implements AutoCloseable {
  private final Path folder;
  private final HttpServer origin;
  private final List<Started> running = new ArrayList<>();
  private final Map<String, BlockingQueue<LifecycleEvent>> events = new ConcurrentHashMap<>();
  final BlockingQueue<HandshakeRecord> handshakes = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private int versions;

  /** Is told of the exchanges of all proxies, on their loops. */
  volatile ExchangeListener exchanges = completed -> {};

  /** What is put into the folder in one go. */
  interface Content {
    void writeTo(Path folder) throws Exception;
  }

  LivePair(Path folder) throws Exception {
    this.folder = folder;
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    origin.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] answer =
              (exchange.getRequestMethod() + " " + body.length).getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    origin.createContext("/large", exchange -> answer(exchange, 4 << 20, 4 << 20));
    origin.createContext("/half", exchange -> answer(exchange, 1_000, 10));
    // It would not notice by itself that nobody waits any more, and it only forgets a connection
    // on which it has answered.
    origin.createContext(
        "/stall", exchange -> later.schedule(() -> answerEmpty(exchange), 5, TimeUnit.SECONDS));
    origin.setExecutor(threads);
    origin.start();
  }

  private static void answerEmpty(HttpExchange exchange) {
    try {
      exchange.sendResponseHeaders(204, -1);
    } catch (IOException gone) {
      // Whoever asked left long ago, as most do.
    }
    exchange.close();
  }

  private static void answer(HttpExchange exchange, int promised, int sent) throws IOException {
    exchange.sendResponseHeaders(200, promised);
    exchange.getResponseBody().write(new byte[sent]);
    if (sent < promised) {
      throw new IOException("as it was meant to be");
    }
    exchange.close();
  }

  /** Swaps all of the files at once. */
  void put(Content content) throws Exception {
    Path version = Files.createDirectory(folder.resolve("..v" + ++versions));
    content.writeTo(version);
    Path link = Files.createSymbolicLink(folder.resolve("..next"), version.getFileName());
    Files.move(
        link,
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (var files = Files.list(version)) {
      for (Path file : files.toList()) {
        Path name = folder.resolve(file.getFileName());
        if (Files.notExists(name)) {
          Files.createSymbolicLink(name, Path.of("..data").resolve(file.getFileName()));
        }
      }
    }
  }

  /** Starts a back at that port, from {@code back.pem}. */
  Started back(String name, int port) throws Exception {
    String yaml =
        tls("back.pem")
            + "listen: 127.0.0.1:"
            + port
            + "\nroutes: [{endpoint: 'http://127.0.0.1:"
            + origin.getAddress().getPort()
            + "'}]\n";
    return start(name, Side.BACK, yaml);
  }

  /** Starts a front at that port, from {@code front.pem}. */
  Started front(String name, int port, int... backs) throws Exception {
    String endpoints =
        IntStream.of(backs)
            .mapToObj(p -> "'https://127.0.0.1:" + p + "'")
            .collect(Collectors.joining(", "));
    String yaml =
        tls("front.pem")
            + "listen: 127.0.0.1:"
            + port
            + "\nroutes: [{peerName: back.example, endpoints: ["
            + endpoints
            + "]}]\n";
    return start(name, Side.FRONT, yaml);
  }

  Started start(String name, Side side, String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
    ProxyConfig config = ProxyConfigReader.read(file, side).config();
    BlockingQueue<LifecycleEvent> told =
        events.computeIfAbsent(name, none -> new LinkedBlockingQueue<>());
    ProxyServer server =
        ProxyServer.start(
            new Program(name, side, null),
            config,
            new ProxyEvents(
                handshakes::add, completed -> exchanges.onCompleted(completed), told::add));
    Started started = new Started(server, new Reloader(file, config, server, taken -> {}), running);
    running.add(started);
    return started;
  }

  /** Waits until a proxy told of such an event. */
  <E extends LifecycleEvent> E await(String name, Class<E> kind) throws InterruptedException {
    while (true) {
      LifecycleEvent event = requireNonNull(events.get(name)).poll(20, TimeUnit.SECONDS);
      assertThat(event).as(name + ": " + kind.getSimpleName()).isNotNull();
      if (kind.isInstance(event)) {
        return kind.cast(event);
      }
    }
  }

  static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String tls(String keyStore) {
    return "tls: {keyStore: {file: "
        + keyStore
        + "}, trustStore: {file: trust.pem}, revocation: {lists: lists.pem}}\n"
        + "reload: {interval: 100ms, retire: 2s}\nworkers: 2\n";
  }

  @Override
  public void close() {
    List.copyOf(running).forEach(Started::close);
    origin.stop(0);
    threads.shutdownNow();
    later.shutdownNow();
  }

  /** A proxy that runs, and what reloads it. */
  static final class Started implements AutoCloseable {
    private final ProxyServer server;
    private final Reloader reloader;
    private final List<Started> running;

    private Started(ProxyServer server, Reloader reloader, List<Started> running) {
      this.server = server;
      this.reloader = reloader;
      this.running = running;
    }

    ProxyServer server() {
      return server;
    }

    int port() {
      return server.address().port();
    }

    @Override
    public void close() {
      running.remove(this);
      reloader.close();
      server.close();
    }
  }

  /** Identities of both, the authorities they trust, and their revocation lists. */
  static Content content(Authority issuer, Authority... trusted) {
    return at -> {
      StoreWriter.pem(
          at.resolve("back.pem"), issuer.identity("CN=back").dns("back.example").server().create());
      StoreWriter.pem(at.resolve("front.pem"), issuer.identity("CN=front").client().create());
      StoreWriter.trustPem(
          at.resolve("trust.pem"), List.of(trusted).stream().map(Authority::certificate).toList());
      writeLists(at, trusted);
    };
  }

  private static void writeLists(Path at, Authority... issuers) throws Exception {
    StringBuilder lists = new StringBuilder();
    for (Authority issuer : issuers) {
      lists.append(PemBlock.of("X509 CRL", issuer.revocationList().create().getEncoded()).text());
    }
    Files.writeString(at.resolve("lists.pem"), lists);
  }
}
