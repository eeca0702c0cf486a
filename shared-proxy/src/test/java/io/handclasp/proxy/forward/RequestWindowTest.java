package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients see of a front that has one request under way at a time. */
@Timeout(60)
class RequestWindowTest {
  private static final String GET = "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofMillis(1);

  private final CountDownLatch slow = new CountDownLatch(1);
  private ScriptedOrigin origin;

  @BeforeEach
  void answerSlowRequestsLate() throws Exception {
    origin =
        new ScriptedOrigin(
            (self, connection, number) -> {
              while (true) {
                boolean late = self.request(connection).startsWith("GET /slow ");
                if (late && !slow.await(30, TimeUnit.SECONDS)) {
                  return;
                }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    origin.close();
  }

  private RunningEngine engine(Duration age) throws Exception {
    EngineState state = TestConfig.forwardingTo(origin.port()).state();
    return new RunningEngine(state, new WindowSize(1, 1, () -> 1, NEVER), age);
  }

  /** The request under way, as the origin has seen it. */
  private void begin(RawClient client) throws Exception {
    client.send(GET.formatted("slow"));
    assertThat(origin.seen()).startsWith("GET /slow ");
  }

  @Test
  void oneWaitsForTheOtherAndIsAnsweredInTheEnd() throws Exception {
    try (RunningEngine engine = engine(NEVER);
        RawClient first = engine.connect();
        RawClient second = engine.connect();
        RawClient third = engine.connect()) {
      begin(first);
      second.send(GET.formatted("second"));
      engine.awaitWaiting(1);
      third.send(GET.formatted("third"));
      engine.awaitWaiting(2);
      assertThat(origin.sawMore()).isFalse();
      assertThat(engine.engine().exchanges()).isEqualTo(1);

      slow.countDown();

      assertThat(first.answer()).endsWith("ok");
      assertThat(second.answer()).endsWith("ok");
      assertThat(third.answer()).endsWith("ok");
      assertThat(origin.seen()).startsWith("GET /second ");
      assertThat(origin.seen()).startsWith("GET /third ");
    }
  }

  @Test
  void whatTakesLongHoldsUpNobody() throws Exception {
    try (RunningEngine engine = engine(SOON);
        RawClient first = engine.connect();
        RawClient second = engine.connect()) {
      begin(first);

      assertThat(second.send(GET.formatted("second")).answer()).endsWith("ok");

      slow.countDown();
      assertThat(first.answer()).endsWith("ok");
      assertThat(second.send(GET.formatted("again")).answer()).endsWith("ok");
    }
  }

  @Test
  void aClientThatSaysNoMoreIsAnsweredWhenItsTurnComes() throws Exception {
    try (RunningEngine engine = engine(NEVER);
        RawClient first = engine.connect();
        RawClient second = engine.connect()) {
      begin(first);
      second.send(GET.formatted("second")).socket().shutdownOutput();
      engine.awaitWaiting(1);

      slow.countDown();

      assertThat(second.toEnd()).startsWith("HTTP/1.1 200 ").endsWith("ok");
    }
  }

  @Test
  void aClientThatLeavesIsForgotten() throws Exception {
    try (RunningEngine engine = engine(NEVER);
        RawClient first = engine.connect();
        RawClient second = engine.connect();
        RawClient third = engine.connect()) {
      begin(first);
      second.send(GET.formatted("second"));
      engine.awaitWaiting(1);
      second.reset();
      engine.awaitConnections(2);
      third.send(GET.formatted("third"));

      slow.countDown();

      assertThat(third.answer()).endsWith("ok");
      assertThat(origin.seen()).startsWith("GET /third ");
    }
  }

  @Test
  void requestsSentAheadAndBodiesWaitToo() throws Exception {
    try (RunningEngine engine = engine(NEVER);
        RawClient first = engine.connect();
        RawClient second = engine.connect()) {
      begin(first);
      second.send("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
      engine.awaitWaiting(1);
      second.send("cd" + GET.formatted("c"));
      assertThat(origin.sawMore()).isFalse();

      slow.countDown();

      assertThat(second.answer()).endsWith("ok");
      assertThat(origin.seen()).startsWith("POST /b ").endsWith("abcd");
      assertThat(second.answer()).endsWith("ok");
      assertThat(origin.seen()).startsWith("GET /c ");
    }
  }

  @Test
  void aBrokenRequestIsRefusedAndTheNextInLineGoesOn() throws Exception {
    try (RunningEngine engine = engine(NEVER);
        RawClient first = engine.connect();
        RawClient second = engine.connect();
        RawClient third = engine.connect()) {
      begin(first);
      second.send("GET / HTTP/9.9\r\n\r\n");
      engine.awaitWaiting(1);
      third.send(GET.formatted("third"));
      engine.awaitWaiting(2);

      slow.countDown();

      assertThat(second.answer()).startsWith("HTTP/1.1 505 ");
      assertThat(third.answer()).endsWith("ok");
    }
  }

  @Test
  void drainingLetsThoseWaitingGoOn() throws Exception {
    try (RunningEngine engine = engine(NEVER);
        RawClient first = engine.connect();
        RawClient second = engine.connect()) {
      begin(first);
      second.send(GET.formatted("second"));
      engine.awaitWaiting(1);

      engine.engine().drain();
      slow.countDown();

      assertThat(first.answer()).contains("\r\nconnection: close\r\n");
      assertThat(second.answer()).contains("\r\nconnection: close\r\n");
      assertThat(engine.completed().failure()).isNull();
      assertThat(engine.completed().failure()).isNull();
    }
  }
}
