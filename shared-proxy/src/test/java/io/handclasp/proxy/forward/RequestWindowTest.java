package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Timeouts;
import java.time.Duration;
import java.util.List;
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
  private static final Duration NORMAL = Duration.ofSeconds(10);
  private static final Duration HEADER = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofMillis(1);

  private final CountDownLatch slow = new CountDownLatch(1);
  private ScriptedOrigin origin;
  private RunningEngine engine;
  private RawClient first;
  private RawClient second;
  private RawClient third;

  @BeforeEach
  void startAFrontWhoseOriginAnswersSlowRequestsLate() throws Exception {
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
    engine = engine(NEVER);
    first = engine.connect();
    second = engine.connect();
    third = engine.connect();
  }

  @AfterEach
  void stop() throws Exception {
    for (RawClient client : List.of(first, second, third)) {
      client.close();
    }
    engine.close();
    origin.close();
  }

  private RunningEngine engine(Duration age) {
    Timeouts timeouts =
        new Timeouts(NORMAL, NORMAL, HEADER, NORMAL, NORMAL, NORMAL, NORMAL, NORMAL);
    EngineState state = TestConfig.forwardingTo(origin.port()).with(timeouts).state();
    return new RunningEngine(state, new WindowSize(1, 1, () -> 1, NEVER), age);
  }

  /** The slow request of that client is under way, as the origin has seen it. */
  private void begin(RawClient client) throws Exception {
    client.send(GET.formatted("slow"));
    assertThat(origin.seen()).startsWith("GET /slow ");
  }

  @Test
  void oneWaitsForTheOtherAndIsAnsweredInTheEnd() throws Exception {
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

  @Test
  void whatTakesLongHoldsUpNobody() throws Exception {
    try (RunningEngine ageing = engine(SOON);
        RawClient slowOne = ageing.connect();
        RawClient brief = ageing.connect()) {
      begin(slowOne);

      assertThat(brief.send(GET.formatted("second")).answer()).endsWith("ok");

      slow.countDown();
      assertThat(slowOne.answer()).endsWith("ok");
      assertThat(brief.send(GET.formatted("again")).answer()).endsWith("ok");
    }
  }

  @Test
  void aClientThatSaysNoMoreIsAnsweredWhenItsTurnComes() throws Exception {
    begin(first);
    second.send(GET.formatted("second")).socket().shutdownOutput();
    engine.awaitWaiting(1);

    slow.countDown();

    assertThat(second.toEnd()).startsWith("HTTP/1.1 200 ").endsWith("ok");
  }

  @Test
  void aClientThatLeavesIsForgotten() throws Exception {
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

  @Test
  void requestsSentAheadAndBodiesWaitToo() throws Exception {
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

  @Test
  void aBrokenRequestIsRefusedAndTheNextInLineGoesOn() throws Exception {
    begin(first);
    second.send("GET / HTTP/9.9\r\n\r\n");
    engine.awaitWaiting(1);
    third.send(GET.formatted("third"));
    engine.awaitWaiting(2);

    slow.countDown();

    assertThat(second.answer()).startsWith("HTTP/1.1 505 ");
    assertThat(third.answer()).endsWith("ok");
  }

  @Test
  void drainingLetsThoseWaitingGoOn() throws Exception {
    begin(first);
    second.send(GET.formatted("second"));
    engine.awaitWaiting(1);

    engine.engine().drain();
    assertThat(third.toEnd()).as("nothing asked, so closed at once").isEmpty();
    slow.countDown();

    assertThat(first.answer()).contains("\r\nconnection: close\r\n");
    assertThat(second.answer()).contains("\r\nconnection: close\r\n");
    assertThat(engine.completed().failure()).isNull();
    assertThat(engine.completed().failure()).isNull();
  }

  @Test
  void aHeadThatHasBegunKeepsTheTimeItHas() throws Exception {
    second.send("GET / HTTP/1.1\r\n");
    assertThat(third.send(GET.formatted("third")).answer()).as("read after it").endsWith("ok");
    assertThat(origin.seen()).startsWith("GET /third ");
    begin(first);

    second.send("Host: a\r\n");

    assertThat(second.toEnd()).startsWith("HTTP/1.1 408 ");
  }
}
