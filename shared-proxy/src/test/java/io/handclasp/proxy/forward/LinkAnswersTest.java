package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever becomes of the link, the client gets a whole answer in time, with the status and error
 * type of RFC 9209, the handshake's id, and no name of anybody.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class LinkAnswersTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration BRIEF = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final MutualTls tls = MutualTls.overHttp2();

  @AfterAll
  void releaseContexts() {
    tls.close();
  }

  static Stream<Arguments> peers() {
    return Stream.of(
        peer("silent", 504, "connection_timeout", "tls-timeout", c -> c.in().read(new byte[9000])),
        peer("closes at once", 502, "tls_protocol_error", "tls-failed", RawClient::close),
        peer(
            "closes behind the hello",
            502,
            "tls_protocol_error",
            "tls-failed",
            c -> {
              c.in().read(new byte[9000]);
              c.close();
            }),
        peer(
            "resets behind the hello",
            502,
            "tls_protocol_error",
            "tls-failed",
            c -> {
              c.in().read(new byte[9000]);
              c.reset();
            }),
        peer(
            "plain HTTP",
            502,
            "tls_protocol_error",
            "tls-failed",
            c -> c.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")),
        peer("SMTP", 502, "tls_protocol_error", "tls-failed", c -> c.send("220 mail.example\r\n")),
        peer(
            "alert",
            502,
            "tls_alert_received",
            "tls-refused",
            c -> {
              c.in().read(new byte[9000]);
              c.send(new byte[] {21, 3, 3, 0, 2, 2, 40});
            }),
        peer(
            "half a record",
            504,
            "connection_timeout",
            "tls-timeout",
            c -> {
              c.in().read(new byte[9000]);
              c.send(new byte[] {22, 3, 3, 0, 90, 2, 0});
            }),
        peer(
            "garbage in a record",
            502,
            "tls_protocol_error",
            "tls-failed",
            c -> {
              c.in().read(new byte[9000]);
              c.send(new byte[] {22, 3, 3, 0, 4, 99, 98, 97, 96});
            }));
  }

  @ParameterizedTest(name = "{0} gives {3}")
  @MethodSource("peers")
  void answersForAPeerThatFailsTheHandshake(
      String what, int status, String error, String code, Deed deed) throws Exception {
    ScriptedOrigin.Script script =
        (self, connection, number) -> {
          deed.to(connection);
          connection.in().read(new byte[9000]);
        };
    try (ScriptedOrigin peer = new ScriptedOrigin(script);
        RunningEngine front = tls.front(peer.port(), brief());
        RawClient client = front.connect()) {
      assertAnswer(client.send(GET).answer(), status, error, code);
      assertThat(client.send(GET).answer()).as("the next").startsWith("HTTP/1.1 " + status + " ");
      ExchangeCompleted told = front.completed();
      assertThat(told.linkHandshakeId()).isEqualTo(front.handshake().id());
    }
  }

  @Test
  void answersForAPeerThatIsNotThere() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (RunningEngine front = tls.front(port, brief());
        RawClient client = front.connect()) {
      assertAnswer(client.send(GET).answer(), 502, "connection_refused", "connect-refused");
      assertThat(front.completed().detail()).isEqualTo("nothing listens at 127.0.0.1:" + port);
    }
  }

  @Test
  void answersForAPeerThatTakesNoConnection() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RunningEngine front = tls.front(full.getLocalPort(), brief());
        RawClient client = front.connect()) {
      List<Socket> filling = fill(full.getLocalPort());
      assertAnswer(client.send(GET).answer(), 504, "connection_timeout", "connect-timeout");
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  /** Connects until the system takes no more for a listener that accepts none. */
  private static List<Socket> fill(int port) throws IOException {
    List<Socket> filling = new ArrayList<>();
    while (true) {
      Socket socket = new Socket();
      filling.add(socket);
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      } catch (java.net.SocketTimeoutException e) {
        return filling;
      }
    }
  }

  private static void assertAnswer(String answer, int status, String error, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("content-type: application/problem+json\r\n")
        .contains("proxy-status: front; error=" + error + "; handshake=\"")
        .contains("\"status\":" + status + ",", "\"code\":\"" + code + "\"", "\"handshake\":\"")
        .doesNotContain("127.0.0.1", "back.example", "CN=", "Exception")
        .endsWith("}\n");
  }

  private static Timeouts brief() {
    return new Timeouts(BRIEF, BRIEF, LONG, LONG, LONG, LONG, LONG, LONG);
  }

  private static Arguments peer(String what, int status, String error, String code, Deed deed) {
    return Arguments.of(what, status, error, code, deed);
  }

  /** What a peer does to a connection. */
  private interface Deed {
    void to(RawClient connection) throws Exception;
  }
}
