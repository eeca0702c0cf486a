package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.http.FailureKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The front and the back with an HTTP/2 link between them, over real sockets. */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class Http2PairTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String GET = "GET /a HTTP/1.1\r\nHost: x.example\r\n\r\n";

  private final MutualTls tls = MutualTls.overHttp2();

  @AfterEach
  void closeTls() {
    tls.close();
  }

  @Test
  void forwardsOverOneSharedConnection() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect();
        RawClient other = front.connect()) {
      for (int i = 0; i < 3; i++) {
        caller.send("POST /a HTTP/1.1\r\nHost: x.example\r\nContent-Length: 5\r\n\r\nhello");
        other.send(GET);
        assertThat(caller.answer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
        assertThat(other.answer()).endsWith("ok");
      }

      assertThat(origin.seen())
          .contains("\r\nhost: x.example\r\n")
          .contains("\r\nvia: 1.1 front\r\n", "\r\nvia: 2.0 back\r\n");
      ExchangeCompleted first = front.completed();
      ExchangeCompleted second = front.completed();
      assertThat(first.linkConnection()).isNotZero().isEqualTo(second.linkConnection());
      assertThat(first.linkHandshakeId()).isEqualTo(back.completed().handshakeId());
      assertThat(back.engine().connections()).isEqualTo(1);
    }
  }

  @Test
  void carriesManyRequestsAtOnce() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port())) {
      List<RawClient> callers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        callers.add(front.connect().send(GET));
      }
      for (RawClient caller : callers) {
        assertThat(caller.answer()).endsWith("ok");
        caller.close();
      }
      assertThat(back.engine().connections()).isEqualTo(1);
    }
  }

  @Test
  void passesLargeBodiesBothWaysUnchanged() throws Exception {
    byte[] body = new byte[3 * 1024 * 1024];
    new Random(7).nextBytes(body);
    try (ScriptedOrigin origin = new ScriptedOrigin(Http2PairTest::echoLength);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  caller.send(
                      "POST /e HTTP/1.1\r\nHost: x.example\r\nContent-Length: "
                          + body.length
                          + "\r\n\r\n");
                  caller.send(body);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      sender.start();
      assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
      assertThat(caller.in().readNBytes(body.length)).isEqualTo(body);
      sender.join(10_000);
    }
  }

  /** Sends the body back as it comes. */
  private static void echoLength(ScriptedOrigin origin, RawClient connection, int number)
      throws Exception {
    String head = connection.head();
    int at = head.indexOf("content-length: ") + 16;
    int length = Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
    byte[] part = new byte[64 * 1024];
    for (int left = length; left > 0; ) {
      int read = connection.in().read(part, 0, Math.min(left, part.length));
      connection.send(Arrays.copyOf(part, read));
      left -= read;
    }
  }

  @Test
  void passesChunksTrailersAndInterimAnswers() throws Exception {
    String answer =
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-sum\r\n\r\n"
            + "5\r\nhello\r\n0\r\nx-sum: 9\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(answer);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send(
          "POST /a HTTP/1.1\r\nHost: x.example\r\nTE: trailers\r\nConnection: TE\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nx-mine: 1\r\n\r\n");
      assertThat(caller.head()).startsWith("HTTP/1.1 103 ");
      assertThat(caller.answer()).contains("hello[x-sum: 9]");
      assertThat(origin.seen()).endsWith("abc[x-mine: 1]");
    }
  }

  @Test
  void knowsAnswersWithoutBody() throws Exception {
    String answers = "HTTP/1.1 204 No Content\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(answers);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send(GET);
      assertThat(caller.head()).startsWith("HTTP/1.1 204 ").doesNotContain("content-length");
      caller.send(GET);
      assertThat(caller.head()).startsWith("HTTP/1.1 204 ");
    }
    String heads = "HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.answering(heads);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      for (int i = 0; i < 2; i++) {
        caller.send("HEAD / HTTP/1.1\r\nHost: x.example\r\n\r\n");
        assertThat(caller.head()).startsWith("HTTP/1.1 200 ").contains("content-length: 77");
      }
    }
  }

  @Test
  void tellsTheClientWhichHandshakeWasRefused() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port(), MutualTls.stranger());
        RawClient caller = front.connect()) {
      caller.send(GET);
      assertThat(caller.answer()).startsWith("HTTP/1.1 502 ").contains("tls_alert_received");
      assertThat(front.completed().failure()).isEqualTo(FailureKind.TLS_REFUSED);
      assertThat(origin.sawMore()).isFalse();
    }
  }

  @Test
  void tunnelsUpgradesThroughTheSharedConnection() throws Exception {
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          origin.request(connection);
          connection.send(
              "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
          connection.send(connection.bytes(4));
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send(
          "GET /chat HTTP/1.1\r\nHost: x.example\r\nConnection: Upgrade\r\n"
              + "Upgrade: websocket\r\n\r\n");
      assertThat(caller.head()).startsWith("HTTP/1.1 101 ").contains("upgrade: websocket");
      caller.send("ping");
      assertThat(caller.bytes(4)).isEqualTo("ping");
      assertThat(origin.seen()).containsPattern("\r\nsec-websocket-key: [A-Za-z0-9+/]{22}==\r\n");
    }
  }

  @Test
  void forwardsWhatAsksForAnotherProtocolByTheWayWithoutIt() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      for (String method : List.of("GET", "DELETE")) {
        caller.send(
            method
                + " /a HTTP/1.1\r\nHost: x.example\r\nConnection: Upgrade\r\n"
                + "Upgrade: TLS/1.2\r\n\r\n");
        assertThat(caller.answer()).startsWith("HTTP/1.1 200 ").endsWith("ok");
        assertThat(origin.seen()).startsWith(method + " /a ").doesNotContain("upgrade");
      }
    }
  }

  @Test
  void answersForAnOriginThatGoesOnInHttpWhereAWebSocketWasAskedFor() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send(
          "GET /chat HTTP/1.1\r\nHost: x.example\r\nConnection: Upgrade\r\n"
              + "Upgrade: websocket\r\n\r\n");
      assertThat(caller.answer()).startsWith("HTTP/1.1 502 ").contains("upgrade-failed");
      assertThat(back.completed().detail()).isEqualTo("the next hop answered 200");
      assertThat(caller.send(GET).answer()).endsWith("ok");
    }
  }

  @Test
  void knowsAnswersWithoutBodyThatEndBehindTheirHeads() throws Exception {
    int noContent = 0x89;
    int notModified = 0x8b;
    int ok = 0x88;
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          RawHttp2 http2 = new RawHttp2(connection);
          int stream = 1;
          for (int status : new int[] {noContent, notModified, ok, ok}) {
            http2.await(RawHttp2.HEADERS);
            http2.head(stream, status);
            http2.end(stream);
            stream += 2;
          }
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingInHttp2To(origin.port()));
        RawClient caller = engine.connect()) {
      assertThat(caller.send(GET).head()).startsWith("HTTP/1.1 204 ").doesNotContain("chunked");
      assertThat(caller.send(GET).head()).startsWith("HTTP/1.1 304 ").doesNotContain("chunked");
      String head = caller.send("HEAD / HTTP/1.1\r\nHost: x.example\r\n\r\n").head();
      assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContain("chunked");
      assertThat(caller.send(GET).answer()).startsWith("HTTP/1.1 200 ").contains("chunked");
    }
  }

  @Test
  void answersForANextHopThatTakesNoStreams() throws Exception {
    byte[] noStreams = {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0};
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          connection.send(noStreams);
          connection.in().transferTo(OutputStream.nullOutputStream());
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingInHttp2To(origin.port()));
        RawClient caller = engine.connect()) {
      assertThat(caller.send(GET).answer()).startsWith("HTTP/1.1 503 ");
      assertThat(origin.accepted()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void goesElsewhereWhileANextHopTakesNoMoreStreamsThanItHas() throws Exception {
    CountDownLatch elsewhere = new CountDownLatch(1);
    CountDownLatch raised = new CountDownLatch(1);
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          RawHttp2 http2 = new RawHttp2(connection);
          http2.await(RawHttp2.HEADERS);
          if (number == 1) {
            http2.maxStreams(0);
            http2.noContent(1);
            elsewhere.await();
            http2.maxStreams(1);
            http2.ping();
            http2.await(RawHttp2.PING);
            raised.countDown();
            http2.await(RawHttp2.HEADERS);
            http2.noContent(3);
          } else {
            http2.ok(1);
            http2.end(1);
          }
          http2.await(RawHttp2.PING);
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingInHttp2To(origin.port()));
        RawClient caller = engine.connect()) {
      assertThat(caller.send(GET).answer()).startsWith("HTTP/1.1 204 ");
      assertThat(caller.send(GET).answer()).startsWith("HTTP/1.1 200 ");
      elsewhere.countDown();
      assertThat(raised.await(15, TimeUnit.SECONDS)).isTrue();

      assertThat(caller.send(GET).answer()).startsWith("HTTP/1.1 204 ");
    }
  }

  @Test
  void servesAnOldClientThatNamesNoHost() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      assertThat(caller.send("GET /a HTTP/1.0\r\n\r\n").toEnd()).startsWith("HTTP/1.1 200 ");
      assertThat(origin.seen()).contains("\r\nhost: 127.0.0.1:" + back.port() + "\r\n");
    }
  }

  @Test
  void letsASlowReaderHoldUpNobodyElse() throws Exception {
    byte[] large = new byte[8 * 1024 * 1024];
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          String head = connection.head();
          if (head.startsWith("GET /large")) {
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + large.length + "\r\n\r\n");
            connection.send(large);
          } else {
            connection.send(OK);
          }
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient slow = front.connect();
        RawClient quick = front.connect()) {
      slow.send("GET /large HTTP/1.1\r\nHost: x.example\r\n\r\n");
      slow.head();
      quick.send(GET);
      assertThat(quick.answer()).endsWith("ok");
      assertThat(slow.in().readNBytes(large.length)).hasSize(large.length);
    }
  }

  @Test
  void cancelsTheRequestOfAClientThatLeft() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          origin.request(connection);
          connection.toEnd();
          ended.countDown();
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port())) {
      RawClient caller = front.connect();
      caller.send(GET);
      assertThat(origin.seen()).startsWith("GET /a ");
      caller.reset();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(back.completed().failure()).isEqualTo(FailureKind.CLIENT_GONE);
      assertThat(back.engine().connections()).isEqualTo(1);
    }
  }

  @Test
  void finishesRequestsWhileTheBackDrains() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          origin.request(connection);
          answer.await(10, TimeUnit.SECONDS);
          connection.send(OK);
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send(GET);
      origin.seen();
      back.engine().drain();
      answer.countDown();
      assertThat(caller.answer()).endsWith("ok");
    }
  }

  @Test
  void speaksHttp2WithItsOriginWhereConfigured() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine inner = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RunningEngine outer = new RunningEngine(TestConfig.forwardingInHttp2To(inner.port()));
        RawClient caller = outer.connect()) {
      caller.send(GET);
      assertThat(caller.answer()).endsWith("ok");
      assertThat(inner.completed().protocol().toString()).isEqualTo("HTTP/2");
      assertThat(origin.seen()).contains("via: 2.0 test-proxy");
    }
  }

  @Test
  void servesCurlByPriorKnowledge() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine front = new RunningEngine(TestConfig.forwardingTo(origin.port()))) {
      Process curl;
      try {
        curl =
            new ProcessBuilder(
                    "curl",
                    "-s",
                    "--http2-prior-knowledge",
                    "-w",
                    " %{http_version} %{http_code}",
                    "-d",
                    "x=1",
                    "http://127.0.0.1:" + front.port() + "/a")
                .redirectErrorStream(true)
                .start();
      } catch (IOException absent) {
        Assumptions.abort("curl is not installed");
        return;
      }
      String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).isEqualTo("ok 2 200");
      assertThat(origin.seen()).startsWith("POST /a ").endsWith("x=1");
    }
  }
}
