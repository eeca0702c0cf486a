package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers of the next hop that are ambiguous or malformed become a 502, and their connection ends.
 */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class RefusedAnswersTest {
  static Stream<Arguments> refused() {
    Map<String, String> cases = new TreeMap<>();
    String ok = "HTTP/1.1 200 OK\r\n";
    cases.put(
        "length and coding",
        ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    cases.put("two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef");
    cases.put("same length twice", ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde");
    cases.put("length with sign", ok + "Content-Length: +5\r\n\r\nabcde");
    cases.put("coding other", ok + "Transfer-Encoding: gzip\r\n\r\nabcde");
    cases.put("coding list", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    cases.put("coding in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    cases.put("folded", ok + "X: a\r\n b\r\nContent-Length: 0\r\n\r\n");
    cases.put("bare feed", ok + "X: a\nContent-Length: 0\r\n\r\n");
    cases.put("bare return", ok + "X: a\rb\r\nContent-Length: 0\r\n\r\n");
    cases.put("space before colon", ok + "Content-Length : 0\r\n\r\n");
    cases.put("nul", ok + "X: a\0\r\nContent-Length: 0\r\n\r\n");
    cases.put("host", ok + "Host: a\r\nContent-Length: 0\r\n\r\n");
    cases.put("version", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n");
    cases.put("version 1.2", "HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n");
    cases.put("no http", "ICY 200 OK\r\nContent-Length: 0\r\n\r\n");
    cases.put("status short", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n");
    cases.put("status long", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n");
    cases.put("status out of range", "HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n");
    cases.put("status zero", "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n");
    cases.put("101 not asked for", "HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
    cases.put("1xx without end", "HTTP/1.1 103 Hints\r\n\r\n".repeat(40));
    cases.put("fields too large", ok + "X: " + "x".repeat(40_000) + "\r\n\r\n");
    return cases.entrySet().stream().map(c -> Arguments.of(c.getKey(), c.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void answersInsteadOfTheNextHop(String what, String answer) throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.answering(answer);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
      String got = client.answer();
      while (got.startsWith("HTTP/1.1 103 ")) {
        got = client.answer();
      }

      assertThat(got)
          .as(what)
          .startsWith("HTTP/1.1 502 ")
          .contains("error=http_")
          .doesNotContain("abcde");
      client.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertThat(origin.accepted()).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenBodies")
  void cutsAnAnswerWhoseBodyBreaks(String what, String answer) throws Exception {
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  connection.send(answer);
                });
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");

      String got = client.toEnd();
      assertThat(got).as(what).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("0\r\n\r\n");
      assertThat(engine.completed().failure()).isNotNull();
    }
  }

  static Stream<Arguments> brokenBodies() {
    return Stream.of(
        Arguments.of("too short", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
        Arguments.of("no last chunk", chunked("3\r\nabc\r\n")),
        Arguments.of("bad chunk", chunked("3\r\nabc\r\n+0\r\n\r\n")),
        Arguments.of("chunk overflow", chunked("3\r\nabc\r\n10000000000000000\r\n")),
        Arguments.of("bad trailer", chunked("3\r\nabc\r\n0\r\nContent-Length: 1\r\n\r\n")));
  }

  private static String chunked(String body) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
  }
}
