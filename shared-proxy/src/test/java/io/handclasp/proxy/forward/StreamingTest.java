package io.handclasp.proxy.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.proxy.config.Timeouts;
import io.handclasp.proxy.http.FailureKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class StreamingTest {
  private static final int MIB = 1024 * 1024;
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void carriesLargeBodiesBothWaysUnchanged() throws Exception {
    byte[] body = new byte[24 * MIB];
    new Random(7).nextBytes(body);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  connection.head();
                  byte[] got = connection.in().readNBytes(body.length);
                  connection.send(
                      "HTTP/1.1 200 OK\r\nX-Sum: "
                          + sum(got)
                          + "\r\nContent-Length: "
                          + got.length
                          + "\r\n\r\n");
                  connection.send(got);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.send(
                      "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n");
                  client.send(body);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });

      assertThat(client.head()).contains("x-sum: " + sum(body));
      assertThat(sum(client.in().readNBytes(body.length))).isEqualTo(sum(body));
      sent.get(15, TimeUnit.SECONDS);
      ExchangeCompleted told = engine.completed();
      assertThat(told.requestBytes()).isEqualTo(body.length);
      assertThat(told.responseBytes()).isEqualTo(body.length);
    }
  }

  @Test
  void stopsReadingFromANextHopWhoseAnswerNobodyReads() throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch stuck = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4294967296\r\n\r\n");
                  writeUntilStuck(connection, written, stuck);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(stuck.await(15, TimeUnit.SECONDS)).isTrue();
      assertThat(written.get()).isLessThan(64L * MIB);
    }
  }

  @Test
  void stopsReadingFromAClientWhoseRequestNobodyReads() throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  connection.head();
                  over.await(15, TimeUnit.SECONDS);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4294967296\r\n\r\n");
      writeUntilStuck(client, written, stuck);

      assertThat(stuck.getCount()).isZero();
      assertThat(written.get()).isLessThan(64L * MIB);
      over.countDown();
    }
  }

  /** Counts what a peer takes; a write that takes a second means that it takes no more. */
  private static void writeUntilStuck(RawClient to, AtomicLong written, CountDownLatch stuck)
      throws Exception {
    OutputStream out = to.socket().getOutputStream();
    byte[] part = new byte[64 * 1024];
    Thread writer =
        new Thread(
            () -> {
              try {
                while (true) {
                  out.write(part);
                  written.addAndGet(part.length);
                }
              } catch (Exception closed) {
                // The test is over.
              }
            });
    writer.setDaemon(true);
    writer.start();
    long before = -1;
    while (before != written.get()) {
      before = written.get();
      writer.join(700);
    }
    stuck.countDown();
    writer.join(100);
  }

  @Test
  void tellsTheNextHopAtOnceThatTheClientIsGone() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabc");
                  connection.in().read();
                  ended.countDown();
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      client.head();
      client.reset();

      assertThat(ended.await(15, TimeUnit.SECONDS)).isTrue();
      assertThat(engine.completed().failure()).isEqualTo(FailureKind.CLIENT_GONE);
    }
  }

  @Test
  void passesContinueAndHintsThrough() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  String head = connection.head();
                  connection.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                  connection.send("HTTP/1.1 100 Continue\r\n\r\n");
                  connection.body(head);
                  connection.send(OK);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

      assertThat(client.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
      assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.send("abc");
      assertThat(client.answer()).endsWith("ok");
    }
  }

  @Test
  void passesAnEarlyRefusalOnAndClosesInsteadOfReadingTheRest() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  connection.head();
                  connection.send("HTTP/1.1 401 No\r\nContent-Length: 4\r\n\r\nkeys");
                  connection.in().transferTo(OutputStream.nullOutputStream());
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");

      assertThat(client.toEnd()).startsWith("HTTP/1.1 401 ").endsWith("keys");
    }
  }

  @Test
  void passesAnEarlyRefusalOnThoughTheNextHopBreaksWhatIsStillSent() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  connection.head();
                  connection.send("HTTP/1.1 413 Large\r\nContent-Length: 4\r\n\r\nless");
                  // Closing on bytes unread resets the connection.
                  connection.bytes(1_000_000);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40000000\r\n\r\n");
      Thread upload = new Thread(() -> upload(client));
      upload.start();

      assertThat(client.answer()).startsWith("HTTP/1.1 413 ").endsWith("less");
      client.socket().close();
      upload.join();
    }
  }

  private static void upload(RawClient client) {
    try {
      for (int i = 0; i < 400; i++) {
        client.send(new byte[100_000]);
      }
    } catch (IOException refused) {
      // That is what it is about.
    }
  }

  @Test
  void resetsAnOldClientWhoseAnswerBreaksOff() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc");
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");

      assertThat(client.toEnd()).endsWith("<reset>");
    }
  }

  @Test
  void tellsTheClientThatItsRequestIsCutOff() throws Exception {
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          origin.request(connection);
          connection.toEnd();
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      origin.seen();

      engine.engine().cut();

      assertThat(client.toEnd())
          .startsWith("HTTP/1.1 503 ")
          .contains("\r\nretry-after: ", "\"code\":\"cut-off\"");
      assertThat(engine.completed().failure()).isEqualTo(FailureKind.CUT_OFF);
    }
  }

  @Test
  void tunnelsAfterAnUpgradeAndPassesEachEndOn() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send(
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          + "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nfirst");
                  connection.send(connection.bytes(5));
                  String rest = new String(connection.in().readAllBytes(), ISO_8859_1);
                  connection.send("saw end after " + rest);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send(
          "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n\r\n");
      assertThat(client.head())
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .contains("connection: upgrade\r\n", "upgrade: websocket\r\n");
      assertThat(client.bytes(5)).isEqualTo("first");
      client.send("hello");
      assertThat(client.bytes(5)).isEqualTo("hello");
      client.send("bye").socket().shutdownOutput();

      assertThat(client.toEnd()).isEqualTo("saw end after bye");
      assertThat(origin.seen())
          .contains("connection: upgrade\r\nupgrade: websocket\r\n")
          .doesNotContain("keep-alive");
      assertThat(engine.completed().status()).isEqualTo(101);
    }
  }

  @Test
  void endsATunnelThatCarriesNothing() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send(
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                          + "Connection: Upgrade\r\n\r\n");
                  connection.send(connection.bytes(5));
                  connection.toEnd();
                });
        RunningEngine engine =
            new RunningEngine(TestConfig.forwardingTo(origin.port()).with(impatient()));
        RawClient client = engine.connect()) {
      client.send(
          "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      client.head();
      client.send("hello");

      assertThat(client.toEnd()).isEqualTo("hello");
      ExchangeCompleted told = engine.completed();
      assertThat(told.failure()).isEqualTo(FailureKind.TUNNEL_IDLE);
      assertThat(told.phase()).isEqualTo(ExchangeCompleted.Phase.TUNNEL);
      assertThat(told.status()).isEqualTo(101);
    }
  }

  @Test
  void answersARequestWhoseClientSendsNoMore() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
      client.socket().shutdownOutput();

      assertThat(client.toEnd()).containsPattern("(?s)ok.*ok$");
    }
  }

  @Test
  void answersForANextHopThatDoesNot() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.in().read();
                });
        RunningEngine engine =
            new RunningEngine(TestConfig.forwardingTo(origin.port()).with(impatient()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.answer()).startsWith("HTTP/1.1 504 ").contains("response-timeout");
      assertThat(engine.completed().phase()).isEqualTo(ExchangeCompleted.Phase.WAIT);
    }
  }

  @Test
  void cutsOffAHeadThatTakesTooLong() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine =
            new RunningEngine(TestConfig.forwardingTo(origin.port()).with(impatient()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\nX-");

      assertThat(client.toEnd()).startsWith("HTTP/1.1 408 ").contains("connection: close\r\n");
    }
  }

  @Test
  void closesAnIdleConnectionInSilence() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine =
            new RunningEngine(TestConfig.forwardingTo(origin.port()).with(impatient()));
        RawClient client = engine.connect()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer()).endsWith("ok");

      assertThat(client.toEnd()).isEmpty();
    }
  }

  @Test
  void cutsOffABodyThatStops() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine =
            new RunningEngine(TestConfig.forwardingTo(origin.port()).with(impatient()));
        RawClient client = engine.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");

      assertThat(client.toEnd()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void drainsByFinishingWhatIsUnderWay() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  asked.countDown();
                  answer.await();
                  connection.send(OK);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient busy = engine.connect();
        RawClient idle = engine.connect()) {
      busy.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      asked.await();
      engine.engine().drain();

      assertThat(idle.toEnd()).isEmpty();
      busy.socket().setSoTimeout(100);
      assertThatThrownBy(() -> busy.in().read()).isInstanceOf(SocketTimeoutException.class);
      busy.socket().setSoTimeout(15_000);
      answer.countDown();
      assertThat(busy.toEnd()).contains("connection: close\r\n").endsWith("ok");
    }
  }

  private static Timeouts impatient() {
    Duration brief = Duration.ofMillis(300);
    Duration normal = Duration.ofSeconds(10);
    return new Timeouts(
        normal, normal, brief, brief, brief, brief, normal, normal, normal, normal, brief);
  }

  private static String sum(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
