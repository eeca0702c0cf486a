package io.handclasp.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerTest {
  private static final long SOON = Duration.ofMillis(1).toNanos();

  private final EventLoopGroup loops = Transport.best().loops(1);
  private final EventLoop loop = loops.next();

  @AfterEach
  void end() {
    LoopGroupEnd.begin(loops).syncUninterruptibly();
  }

  @Test
  void aLoopThatWaitsWithoutTimerIsTold() throws Exception {
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();

    Ticker.after(loop, () -> onLoop.complete(loop.inEventLoop()), SOON);

    assertThat(onLoop.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tellsAgainUntilItIsCancelled() throws Exception {
    CountDownLatch told = new CountDownLatch(5);

    ScheduledFuture<?> telling = Ticker.every(loop, told::countDown, SOON);

    assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    telling.cancel(false);
    assertThat(telling.isCancelled()).isTrue();
  }

  @Test
  void aLoopThatEndsIsNotKeptBusy() {
    CompletableFuture<Void> ticked = new CompletableFuture<>();
    ScheduledFuture<?> telling = Ticker.every(loop, () -> ticked.complete(null), SOON);
    ticked.join();

    boolean ended = LoopGroupEnd.begin(loops).awaitUninterruptibly(4, TimeUnit.SECONDS);

    telling.cancel(false);
    assertThat(ended).as("before it is made to, after five seconds").isTrue();
  }

  @Test
  void aLoopStillRunsWhatItScheduledItself() throws Exception {
    CompletableFuture<Void> ran = new CompletableFuture<>();

    loop.schedule(() -> ran.complete(null), 5, TimeUnit.MILLISECONDS);

    ran.get(20, TimeUnit.SECONDS);
    assertThat(ran).isCompleted();
  }
}
