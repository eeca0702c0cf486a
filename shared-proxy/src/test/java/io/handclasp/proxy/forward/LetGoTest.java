package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  @BeforeEach
  void start() throws Exception {
    origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
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

    engine.letGo(3);

    assertThat(ended()).isEqualTo(3);
    assertThat(ended()).isZero();
  }

  @Test
  void nobodyIsAskedTwice() throws Exception {
    for (int i = 0; i < 4; i++) {
      ask(connect());
    }

    engine.letGo(1);
    engine.letGo(1);

    assertThat(ended()).isEqualTo(2);
  }

  @Test
  void whatWasAskedAheadIsAnsweredFirst() throws Exception {
    RawClient client = connect();
    ask(client);
    engine.letGo(1);

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

    engine.letGo(1);

    RawHttp2.await(client, RawHttp2.GOAWAY);
    client.in().readAllBytes(); // ends
  }
}
