package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Limits;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is ambiguous or malformed is refused, the connection closes, and neither it nor what was
 * sent behind it reaches the origin.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class RefusedFramingTest {
  private static final String SECOND = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

  private ScriptedOrigin origin;
  private RunningEngine engine;

  @BeforeAll
  void start() throws Exception {
    origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    Limits limits = new Limits(1000, 2000, 20, 100, 100, 100);
    engine = new RunningEngine(TestConfig.forwardingTo(origin.port()).with(limits));
  }

  @AfterAll
  void stop() throws Exception {
    engine.close();
    origin.close();
  }

  static Stream<Arguments> refused() {
    Map<String, String> cases = new TreeMap<>();
    String post = "400 POST / HTTP/1.1\r\nHost: a\r\n";
    cases.put(
        "length and coding",
        post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    cases.put(
        "coding and length",
        post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
    cases.put("two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef");
    cases.put("same length twice", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde");
    cases.put("length list", post + "Content-Length: 5, 5\r\n\r\nabcde");
    cases.put("length with plus", post + "Content-Length: +5\r\n\r\nabcde");
    cases.put("length with minus", post + "Content-Length: -5\r\n\r\nabcde");
    cases.put("length in hex", post + "Content-Length: 0x5\r\n\r\nabcde");
    cases.put("length with space", post + "Content-Length: 5 0\r\n\r\nabcde");
    cases.put("length empty", post + "Content-Length: \r\n\r\nabcde");
    cases.put("length overflow", post + "Content-Length: 18446744073709551621\r\n\r\nabcde");
    cases.put("length with letter", post + "Content-Length: 5a\r\n\r\nabcde");
    cases.put("length underscored", post + "Content_Length: 5\r\n\r\nabcde");
    cases.put("coding underscored", post + "Transfer_Encoding: chunked\r\n\r\n0\r\n\r\n");
    cases.put(
        "coding list",
        "501 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    cases.put("coding not final", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n");
    cases.put("coding identity", post + "Transfer-Encoding: identity\r\n\r\n");
    cases.put(
        "coding twice in list", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n");
    cases.put(
        "coding twice",
        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    cases.put("coding hidden", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
    cases.put("coding with tab", post + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n");
    cases.put("coding quoted", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n");
    cases.put("coding with parameter", post + "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n");
    cases.put("coding empty", post + "Transfer-Encoding: \r\n\r\n0\r\n\r\n");
    cases.put(
        "coding in 1.0",
        "400 POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    cases.put("folded line", "400 GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n");
    cases.put("folded coding", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n");
    cases.put("bare feed in head", "400 GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n");
    cases.put("bare feed ends head", "400 GET / HTTP/1.1\r\nHost: a\r\n\n");
    cases.put("bare feeds only", "400 GET / HTTP/1.1\nHost: a\n\n");
    cases.put("bare return in value", "400 GET / HTTP/1.1\r\nHost: a\r\nX: 1\r2\r\n\r\n");
    cases.put("bare return in line", "400 GET / HTTP/1.1\rX\r\nHost: a\r\n\r\n");
    cases.put("double return", "400 GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\r\n\r\n");
    cases.put("space before colon", "400 GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n");
    cases.put("space in coding name", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n");
    cases.put("nul in value", "400 GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n");
    cases.put("nul in name", "400 GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n");
    cases.put("control in value", "400 GET / HTTP/1.1\r\nHost: a\r\nX: \u0001\r\n\r\n");
    cases.put("no colon", "400 GET / HTTP/1.1\r\nHost: a\r\nNothing\r\n\r\n");
    cases.put("empty name", "400 GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n");
    cases.put("name not ascii", "400 GET / HTTP/1.1\r\nHost: a\r\nX\u00e9: b\r\n\r\n");
    cases.put("space before first field", "400 GET / HTTP/1.1\r\n Host: a\r\n\r\n");
    cases.put("space and colon first", "400 GET / HTTP/1.1\r\n : x\r\nHost: a\r\n\r\n");
    cases.put("method invalid", "400 GE(T / HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("method empty", "400  / HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("two spaces in line", "400 GET  / HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("tab in line", "400 GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("trailing space in line", "400 GET / HTTP/1.1 \r\nHost: a\r\n\r\n");
    cases.put("target with space", "400 GET /a b HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target relative", "400 GET a HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target not ascii", "400 GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target with fragment", "400 GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target star with get", "400 GET * HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target other scheme", "400 GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target with user", "400 GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target above root", "400 GET /a/../../b HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target above root encoded", "400 GET /%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target with encoded nul", "400 GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("target badly encoded", "400 GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("no version", "400 GET /\r\nHost: a\r\n\r\n");
    cases.put("version lower case", "400 GET / http/1.1\r\nHost: a\r\n\r\n");
    cases.put("version strange", "400 GET / HTTP/1.11\r\nHost: a\r\n\r\n");
    cases.put("version 2", "505 GET / HTTP/2.0\r\nHost: a\r\n\r\n");
    cases.put("version 0.9", "505 GET / HTTP/0.9\r\nHost: a\r\n\r\n");
    cases.put("host missing", "400 GET / HTTP/1.1\r\n\r\n");
    cases.put("host twice", "400 GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n");
    cases.put("host empty", "400 GET / HTTP/1.1\r\nHost: \r\n\r\n");
    cases.put("host list", "400 GET / HTTP/1.1\r\nHost: a, b\r\n\r\n");
    cases.put("host with path", "400 GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
    cases.put("host with user", "400 GET / HTTP/1.1\r\nHost: u@a\r\n\r\n");
    cases.put("host with bad port", "400 GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n");
    cases.put("host not that of target", "400 GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("trace with body", "400 TRACE / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
    cases.put("connect", "405 CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
    cases.put("expectation", "417 GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n");
    cases.put("tls hello", "400 \u0016\u0003\u0001\u0002\u0000\u0001\u0000");
    cases.put("long line", "414 GET /" + "x".repeat(1000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("method without end", "400 " + "x".repeat(2000) + " / HTTP/1.1\r\nHost: a\r\n\r\n");
    cases.put("long line without end", "414 GET /" + "x".repeat(2000));
    cases.put(
        "large fields", "431 GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(2000) + "\r\n\r\n");
    cases.put("large field without end", "431 GET / HTTP/1.1\r\nX: " + "x".repeat(3000));
    cases.put("many fields", "431 GET / HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n".repeat(30) + "\r\n");
    cases.put("large body", "413 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n");
    return cases.entrySet().stream()
        .map(
            c -> Arguments.of(c.getKey(), c.getValue().substring(0, 3), c.getValue().substring(4)));
  }

  @ParameterizedTest(name = "{0} gets {1}")
  @MethodSource("refused")
  void refusesAndCloses(String what, String status, String request) throws Exception {
    try (RawClient client = engine.connect()) {
      client.send(request + SECOND);

      assertThat(client.toEnd())
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("\r\nconnection: close\r\n", "application/problem+json")
          .doesNotContain("<reset>")
          .containsOnlyOnce("HTTP/1.1");
      assertThat(engine.completed().status()).isEqualTo(Integer.parseInt(status));
      assertThat(origin.sawMore()).as(what + " reached the origin").isFalse();
    }
  }

  static Stream<Arguments> brokenChunks() {
    return Stream.of(
            "plus=+5\r\nabcde\r\n0\r\n\r\n",
            "minus=-5\r\nabcde\r\n0\r\n\r\n",
            "prefix=0x5\r\nabcde\r\n0\r\n\r\n",
            "space before=" + " 5\r\nabcde\r\n0\r\n\r\n",
            "space behind=5 \r\nabcde\r\n0\r\n\r\n",
            "empty size=\r\nabcde\r\n0\r\n\r\n",
            "overflow=10000000000000005\r\nabcde\r\n0\r\n\r\n",
            "bare feed=5\nabcde\r\n0\r\n\r\n",
            "bare return=5\rX\nabcde\r\n0\r\n\r\n",
            "extension with nul=5;a\0\r\nabcde\r\n0\r\n\r\n",
            "extension with bare return=5;a\rb\r\nabcde\r\n0\r\n\r\n",
            "extension without end=5;" + "a".repeat(400),
            "data too long=5\r\nabcdefg\r\n0\r\n\r\n",
            "data ended by feed=5\r\nabcde\n0\r\n\r\n",
            "letters=g\r\nabcde\r\n0\r\n\r\n",
            "comma=5,\r\nabcde\r\n0\r\n\r\n",
            "trailer with length=0\r\nContent-Length: 3\r\n\r\n",
            "trailer with coding=0\r\nTransfer-Encoding: chunked\r\n\r\n",
            "trailer with host=0\r\nHost: b\r\n\r\n",
            "trailer folded=0\r\nX: a\r\n b\r\n\r\n",
            "trailer bare feed=0\r\nX: a\n\r\n")
        .map(c -> Arguments.of(c.substring(0, c.indexOf('=')), c.substring(c.indexOf('=') + 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenChunks")
  void refusesBrokenChunksAndAnswersNothingBehindThem(String what, String body) throws Exception {
    try (RawClient client = engine.connect()) {
      client.send(
          "POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body + SECOND);

      assertThat(client.toEnd())
          .as(what)
          .startsWith("HTTP/1.1 400 ")
          .doesNotContain("<reset>")
          .containsOnlyOnce("HTTP/1.1");
      assertThat(engine.completed().status()).isEqualTo(400);
      assertThat(origin.sawMore()).as(what + " reached the origin whole").isFalse();
    }
  }
}
