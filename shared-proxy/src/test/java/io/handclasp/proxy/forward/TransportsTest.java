package io.handclasp.proxy.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.wire.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What depends on how sockets behave, by each way to them that works here. */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class TransportsTest {
  private static final int MIB = 1024 * 1024;

  static Stream<Transport> sockets() {
    return Stream.of(Transport.values()).filter(Transport::isAvailable);
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void carriesBodiesBothWaysThoughNobodyReadsAtFirst(Transport transport) throws Exception {
    byte[] body = new byte[6 * MIB];
    new Random(7).nextBytes(body);
    CountDownLatch full = new CountDownLatch(1);
    ScriptedOrigin.Script echo =
        (origin, connection, number) -> {
          connection.head();
          full.await(10, TimeUnit.SECONDS);
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
          connection.send(connection.in().readNBytes(body.length));
        };
    try (MutualTls tls = MutualTls.overHttp2(transport);
        ScriptedOrigin origin = new ScriptedOrigin(echo);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length + "\r\n\r\n");
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(caller, body));
      caller.socket().setSoTimeout(15_000);
      full.countDown();

      assertThat(caller.head()).startsWith("HTTP/1.1 200 ");
      sent.get(15, TimeUnit.SECONDS);
      assertThat(Arrays.equals(caller.in().readNBytes(body.length), body)).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void passesEachEndOfATunnelOn(Transport transport) throws Exception {
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          origin.request(connection);
          connection.send(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
          String all = new String(connection.in().readAllBytes(), ISO_8859_1);
          connection.send("saw the end behind " + all);
        };
    try (MutualTls tls = MutualTls.overHttp2(transport);
        ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      assertThat(caller.head()).startsWith("HTTP/1.1 101 ");
      caller.send("hello").socket().shutdownOutput();

      assertThat(caller.toEnd()).isEqualTo("saw the end behind hello");
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void answersAClientThatSendsNoMore(Transport transport) throws Exception {
    try (MutualTls tls = MutualTls.overHttp2(transport);
        ScriptedOrigin origin =
            ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").socket().shutdownOutput();

      assertThat(caller.toEnd()).startsWith("HTTP/1.1 200 ").endsWith("ok");
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void tellsTheOriginThatTheClientIsGone(Transport transport) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          origin.request(connection);
          connection.toEnd();
          ended.countDown();
        };
    try (MutualTls tls = MutualTls.overHttp2(transport);
        ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port());
        RawClient caller = front.connect()) {
      caller.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      origin.seen();
      caller.reset();

      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(front.completed().failure()).isEqualTo(FailureKind.CLIENT_GONE);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void passesAnEarlyRefusalOnThoughTheOriginBreaksWhatIsStillSent(Transport transport)
      throws Exception {
    try (ScriptedOrigin origin = new ScriptedOrigin(TransportsTest::refuseEarly);
        RunningEngine engine =
            new RunningEngine(
                "test-proxy", TestConfig.forwardingTo(origin.port()).state(), transport)) {
      assertEarlyRefusal(engine);
    }
  }

  @ParameterizedTest
  @MethodSource("sockets")
  void passesAnEarlyRefusalOnThoughAForeignBackBreaksWhatIsStillSent(Transport transport)
      throws Exception {
    try (MutualTls tls = MutualTls.overHttp1(transport);
        ScriptedOrigin back = new ScriptedOrigin(TransportsTest::refuseEarly, tls.foreignBack());
        RunningEngine front = tls.front(back.port())) {
      assertEarlyRefusal(front);
    }
  }

  /** Closing on bytes unread resets the connection, amid the request. */
  private static void refuseEarly(ScriptedOrigin origin, RawClient connection, int number)
      throws IOException {
    connection.head();
    connection.send("HTTP/1.1 413 Large\r\nContent-Length: 4\r\n\r\nless");
    connection.bytes(300_000);
  }

  private static void assertEarlyRefusal(RunningEngine engine) throws Exception {
    byte[] part = new byte[100_000];
    for (int i = 0; i < 5; i++) {
      try (RawClient caller = engine.connect()) {
        caller.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n");
        Thread upload =
            new Thread(
                () -> {
                  for (int sent = 0; sent < 200 && !caller.socket().isClosed(); sent++) {
                    try {
                      caller.send(part);
                    } catch (IOException refused) {
                      return;
                    }
                  }
                });
        upload.start();

        assertThat(caller.answer()).startsWith("HTTP/1.1 413 ").endsWith("less");
        caller.socket().close();
        upload.join();
      }
    }
  }

  private static void send(RawClient to, byte[] body) {
    try {
      to.send(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
