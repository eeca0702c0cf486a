package io.handclasp.proxy.forward;

import static java.net.InetAddress.getLoopbackAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Side;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class Http1ForwardingTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Origin: yes\r\n\r\nok";

  @Test
  void forwardsARequestAndItsAnswer() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET /a%20b?q=1 HTTP/1.1\r\nHost: example.org\r\nX-Mine: 1\r\n\r\n");

      assertThat(client.answer())
          .matches(
              "HTTP/1.1 200 OK\r\nx-origin: yes\r\n"
                  + "date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n"
                  + "content-length: 2\r\n\r\nok");
      assertThat(origin.seen())
          .matches(
              "GET /a%20b\\?q=1 HTTP/1.1\r\nhost: example.org\r\nx-mine: 1\r\n"
                  + "via: 1.1 test-proxy\r\nx-forwarded-for: 127.0.0.1\r\n"
                  + "x-forwarded-proto: http\r\nx-forwarded-host: example.org\r\n"
                  + "traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\r\n\r\n");
      ExchangeCompleted told = engine.completed();
      assertThat(told.failure()).isNull();
      assertThat(told.status()).isEqualTo(200);
      assertThat(told.route()).isEqualTo("*/");
      assertThat(told.responseBytes()).isEqualTo(2);
      assertThat(told.phase()).isEqualTo(ExchangeCompleted.Phase.DONE);
    }
  }

  @Test
  void countsTheHopsOfTraceAndOptionsAndAnswersAsTheLast() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      String rest = " / HTTP/1.1\r\nHost: a\r\nMax-Forwards: ";
      assertThat(client.send("OPTIONS" + rest + "0\r\n\r\n").answer())
          .startsWith("HTTP/1.1 200 ")
          .contains("\r\nallow: GET, ");
      assertThat(client.send("TRACE" + rest + "0\r\n\r\n").answer()).startsWith("HTTP/1.1 405 ");
      client.send("OPTIONS" + rest + "3\r\n\r\n").answer();
      assertThat(origin.seen()).startsWith("OPTIONS ").contains("\r\nmax-forwards: 2\r\n");
      client.send("GET" + rest + "0\r\n\r\n").answer();
      assertThat(origin.seen()).startsWith("GET ").contains("\r\nmax-forwards: 0\r\n");
      assertThat(origin.sawMore()).isFalse();
    }
  }

  @Test
  void putsAnAnswerTogetherThatComesByteByByte() throws Exception {
    String whole =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n";
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  for (int i = 0; i < whole.length(); i++) {
                    connection.send(whole.substring(i, i + 1));
                  }
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer())
          .endsWith("\r\n\r\nabc[x-t: 1]");
    }
  }

  @Test
  void keepsBothConnectionsForTheNextRequest() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      for (int i = 0; i < 5; i++) {
        client.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.answer()).endsWith("ok");
      }

      assertThat(origin.accepted()).isEqualTo(1);
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  while (true) {
                    String path = self.request(connection).split(" ")[1];
                    connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                  }
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send(
          "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
              + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.answer()).endsWith("/1");
      assertThat(client.answer()).endsWith("/2");
      assertThat(client.answer()).endsWith("/3");
    }
  }

  @Test
  void takesAbsoluteTargetsAsCurlSendsThemToAProxy() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(OK);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send(
          "GET http://example.org:80/x HTTP/1.1\r\nHost: example.org\r\n"
              + "Proxy-Connection: Keep-Alive\r\n\r\n");

      assertThat(client.answer()).endsWith("ok");
      assertThat(origin.seen())
          .startsWith("GET /x HTTP/1.1\r\nhost: example.org\r\n")
          .doesNotContain("proxy-connection");
    }
  }

  @Test
  void forwardsChunkedBodiesAndTrailersBothWays() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
                    + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-T: end\r\n\r\n");
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n4\r\nwxyz\r\n0\r\nX-Sum: 9\r\n\r\n");

      assertThat(client.answer()).endsWith("\r\n\r\nabcde[x-t: end]");
      assertThat(origin.seen())
          .contains("\r\nconnection: te\r\n", "\r\nte: trailers\r\n")
          .endsWith("\r\n\r\nwxyz[x-sum: 9]");
    }
  }

  @Test
  void answersHeadWithoutABodyAndKeepsTheConnection() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.head()).contains("content-length: 1000\r\n");
      }
      assertThat(origin.accepted()).isEqualTo(1);
    }
  }

  @Test
  void readsAnAnswerToTheEndOfTheConnectionAndSendsItInChunks() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send("HTTP/1.0 200 OK\r\n\r\nuntil the end");
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.answer()).contains("chunked").endsWith("\r\n\r\nuntil the end");
    }
  }

  @Test
  void keepsNoConnectionBehindAnAnswerWhoseBodyMayFollowThoughItHasNone() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.answering("HTTP/1.1 204 No Content\r\nContent-Length: 38\r\n\r\n");
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.head()).startsWith("HTTP/1.1 204 ").doesNotContain("content-length");
      }
      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  @Test
  void speaksHttp10ToAnOldClient() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.answering(
                "HTTP/1.1 200 OK\r\nDate: then\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n0\r\n\r\n");
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.0\r\n\r\n");

      assertThat(client.toEnd())
          .isEqualTo("HTTP/1.1 200 OK\r\ndate: then\r\nconnection: close\r\n\r\nabc");
    }
  }

  @Test
  void saysWithAProblemDocumentThatTheNextHopRefused() throws Exception {
    int port = freePort();
    try (RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(port));
        RawClient client = engine.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.answer())
          .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
          .contains("content-type: application/problem+json\r\n")
          .contains("proxy-status: test-proxy; error=connection_refused;")
          .contains("\"code\":\"connect-refused\"");
      ExchangeCompleted told = engine.completed();
      assertThat(told.failure()).isEqualTo(FailureKind.CONNECT_REFUSED);
      assertThat(told.endedBy()).isEqualTo(Side.UPSTREAM);
      assertThat(told.phase()).isEqualTo(ExchangeCompleted.Phase.CONNECT);
    }
  }

  @Test
  void repeatsARequestWhoseKeptConnectionDiedBeforeAByteOfAnswer() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send(OK);
                  if (number == 1) {
                    self.request(connection);
                  } else {
                    while (true) {
                      self.request(connection);
                      connection.send(OK);
                    }
                  }
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.answer()).endsWith("ok");
      client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.answer()).endsWith("ok");

      engine.completed();
      assertThat(engine.completed().retries()).isEqualTo(1);
    }
  }

  @Test
  void neverRepeatsWhatIsNotIdempotent() throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send(OK);
                  self.request(connection);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.answer()).endsWith("ok");
      client.send("POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

      assertThat(client.answer()).startsWith("HTTP/1.1 502").contains("upstream-closed");
      assertThat(origin.accepted()).isEqualTo(1);
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void tellsTlsThatIsSentToAPlainPort() throws Exception {
    SSLContext trusting = SSLContext.getDefault();
    try (RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(1));
        Socket client =
            trusting.getSocketFactory().createSocket(getLoopbackAddress(), engine.port())) {
      client.setSoTimeout(15_000);
      assertThatThrownBy(((SSLSocket) client)::startHandshake).isInstanceOf(IOException.class);

      ExchangeCompleted told = engine.completed();
      assertThat(told.failure()).isEqualTo(FailureKind.REQUEST_TLS);
      assertThat(told.status()).isEqualTo(400);
    }
  }
}
