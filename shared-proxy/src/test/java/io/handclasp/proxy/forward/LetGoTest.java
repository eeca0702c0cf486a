package io.handclasp.proxy.forward;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients see whose event loop would rather have them come to another. */
@Timeout(60)
class LetGoTest {
  private static final String GET = "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String END = "connection: close";
  private static final Duration LATELY = Duration.ofHours(1);

  private final List<RawClient> clients = new ArrayList<>();
  private ScriptedOrigin origin;
  private RunningEngine engine;
  private @Nullable RawClient staying;

  /** What keeps the origin from answering {@code /held}, and from the bodies of its answers. */
  private final CountDownLatch held = new CountDownLatch(1);

  private volatile CountDownLatch heldBody = new CountDownLatch(0);

  @BeforeEach
  void start() throws Exception {
    origin = new ScriptedOrigin(this::answer);
    engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
  }

  @AfterEach
  void stop() throws Exception {
    held.countDown();
    for (RawClient client : clients) {
      client.close();
    }
    if (staying != null) {
      staying.close();
    }
    engine.close();
    origin.close();
  }

  private void answer(ScriptedOrigin origin, RawClient connection, int number) throws Exception {
    while (true) {
      boolean waits = origin.request(connection).startsWith("GET /held");
      if (waits) {
        held.await();
      }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
      heldBody.await();
      connection.send("ok");
    }
  }

  private RawClient connect() throws Exception {
    RawClient client = engine.connect();
    clients.add(client);
    return client;
  }

  private static String ask(RawClient client) throws Exception {
    return client.send(GET.formatted("x")).answer().toLowerCase(Locale.ROOT);
  }

  private void fourHaveAsked() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(ask(connect())).doesNotContain(END);
    }
  }

  /** Has the most under way as long as it waits for its answer, so it is not asked. */
  private void oneStays() throws Exception {
    staying = engine.connect();
    staying.send(GET.formatted("held"));
    engine.awaitExchanges(1);
  }

  /** One that ends with its next answer. */
  private RawClient leaving() throws Exception {
    oneStays();
    RawClient client = connect();
    ask(client);
    engine.letGo(0.5, 100, LATELY);
    return client;
  }

  private long ended() throws Exception {
    long ended = 0;
    for (RawClient client : List.copyOf(clients)) {
      String answer = ask(client);
      assertThat(answer).startsWith("http/1.1 200 ");
      if (answer.contains(END)) {
        assertThat(client.in().read()).isEqualTo(-1);
        clients.remove(client);
        ended++;
      }
    }
    return ended;
  }

  @Test
  void soManyAsAreAskedEndWithTheirNextAnswer() throws Exception {
    fourHaveAsked();

    engine.letGo(0.5, 100, LATELY);

    assertThat(ended()).isEqualTo(2);
    assertThat(ended()).isZero();
  }

  @Test
  void noMoreThanTheMost() throws Exception {
    fourHaveAsked();

    engine.letGo(0.5, 1, LATELY);

    assertThat(ended()).isOne();
  }

  @Test
  void whoWasAskedCountsWhileItIsThere() throws Exception {
    fourHaveAsked();

    engine.letGo(0.5, 100, LATELY);
    engine.letGo(0.5, 100, LATELY);

    assertThat(ended()).isEqualTo(2);
    assertThat(engine.engine().moved()).isEqualTo(2);
  }

  @Test
  void whoHasNotWorkedLatelyWouldTakeNoWorkAlong() throws Exception {
    fourHaveAsked();

    engine.letGo(0.5, 100, Duration.ZERO);

    assertThat(ended()).isZero();
    assertThat(engine.engine().moved()).isZero();
  }

  @Test
  void theOneWithTheMostUnderWayStays() throws Exception {
    oneStays();
    ask(connect());

    engine.letGo(0.5, 100, LATELY);
    held.countDown();

    assertThat(requireNonNull(staying).answer().toLowerCase(Locale.ROOT)).doesNotContain(END);
    assertThat(ended()).isOne();
  }

  @Test
  void oneConnectionCannotBeShared() throws Exception {
    ask(connect());

    engine.letGo(0.5, 100, LATELY);

    assertThat(ended()).isZero();
    assertThat(engine.engine().moved()).isZero();
  }

  @Test
  void whoHasAskedNothingYetStaysAndIsNotCounted() throws Exception {
    connect();
    connect();
    engine.awaitConnections(2);

    engine.letGo(0.5, 100, LATELY);

    assertThat(ended()).isZero();
    assertThat(engine.engine().moved()).isZero();
  }

  @Test
  void whoIsAskedAmidAnAnswerEndsWithTheNext() throws Exception {
    heldBody = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      assertThat(connect().send(GET.formatted("x")).head().toLowerCase(Locale.ROOT))
          .doesNotContain(END);
    }

    engine.letGo(0.5, 100, LATELY);
    heldBody.countDown();

    for (RawClient client : clients) {
      assertThat(client.bytes(2)).isEqualTo("ok");
    }
    assertThat(ended()).isOne();
  }

  /** It might be writing when it learns of the end; a reset could cost it the answer. */
  @Test
  void whatIsSentBehindTheLastAnswerIsReadAndNotAnswered() throws Exception {
    RawClient client = leaving();
    assertThat(ask(client)).contains(END);

    client.send(GET.formatted("late"));
    client.send(GET.formatted("later"));

    assertThat(client.in().read()).isEqualTo(-1);
  }

  @Test
  void whatWasAskedAheadIsAnsweredFirst() throws Exception {
    RawClient client = leaving();

    client.send(GET.formatted("first") + GET.formatted("second"));

    assertThat(client.answer().toLowerCase(Locale.ROOT)).doesNotContain(END);
    assertThat(client.answer().toLowerCase(Locale.ROOT)).contains(END);
  }

  @Test
  void anHttp2ClientIsToldByGoaway() throws Exception {
    oneStays();
    RawClient client = connect();
    client.send(RawHttp2.BEGIN);
    RawHttp2.await(client, 4);

    engine.letGo(0.5, 100, LATELY);

    RawHttp2.await(client, RawHttp2.GOAWAY);
    client.in().readAllBytes(); // ends
  }
}
