package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.wire.Transport;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of links when a reload switches to another state. */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class SwitchedLinksTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String LAST =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void closesAllLinksThatWereBeingOpenedWhenTheirExchangesAreDone() throws Exception {
    CountDownLatch handshake = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(2);
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          if (number == 1) {
            origin.request(connection);
            connection.send(LAST);
            return;
          }
          handshake.await();
          try {
            while (true) {
              origin.request(connection);
              connection.send(LAST.replace("Connection: close\r\n", ""));
            }
          } finally {
            ended.countDown();
          }
        };
    try (MutualTls tls = MutualTls.overHttp1(Transport.best());
        ScriptedOrigin origin = new ScriptedOrigin(script, tls.foreignBack());
        RunningEngine front = tls.front(origin.port());
        RawClient one = front.connect();
        RawClient two = front.connect()) {
      assertThat(one.send(GET).answer()).as("now it is known what is spoken").endsWith("ok");
      one.send(GET);
      two.send(GET);
      origin.awaitAccepted(3);
      front.engine().switchTo(front.state()).join();
      handshake.countDown();

      assertThat(one.answer()).endsWith("ok");
      assertThat(two.answer()).endsWith("ok");
      assertThat(ended.await(15, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void cutsWhatGoesOnUnderAnOldIdentityThoughItsNextHopSaidGoAwayBefore() throws Exception {
    CountDownLatch goneAway = new CountDownLatch(1);
    ScriptedOrigin.Script script =
        (origin, connection, number) -> {
          RawHttp2 http2 = new RawHttp2(connection);
          http2.await(RawHttp2.HEADERS);
          http2.ok(1);
          http2.goAway(1);
          http2.ping();
          http2.await(RawHttp2.PING);
          goneAway.countDown();
          connection.toEnd();
        };
    try (MutualTls tls = MutualTls.overHttp2();
        ScriptedOrigin origin = new ScriptedOrigin(script);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingInHttp2To(origin.port()));
        RawClient client = engine.connect()) {
      assertThat(client.send(GET).head()).startsWith("HTTP/1.1 200 ");
      assertThat(goneAway.await(15, TimeUnit.SECONDS)).isTrue();

      TestConfig config = TestConfig.forwardingInHttp2To(origin.port());
      engine.engine().switchTo(tls.state(config.config(TestConfig.retiringAtOnce()))).join();

      assertThat(engine.completed().failure()).isEqualTo(FailureKind.CUT_OFF);
    }
  }
}
