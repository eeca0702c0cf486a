package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.backend.BackendService;
import io.handclasp.client.ClientProxy;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three backs with the same ticket keys behind HAProxy in TCP mode, restarted under load. */
class ThreeReplicasTest {
  private static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

  private final Queue<HandshakeRecord> handshakes = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  @TempDir private Path folder;

  @Test
  void noRequestFailsAndSessionsAreTakenUpByOtherReplicas() throws Exception {
    assumeTrue(Files.isExecutable(HAPROXY), "no HAProxy here");
    makeStores();
    List<Integer> ports = List.of(freePort(), freePort(), freePort());
    int balanced = freePort();
    List<ProxyServer> backs = new ArrayList<>();
    for (int port : ports) {
      backs.add(back(port));
    }
    Process haproxy = haproxy(balanced, ports);
    CountDownLatch enough = new CountDownLatch(1);
    List<Thread> callers = new ArrayList<>();
    try (ProxyServer front = front(balanced)) {
      for (int caller = 0; caller < 4; caller++) {
        callers.add(calling(front.address().port(), enough));
      }
      for (int replica = 0; replica < ports.size(); replica++) {
        answersMore(50);
        backs.get(replica).close();
        answersMore(50);
        backs.set(replica, back(ports.get(replica)));
      }
      answersMore(50);
      enough.countDown();
      for (Thread caller : callers) {
        caller.join();
      }
    } finally {
      enough.countDown();
      haproxy.destroy();
      haproxy.waitFor(5, TimeUnit.SECONDS);
      backs.forEach(ProxyServer::close);
    }

    assertThat(failures).isEmpty();
    List<HandshakeRecord> established =
        handshakes.stream().filter(record -> record.outcome() == Outcome.ESTABLISHED).toList();
    System.out.printf(
        "three replicas, each started anew under load: %d requests, none failed, %d of %d"
            + " resumed%n",
        answered.get(),
        established.stream().filter(record -> record.negotiated().resumed()).count(),
        established.size());
    assertThat(established)
        .filteredOn(record -> record.negotiated().resumed())
        .hasSizeGreaterThan(1);
  }

  private void makeStores() throws Exception {
    Authority authority = Authority.root("CN=one authority").create();
    Identity back = authority.identity("CN=back").dns("back.example").server().create();
    Identity front = authority.identity("CN=front").client().create();
    StoreWriter.pem(folder.resolve("back.pem"), back);
    StoreWriter.pem(folder.resolve("front.pem"), front);
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(authority.certificate()));
    byte[] key = new byte[48];
    new SecureRandom().nextBytes(key);
    Files.write(folder.resolve("tickets.key"), key);
  }

  private ProxyServer back(int port) throws Exception {
    Path file = folder.resolve("back-" + port + ".yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:%d
        workers: 1
        tls:
          provider: openssl
          keyStore: {file: back.pem}
          trustStore: {file: trust.pem}
          ticketKeys: tickets.key
        routes: [{service: {status: 200, text: "hello"}}]
        """
            .formatted(port));
    return BackendService.start(
        ProxyConfigReader.read(file, Side.BACK).config(),
        new ProxyEvents(handshakes::add, exchange -> {}, event -> {}));
  }

  private ProxyServer front(int balanced) throws Exception {
    Path file = folder.resolve("front.yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:0
        workers: 2
        tls:
          provider: openssl
          keyStore: {file: front.pem}
          trustStore: {file: trust.pem}
        routes: [{endpoint: "https://127.0.0.1:%d", peerName: back.example}]
        """
            .formatted(balanced));
    return ClientProxy.start(ProxyConfigReader.read(file, Side.FRONT).config(), ProxyEvents.none());
  }

  private Process haproxy(int port, List<Integer> ports) throws Exception {
    StringBuilder config =
        new StringBuilder(
            """
            defaults
              mode tcp
              timeout connect 2s
              timeout client 60s
              timeout server 60s
              retries 3
              option redispatch 1
            listen backs
              bind 127.0.0.1:%d
              balance roundrobin
            """
                .formatted(port));
    for (int back : ports) {
      config.append("  server b%1$d 127.0.0.1:%1$d%n".formatted(back));
    }
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, config);
    Process haproxy =
        new ProcessBuilder(HAPROXY.toString(), "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    awaitListening(port);
    return haproxy;
  }

  private static void awaitListening(int port) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(connected.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private Thread calling(int port, CountDownLatch enough) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hello")).build();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Thread thread =
        new Thread(
            () -> {
              while (enough.getCount() > 0) {
                call(client, request);
              }
            });
    thread.start();
    return thread;
  }

  private void call(HttpClient client, HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        answered.incrementAndGet();
      } else {
        failures.add(response.statusCode() + " " + response.headers().map());
      }
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answersMore(int count) throws InterruptedException {
    int wanted = answered.get() + count;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (answered.get() < wanted && failures.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(failures).isEmpty();
    assertThat(answered.get()).isGreaterThanOrEqualTo(wanted);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
