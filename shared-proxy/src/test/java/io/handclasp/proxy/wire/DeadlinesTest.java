package io.handclasp.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlinesTest {
  private static final Duration SOON = Duration.ofMillis(1);

  private final EventLoopGroup loops = Transport.best().loops(1);
  private final EventLoop loop = loops.next();
  private final Deadlines deadlines = new Deadlines(loop);

  @AfterEach
  void end() {
    LoopGroupEnd.begin(loops).syncUninterruptibly();
  }

  static Stream<Throwable> faults() {
    return Stream.of(new IllegalStateException("a fault"), new AssertionError("a worse one"));
  }

  @Test
  void aLimitFiresOnceAndNotBeforeItsTime() throws Exception {
    Duration time = Duration.ofMillis(120);
    BlockingQueue<Duration> fired = new LinkedBlockingQueue<>();
    CountDownLatch later = new CountDownLatch(1);

    loop.execute(
        () -> {
          long set = System.nanoTime();
          deadlines.open(() -> fired.add(Duration.ofNanos(System.nanoTime() - set))).in(time);
          deadlines.open(later::countDown).in(time.multipliedBy(3));
        });

    assertThat(fired.poll(20, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(time);
    assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(fired).isEmpty();
  }

  @Test
  void aLimitThatIsSetAnewBeginsAnew() throws Exception {
    Duration time = Duration.ofMillis(150);
    BlockingQueue<Duration> fired = new LinkedBlockingQueue<>();

    loop.execute(
        () -> {
          AtomicLong set = new AtomicLong(System.nanoTime());
          Deadline limit =
              deadlines.open(() -> fired.add(Duration.ofNanos(System.nanoTime() - set.get())));
          limit.in(time);
          deadlines
              .open(
                  () -> {
                    set.set(System.nanoTime());
                    limit.in(time);
                  })
              .in(time.dividedBy(3));
        });

    assertThat(fired.poll(20, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(time);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aLimitThatFailsKeepsNoOtherFromFiring(Throwable fault) throws Exception {
    CountDownLatch fired = new CountDownLatch(2);

    loop.execute(
        () -> {
          deadlines.open(fired::countDown).in(SOON);
          deadlines.open(() -> PlatformDependent.throwException(fault)).in(SOON);
          deadlines.open(fired::countDown).in(SOON);
        });

    assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
