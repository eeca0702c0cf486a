package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.UpstreamConfig;
import io.handclasp.proxy.config.UpstreamConfig.Balance;
import io.handclasp.proxy.config.UpstreamConfig.HealthConfig;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.link.EndpointState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class EndpointsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final UpstreamConfig IN_TURN = UpstreamConfig.defaults();

  @Test
  void takesEndpointsInTurn() throws Exception {
    try (ScriptedOrigin one = ScriptedOrigin.answering(answer("1"));
        ScriptedOrigin two = ScriptedOrigin.answering(answer("2"));
        RunningEngine engine = engine(IN_TURN, one.port(), two.port());
        RawClient client = engine.connect()) {
      StringBuilder order = new StringBuilder();
      for (int i = 0; i < 4; i++) {
        String answer = client.send(GET).answer();
        order.append(answer.charAt(answer.length() - 1));
      }

      assertThat(order.toString()).isEqualTo("1212");
    }
  }

  @Test
  void triesAnotherEndpointWhereOneCannotBeReachedAndLeavesItOutAfterAFew() throws Exception {
    UpstreamConfig config = new UpstreamConfig(Balance.ROUND_ROBIN, 0, MINUTE, 2, MINUTE, null);
    try (ScriptedOrigin origin = ScriptedOrigin.answering(answer("1"));
        RunningEngine engine = engine(config, freePort(), origin.port());
        RawClient client = engine.connect()) {
      int retries = 0;
      for (int i = 0; i < 10; i++) {
        assertThat(client.send(GET).answer()).endsWith("1");
        retries += engine.completed().retries();
      }

      assertThat(retries).isEqualTo(2);
    }
  }

  @Test
  void comesBackToAnEjectedEndpointThatRecovered() throws Exception {
    int port = freePort();
    UpstreamConfig config =
        new UpstreamConfig(Balance.ROUND_ROBIN, 0, MINUTE, 1, Duration.ofMillis(1), null);
    try (ScriptedOrigin origin = ScriptedOrigin.answering(answer("1"));
        RunningEngine engine = engine(config, port, origin.port());
        RawClient client = engine.connect()) {
      assertThat(client.send(GET).answer()).endsWith("1");
      try (ScriptedOrigin recovered = ScriptedOrigin.at(port, answer("2"))) {
        String answer = "";
        while (!answer.endsWith("2")) {
          answer = client.send(GET).answer();
          assertThat(answer).startsWith("HTTP/1.1 200 ");
        }
        assertThat(recovered.accepted()).isEqualTo(1);
      }
    }
  }

  @Test
  void prefersTheEndpointWithTheFewestRequestsUnderWay() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    UpstreamConfig config =
        new UpstreamConfig(Balance.LEAST_OUTSTANDING, 0, MINUTE, 3, MINUTE, null);
    try (ScriptedOrigin slow =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  release.await();
                  connection.send(answer("slow"));
                });
        ScriptedOrigin fast = ScriptedOrigin.answering(answer("fast"));
        RunningEngine engine = engine(config, slow.port(), fast.port());
        RawClient stuck = engine.connect();
        RawClient client = engine.connect()) {
      stuck.send(GET);
      slow.seen();
      for (int i = 0; i < 5; i++) {
        assertThat(client.send(GET).answer()).endsWith("fast");
      }

      release.countDown();
      assertThat(stuck.answer()).endsWith("slow");
    }
  }

  @Test
  void keepsRequestsFromWhatHealthChecksCallDownAndSaysSoWhereNothingIsLeft() throws Exception {
    AtomicBoolean well = new AtomicBoolean(true);
    HealthConfig health =
        new HealthConfig("/health", Duration.ofMillis(60), Duration.ofSeconds(5), 1, 1);
    UpstreamConfig config = new UpstreamConfig(Balance.ROUND_ROBIN, 0, MINUTE, 0, MINUTE, health);
    ScriptedOrigin.Script script =
        (self, connection, number) -> {
          while (true) {
            boolean check = connection.head().startsWith("GET /health ");
            connection.send(check && !well.get() ? status("500") : answer("x"));
          }
        };
    try (ScriptedOrigin one = new ScriptedOrigin(script);
        ScriptedOrigin two = new ScriptedOrigin(script);
        RunningEngine engine = engine(config, one.port(), two.port());
        RawClient client = engine.connect()) {
      assertThat(client.send(GET).answer()).endsWith("x");
      well.set(false);
      String answer = "";
      while (!answer.startsWith("HTTP/1.1 503 ")) {
        answer = client.send(GET).answer();
      }

      assertThat(answer).contains("retry-after: 1\r\n", "error=destination_unavailable");
      well.set(true);
      while (!answer.startsWith("HTTP/1.1 200 ")) {
        answer = client.send(GET).answer();
      }
    }
  }

  @Test
  void tellsThatTheOnlyEndpointCannotBeReachedUntilItCan() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(port));
        RawClient client = engine.connect()) {
      assertThat(client.send(GET).answer()).startsWith("HTTP/1.1 502 ");
      assertThat(engine.engine().endpoints())
          .extracting(EndpointState::unreachable)
          .containsExactly(true);
      try (ScriptedOrigin origin = ScriptedOrigin.at(port, answer("x"))) {
        assertThat(client.send(GET).answer()).endsWith("x");
        assertThat(origin.accepted()).isEqualTo(1);
        assertThat(engine.engine().endpoints())
            .extracting(EndpointState::unreachable)
            .containsExactly(false);
      }
    }
  }

  @Test
  void asksTheOnlyEndpointHowItIsWhereThatIsConfigured() throws Exception {
    HealthConfig health =
        new HealthConfig("/health", Duration.ofMillis(60), Duration.ofSeconds(5), 1, 1);
    UpstreamConfig config = new UpstreamConfig(Balance.ROUND_ROBIN, 0, MINUTE, 0, MINUTE, health);
    AtomicBoolean well = new AtomicBoolean();
    ScriptedOrigin.Script script =
        (self, connection, number) -> {
          while (true) {
            boolean check = connection.head().startsWith("GET /health ");
            connection.send(check && !well.get() ? status("500") : answer("x"));
          }
        };
    try (ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine engine = engine(config, origin.port());
        RawClient client = engine.connect()) {
      assertThat(client.send(GET).answer()).as("the only one is tried").endsWith("x");
      while (!engine.engine().endpoints().get(0).down()) {
        Thread.onSpinWait();
      }
      well.set(true);
      while (engine.engine().endpoints().get(0).down()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void letsRequestsWaitForTheirTurnAndRefusesThoseThatWaitTooLong() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    UpstreamConfig config =
        new UpstreamConfig(Balance.ROUND_ROBIN, 1, Duration.ofMillis(300), 0, MINUTE, null);
    try (ScriptedOrigin origin =
            new ScriptedOrigin(
                (self, connection, number) -> {
                  self.request(connection);
                  release.await();
                  while (true) {
                    connection.send(answer("x"));
                    self.request(connection);
                  }
                });
        RunningEngine engine = engine(config, origin.port());
        RawClient first = engine.connect();
        RawClient second = engine.connect();
        RawClient third = engine.connect()) {
      first.send(GET);
      origin.seen();
      second.send(GET);
      assertThat(second.answer()).startsWith("HTTP/1.1 503 ").contains("retry-after: 1\r\n");
      assertThat(engine.completed().failure()).isEqualTo(FailureKind.OVERLOADED);
      third.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
      release.countDown();

      assertThat(first.answer()).endsWith("x");
      assertThat(third.answer()).endsWith("x");
      assertThat(origin.seen()).endsWith("abc");
    }
  }

  private static RunningEngine engine(UpstreamConfig config, int... ports) {
    List<EndpointConfig> endpoints =
        Arrays.stream(ports)
            .mapToObj(p -> new EndpointConfig(false, new Address("127.0.0.1", p), null))
            .toList();
    RouteConfig route = new RouteConfig("*", "/", new RouteConfig.Forward(endpoints, config));
    return new RunningEngine(TestConfig.forwardingTo().with(List.of(route)));
  }

  private static String answer(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String status(String status) {
    return "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n";
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
