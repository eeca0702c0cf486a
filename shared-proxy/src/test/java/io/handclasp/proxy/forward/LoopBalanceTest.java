package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Limits;
import io.handclasp.proxy.wire.Loops;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From what loops have to do to where connections are, over sockets. */
@Timeout(60)
class LoopBalanceTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final long SECOND = 1_000_000_000;

  private final List<RawClient> clients = new ArrayList<>();
  private final Map<EventLoop, Long> cpu = new HashMap<>();
  private ScriptedOrigin origin;
  private RunningEngine engine;
  private Loops loops;
  private LoopBalance balance;

  @BeforeEach
  void start() throws Exception {
    origin = ScriptedOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    engine = new RunningEngine(TestConfig.forwardingTo(origin.port()), 2);
    loops = engine.loops();
    balance = new LoopBalance(engine.engine(), loops, () -> true, this::cpu);
  }

  @AfterEach
  void stop() throws Exception {
    balance.close();
    for (RawClient client : clients) {
      client.close();
    }
    engine.close();
    origin.close();
  }

  private long cpu(EventLoop loop) {
    return cpu.getOrDefault(loop, 0L);
  }

  /** So many connections that have asked once. */
  private void connect(int more) throws Exception {
    for (int i = 0; i < more; i++) {
      RawClient client = engine.connect();
      clients.add(client);
      client.send(GET).answer();
    }
  }

  private int on(int loop) {
    LoopEngine there = engine.engine().on(loops.all().get(loop));
    return there == null ? 0 : there.connections();
  }

  /** What each loop uses of a processor, for so many looks. */
  private void look(int times, double... used) throws Exception {
    for (int i = 0; i < times; i++) {
      for (int loop = 0; loop < used.length; loop++) {
        cpu.merge(loops.all().get(loop), (long) (used[loop] * SECOND), Long::sum);
      }
      balance.look(SECOND);
    }
    for (EventLoop loop : loops.all()) {
      loop.submit(() -> {}).sync();
    }
  }

  /** Whoever is told to come again does so. */
  private void askAll() throws Exception {
    for (RawClient client : List.copyOf(clients)) {
      String answer = client.send(GET).answer().toLowerCase(Locale.ROOT);
      if (answer.contains("connection: close")) {
        client.close();
        clients.remove(client);
        engine.awaitConnections(clients.size());
        connect(1);
      }
    }
  }

  @Test
  void allGoesToOneLoopWhileItHasRoom() throws Exception {
    connect(6);
    look(4, 0.5, 0);

    assertThat(on(0)).isEqualTo(6);
    assertThat(balance.open()).isOne();
  }

  @Test
  void halfOfAFullLoopComesAgainToAnother() throws Exception {
    connect(6);
    look(4, 1, 0);
    assertThat(balance.open()).isEqualTo(2);

    askAll();

    assertThat(on(0)).isEqualTo(3);
    assertThat(on(1)).isEqualTo(3);
    assertThat(engine.engine().moved()).isEqualTo(3);
  }

  /** By numbers alone every new connection would go where the work is. */
  @Test
  void connectionsGoWhereWorkIsLessAndNotWhereTheyAreFewer() throws Exception {
    connect(8);
    look(1, 1, 0);
    connect(2);
    assertThat(on(1)).isEqualTo(2);

    look(1, 0.1, 1);
    connect(2);

    assertThat(on(0)).isEqualTo(10);
  }

  @Test
  void nobodyMovesWhileAsManyAreThereAsAreAllowed() throws Exception {
    engine.close();
    Limits three = new Limits(8 * 1024, 32 * 1024, 200, 0, 3, 100);
    engine = new RunningEngine(TestConfig.forwardingTo(origin.port()).with(three), 2);
    loops = engine.loops();
    balance = new LoopBalance(engine.engine(), loops, () -> true, this::cpu);
    connect(3);

    look(8, 1, 0);

    assertThat(engine.engine().moved()).isZero();
  }
}
