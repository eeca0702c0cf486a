package io.handclasp.proxy.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.tls.ProviderChoice;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.Limits;
import io.handclasp.proxy.config.LogConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ReloadConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.config.Timeouts;
import io.handclasp.proxy.forward.ExchangeCompleted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final Address UNTOUCHED = new Address("192.0.2.1", 9);

  @Test
  void runsRequestsThroughBothHalvesAndTouchesNoPeer() throws InterruptedException {
    CountDownLatch some = new CountDownLatch(100);
    List<ExchangeCompleted> failed = new CopyOnWriteArrayList<>();
    Rehearsal rehearsal =
        Rehearsal.begin(
            config(Duration.ofSeconds(20)),
            exchange -> {
              if (exchange.status() != 200 || UNTOUCHED.equals(exchange.endpoint())) {
                failed.add(exchange);
              }
              some.countDown();
            });

    boolean enough = some.await(20, TimeUnit.SECONDS);
    rehearsal.close();

    assertThat(enough).isTrue();
    assertThat(rehearsal.answered()).isPositive();
    assertThat(failed).allMatch(exchange -> exchange.failure() != null); // cut when it was closed
  }

  @Test
  void overTlsBothEndsMakeHandshakesThatAreTold() {
    List<HandshakeRecord> told = new CopyOnWriteArrayList<>();
    List<ExchangeCompleted> failed = new CopyOnWriteArrayList<>();
    Rehearsal rehearsal =
        Rehearsal.overTls(
            config(Duration.ZERO),
            told::add,
            exchange -> {
              if (exchange.status() != 200 && exchange.failure() == null) {
                failed.add(exchange);
              }
            });
    rehearsal.await();

    assertThat(rehearsal.answered()).isGreaterThanOrEqualTo(200);
    assertThat(failed).isEmpty();
    assertThat(told).extracting(HandshakeRecord::role).contains(Role.CLIENT, Role.SERVER);
    assertThat(told).allMatch(handshake -> handshake.outcome() == Outcome.ESTABLISHED);
  }

  @Test
  void keepsTheStartNoLongerThanAllowed() {
    long began = System.nanoTime();
    Rehearsal.begin(config(Duration.ofMillis(50)), exchange -> {}).await();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void doesNothingWhereItIsNotWanted() {
    Rehearsal none = Rehearsal.begin(config(Duration.ZERO), exchange -> {});
    none.await();

    assertThat(none.answered()).isZero();
  }

  private static ProxyConfig config(Duration rehearsal) {
    Duration time = Duration.ofSeconds(10);
    Path none = Path.of("none");
    return new ProxyConfig(
        Side.FRONT,
        new Address("127.0.0.1", 0),
        new TlsSettings(
            ProviderChoice.AUTO,
            List.of("TLSv1.3"),
            List.of(),
            List.of(),
            new IdentitySource(none, null, null, null, null),
            new TrustSource(none, null),
            List.of(),
            TrustPolicy.strict(),
            time),
        List.of(
            new RouteConfig(
                "*",
                "/",
                new RouteConfig.Forward(List.of(new EndpointConfig(false, UNTOUCHED, null))))),
        Limits.defaults(),
        new Timeouts(time, time, time, time, time, time, time, time, rehearsal, time, time),
        null,
        1,
        LogConfig.defaults(),
        ReloadConfig.defaults());
  }
}
