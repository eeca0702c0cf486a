package io.handclasp.proxy.server;

import static io.handclasp.proxy.server.LivePair.content;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to running proxies costs no request. */
class UnderLoadTest {
  private static final Authority OLD = Authority.root("CN=old authority").create();
  private static final Authority NEW = Authority.root("CN=new authority").create();

  @TempDir private Path folder;

  @Test
  void rotatesLeafAuthorityAndListsWithoutFailedRequest() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      pair.put(content(OLD, OLD));
      int back = pair.back("back", 0).port();
      int front = pair.front("front", 0, back).port();
      try (Load load = new Load(4, true, front)) {
        load.awaitMore(100);
        for (LivePair.Content next :
            List.of(content(OLD, OLD, NEW), content(NEW, OLD, NEW), content(NEW, NEW))) {
          pair.put(next);
          pair.await("back", LifecycleEvent.Reloaded.class);
          pair.await("front", LifecycleEvent.Reloaded.class);
          load.awaitMore(200);
        }

        assertThat(load.end()).as("failures of " + load.sent()).isEmpty();
        System.out.println(
            "rotation of leaf, authority and lists: none of " + load.sent() + " requests failed");
      }
      assertThat(pair.handshakes)
          .anyMatch(h -> issuer(h).equals("CN=old authority"))
          .anyMatch(h -> issuer(h).equals("CN=new authority"));
    }
  }

  @Test
  void connectsByTheOldIdentityWhereALoopKnowsNoOtherYet() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CompletableFuture<Void> reloaded = new CompletableFuture<>();
    try (LivePair pair = new LivePair(folder)) {
      pair.exchanges =
          completed -> {
            if (completed.protocol().toString().equals("HTTP/1.1")
                && completed.target().toString().equals("/first")) {
              held.countDown();
              reloaded.orTimeout(20, TimeUnit.SECONDS).join();
            }
          };
      pair.put(content(OLD, OLD));
      String routes =
          "routes: [{path: /second, peerName: back.example, endpoint: 'https://127.0.0.1:"
              + pair.back("back", 0).port()
              + "'}]\n";
      LivePair.Started front =
          pair.start("front", Side.FRONT, pair.tls("front.pem") + "listen: 127.0.0.1:0\n" + routes);
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
        client.setSoTimeout(20_000);
        String head = "GET /%s HTTP/1.1\r\nHost: a\r\n%s\r\n";
        String both =
            head.formatted("first", "") + head.formatted("second", "Connection: close\r\n");
        client.getOutputStream().write(both.getBytes(StandardCharsets.US_ASCII));
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        pair.put(content(OLD, OLD));
        pair.await("front", LifecycleEvent.Reloaded.class);
        reloaded.complete(null);

        String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answers).startsWith("HTTP/1.1 404 ").contains("HTTP/1.1 200 ");
      } finally {
        reloaded.complete(null);
      }
    }
  }

  @Test
  void keepsLastGoodStateWhileFileIsHalfWrittenAndTakesItOnceComplete() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      pair.put(content(OLD, OLD));
      int back = pair.back("back", 0).port();
      int front = pair.front("front", 0, back).port();
      try (Load load = new Load(2, true, front)) {
        load.awaitMore(20);
        Path whole = folder.resolve("whole.pem");
        StoreWriter.pem(whole, OLD.identity("CN=renewed").dns("back.example").server().create());
        String text = Files.readString(whole);
        Path store = folder.resolve("back.pem").toRealPath();
        Files.writeString(store, text.substring(0, text.length() / 2));
        assertThat(pair.await("back", LifecycleEvent.ReloadRefused.class).problems())
            .singleElement()
            .asString()
            .startsWith("tls.keyStore.file: ");
        load.awaitMore(50);
        Files.writeString(store, text);
        pair.await("back", LifecycleEvent.Reloaded.class);
        load.awaitMore(50);

        assertThat(load.end()).as("failures of " + load.sent()).isEmpty();
        System.out.println("half-written file: none of " + load.sent() + " requests failed");
      }
      assertThat(pair.handshakes)
          .anyMatch(h -> !h.ownChain().isEmpty() && subject(h).equals("CN=renewed"));
    }
  }

  @Test
  void restartsOneBackOfTwoWithoutFailedRequest() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      pair.put(content(OLD, OLD));
      int other = pair.back("other", 0).port();
      LivePair.Started back = pair.back("back", 0);
      int port = back.port();
      int front = pair.front("front", 0, port, other).port();
      try (Load load = new Load(4, true, front)) {
        for (int i = 0; i < 3; i++) {
          load.awaitMore(100);
          back.close();
          load.awaitMore(100);
          back = pair.back("back", port);
        }
        load.awaitMore(100);

        assertThat(load.end()).as("failures of " + load.sent()).isEmpty();
        System.out.println(
            "restart of one back of two: none of " + load.sent() + " requests failed");
      }
    }
  }

  @Test
  void restartsOneFrontOfTwoWithoutFailedRequest() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      pair.put(content(OLD, OLD));
      int back = pair.back("back", 0).port();
      int other = pair.front("other", 0, back).port();
      LivePair.Started front = pair.front("front", 0, back);
      int port = front.port();
      try (Load load = new Load(4, false, port, other)) {
        for (int i = 0; i < 3; i++) {
          load.awaitMore(100);
          front.close();
          load.awaitMore(100);
          front = pair.front("front", port, back);
        }
        load.awaitMore(100);

        assertThat(load.end()).as("failures of " + load.sent()).isEmpty();
        System.out.println(
            "restart of one front of two: none of " + load.sent() + " requests failed");
      }
    }
  }

  @Test
  void leavesConnectionsAboveTheLimitInTheQueueUntilOthersEnd() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      pair.put(content(OLD, OLD));
      String yaml =
          pair.tls("front.pem")
              + "listen: 127.0.0.1:0\nlimits: {connections: 2}\n"
              + "routes: [{endpoint: 'https://127.0.0.1:1'}]\n";
      InetAddress loopback = InetAddress.getLoopbackAddress();
      int port = pair.start("front", Side.FRONT, yaml).port();
      try (Socket first = new Socket(loopback, port);
          Socket second = new Socket(loopback, port)) {
        assertThat(statusOn(first)).isEqualTo(502);
        assertThat(statusOn(second)).isEqualTo(502);
        try (Socket third = new Socket(loopback, port)) {
          third.setSoTimeout(200);
          assertThatThrownBy(() -> statusOn(third)).isInstanceOf(SocketTimeoutException.class);
          first.shutdownOutput();
          third.setSoTimeout(20_000);
          assertThat(third.getInputStream().readNBytes(12)).asString().endsWith("502");
        }
      }
    }
  }

  private static int statusOn(Socket socket) throws IOException {
    byte[] request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    socket.getOutputStream().write(request);
    String begin = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    return Integer.parseInt(begin.substring(9));
  }

  @Test
  void showsTheIdentityThatIsAskedForBySniAndTheOneThatTheRouteNames() throws Exception {
    try (LivePair pair = new LivePair(folder)) {
      pair.put(
          at -> {
            content(OLD, OLD).writeTo(at);
            StoreWriter.pem(
                at.resolve("shop.pem"),
                OLD.identity("CN=shop").dns("shop.example").server().create());
            StoreWriter.pem(at.resolve("batch.pem"), OLD.identity("CN=batch").client().create());
          });
      String origin = "http://127.0.0.1:" + LivePair.freePort();
      int back =
          pair.start(
                  "back",
                  Side.BACK,
                  others(pair.tls("back.pem"), "{name: shop, keyStore: {file: shop.pem}}")
                      + "listen: 127.0.0.1:0\nroutes: [{endpoint: '"
                      + origin
                      + "'}]\n")
              .port();
      String to = "endpoint: 'https://127.0.0.1:" + back + "'";
      int front =
          pair.start(
                  "front",
                  Side.FRONT,
                  others(pair.tls("front.pem"), "{name: batch, keyStore: {file: batch.pem}}")
                      + "listen: 127.0.0.1:0\nroutes:\n- {path: /shop, peerName: shop.example, "
                      + "identity: batch, "
                      + to
                      + "}\n- {peerName: back.example, "
                      + to
                      + "}\n")
              .port();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), front)) {
        client
            .getOutputStream()
            .write(
                "GET /shop HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));

        assertThat(List.of(nextAtBack(pair), nextAtBack(pair)))
            .containsExactly("CN=shop to CN=batch", "CN=back to CN=front");
      }
    }
  }

  private static String others(String tls, String other) {
    return tls.replaceFirst("tls: \\{", "tls: {identities: [" + other + "], ");
  }

  private static String nextAtBack(LivePair pair) throws InterruptedException {
    while (true) {
      HandshakeRecord record = requireNonNull(pair.handshakes.poll(20, TimeUnit.SECONDS));
      if (record.role() == Role.SERVER) {
        return subject(record) + " to " + record.peerChain().get(0).subject();
      }
    }
  }

  private static String subject(HandshakeRecord handshake) {
    return handshake.ownChain().get(0).subject();
  }

  private static String issuer(HandshakeRecord handshake) {
    return handshake.peerChain().isEmpty() ? "none" : handshake.peerChain().get(0).issuer();
  }
}
