package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.backend.BackendService;
import io.handclasp.client.ClientProxy;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.pki.cli.Pki;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import io.handclasp.proxy.server.Reloader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/pki.md says of authorities, by its commands, while both proxies run. */
class AuthorityRotationTest {
  private static final String ROTATE =
      "rotate-authority %s --old @backend-authority --new @next"
          + " --new-password file:@backend-authority.password"
          + " --trust @client-trust.p12=file:@client.password"
          + " --identity @backend.p12=file:@backend.password";
  private static final String CLIENTS =
      " --authority @client-authority --authority-password file:@client-authority.password";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final BlockingQueue<HandshakeRecord> handshakes = new LinkedBlockingQueue<>();
  private final BlockingQueue<LifecycleEvent> atFront = new LinkedBlockingQueue<>();
  private final BlockingQueue<LifecycleEvent> atBack = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path folder;

  @BeforeEach
  void makePair() {
    pki("pair client.example backend.example --out @ --force");
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void threePhasesLeadToTheNewAuthorityAndNoRequestFails() throws Exception {
    pki("authority --subject CN=next --out @next --password file:@backend-authority.password");
    URI front = start("");
    List<String> failures = new ArrayList<>();
    Semaphore answered = new Semaphore(0);
    Thread asking = new Thread(() -> askUntilInterrupted(front, answered, failures));
    asking.start();

    answered.acquire(20);
    pki(ROTATE.formatted("trust-both"));
    awaitReload(atFront);
    answered.acquire(20);
    pki(ROTATE.formatted("issue"));
    awaitReload(atBack);
    awaitIssuer("CN=next");
    pki(ROTATE.formatted("drop"));
    awaitReload(atFront);
    answered.drainPermits();
    answered.acquire(20);
    asking.interrupt();
    asking.join();

    assertThat(failures).isEmpty();
  }

  @Test
  void backRefusesACertificateThatWasTakenBackOnceItReadsTheNewList() throws Exception {
    pki("crl" + CLIENTS + " --out @clients.crl");
    URI front = start(", revocation: {lists: [clients.crl]}");
    assertThat(ask(front)).isEqualTo(200);

    pki("revoke @client.pem" + CLIENTS + " --reason key-compromise --crl @clients.crl");
    awaitReload(atBack);
    int answer = ask(front);
    for (int i = 0; i < 1_000 && answer == 200; i++) {
      answer = ask(front);
    }

    assertThat(answer).isEqualTo(502);
    assertThat(handshakes).extracting(HandshakeRecord::cause).contains("client-cert-revoked");
  }

  private void pki(String line) {
    String[] words = line.replace("@", folder + "/").split(" ");
    assertThat(Pki.command().execute(words)).as(line).isZero();
  }

  private URI start(String backTls) throws Exception {
    ProxyServer back =
        serve(Side.BACK, "backend", backTls, "{path: /, service: {status: 200, text: hello}}");
    String route =
        "{path: /, endpoint: 'https://" + back.address() + "', peerName: backend.example}";
    return URI.create("http://" + serve(Side.FRONT, "client", "", route).address() + "/");
  }

  private ProxyServer serve(Side side, String name, String tls, String route) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve(side + ".yaml"),
            """
            listen: 127.0.0.1:0
            workers: 1
            tls:
              {keyStore: {file: %1$s.p12, password: "file:%1$s.password"},
               trustStore: {file: %1$s-trust.p12, password: "file:%1$s.password"}%2$s}
            routes: [%3$s]
            reload: {interval: 50ms, retire: 100ms}
            admin: off
            """
                .formatted(name, tls, route));
    ProxyConfig config = ProxyConfigReader.read(file, side).config();
    BlockingQueue<LifecycleEvent> told = side == Side.BACK ? atBack : atFront;
    ProxyEvents events = new ProxyEvents(handshakes::add, exchange -> {}, told::add);
    ProxyServer server =
        side == Side.BACK
            ? BackendService.start(config, events)
            : ClientProxy.start(config, events);
    open.add(server);
    open.add(new Reloader(file, config, server, taken -> {}));
    return server;
  }

  private int ask(URI front) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(front).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void askUntilInterrupted(URI front, Semaphore answered, List<String> failures) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        int status = ask(front);
        if (status != 200) {
          failures.add("status " + status);
        }
        answered.release();
      }
    } catch (InterruptedException e) {
      // Asked enough.
    } catch (IOException e) {
      failures.add(e.toString());
    }
  }

  private static void awaitReload(BlockingQueue<LifecycleEvent> told) throws InterruptedException {
    LifecycleEvent event = told.poll(20, TimeUnit.SECONDS);
    while (event != null && !(event instanceof LifecycleEvent.Reloaded)) {
      assertThat(event).isNotInstanceOf(LifecycleEvent.ReloadRefused.class);
      event = told.poll(20, TimeUnit.SECONDS);
    }
    assertThat(event).as("a reload within 20 s").isNotNull();
  }

  /** Connections of the identity that was replaced are retired; the next one shows the new. */
  private void awaitIssuer(String name) throws InterruptedException {
    HandshakeRecord record = handshakes.poll(20, TimeUnit.SECONDS);
    while (record != null && record.peerChain().stream().noneMatch(c -> c.issuer().equals(name))) {
      record = handshakes.poll(20, TimeUnit.SECONDS);
    }
    assertThat(record).as("a handshake with a certificate by " + name).isNotNull();
  }
}
