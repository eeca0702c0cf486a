package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients see whose event loop would rather have them come to another. */
@Timeout(60)
class LetGoTest {
  private static final String GET = "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String END = "connection: close";

  private final List<RawClient> clients = new ArrayList<>();
  private ScriptedOrigin origin;
  private RunningEngine engine;

  /** What keeps the origin from answering, and from the bodies of its answers. */
  private volatile CountDownLatch held = new CountDownLatch(0);

  private volatile CountDownLatch heldBody = new CountDownLatch(0);

  @BeforeEach
  void start() throws Exception {
    origin = new ScriptedOrigin(this::answer);
    engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
  }

  @AfterEach
  void stop() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    engine.close();
    origin.close();
  }

  private void answer(ScriptedOrigin origin, RawClient connection, int number) throws Exception {
    while (true) {
      origin.request(connection);
      held.await();
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
    for (int i = 0; i < 4; i++) {
      assertThat(ask(connect())).doesNotContain(END);
    }

    engine.letGo(0.5, 100);

    assertThat(ended()).isEqualTo(2);
    assertThat(ended()).isZero();
  }

  @Test
  void noMoreThanTheMost() throws Exception {
    for (int i = 0; i < 4; i++) {
      ask(connect());
    }

    engine.letGo(0.5, 1);

    assertThat(ended()).isOne();
  }

  @Test
  void nobodyIsAskedTwice() throws Exception {
    for (int i = 0; i < 4; i++) {
      ask(connect());
    }

    engine.letGo(0.5, 1);
    engine.letGo(0.5, 1);

    assertThat(ended()).isEqualTo(2);
    assertThat(engine.engine().moved()).isEqualTo(2);
  }

  /** Of two that wait for their answers one stays; the idle ones would take no work along. */
  @Test
  void whoHasSomethingUnderWayIsAskedFirst() throws Exception {
    for (int i = 0; i < 6; i++) {
      ask(connect());
    }
    held = new CountDownLatch(1);
    List<RawClient> waiting = List.of(clients.get(1), clients.get(4));
    for (RawClient client : waiting) {
      client.send(GET.formatted("x"));
    }
    engine.awaitExchanges(2);

    engine.letGo(0.1, 100);
    held.countDown();

    int ending = 0;
    for (RawClient client : waiting) {
      ending += client.answer().toLowerCase(Locale.ROOT).contains(END) ? 1 : 0;
    }
    assertThat(ending).isOne();
  }

  @Test
  void whoHasAskedNothingYetStaysAndIsNotCounted() throws Exception {
    connect();
    connect();
    engine.awaitConnections(2);

    engine.letGo(0.5, 100);

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

    engine.letGo(0.5, 100);
    heldBody.countDown();

    for (RawClient client : clients) {
      assertThat(client.bytes(2)).isEqualTo("ok");
    }
    assertThat(ended()).isOne();
  }

  /** It might be writing when it learns of the end; a reset could cost it the answer. */
  @Test
  void whatIsSentBehindTheLastAnswerIsReadAndNotAnswered() throws Exception {
    RawClient client = connect();
    ask(client);
    engine.letGo(0.5, 100);
    assertThat(ask(client)).contains(END);

    client.send(GET.formatted("late"));
    client.send(GET.formatted("later"));

    assertThat(client.in().read()).isEqualTo(-1);
  }

  @Test
  void whatWasAskedAheadIsAnsweredFirst() throws Exception {
    RawClient client = connect();
    ask(client);
    engine.letGo(0.5, 100);

    client.send(GET.formatted("first") + GET.formatted("second"));

    assertThat(client.answer().toLowerCase(Locale.ROOT)).doesNotContain(END);
    assertThat(client.answer().toLowerCase(Locale.ROOT)).contains(END);
  }

  @Test
  void anHttp2ClientIsToldByGoaway() throws Exception {
    RawClient client = connect();
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    client.send(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
    RawHttp2.await(client, 4);

    engine.letGo(0.5, 100);

    RawHttp2.await(client, RawHttp2.GOAWAY);
    client.in().readAllBytes(); // ends
  }
}
