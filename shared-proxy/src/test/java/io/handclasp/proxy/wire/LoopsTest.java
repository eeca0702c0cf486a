package io.handclasp.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopsTest {
  private final Loops loops = Transport.NIO.loops(3);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void end() {
    LoopGroupEnd.await(loops);
  }

  /** Ends in its first turn, which puts something off. */
  private final class Ending implements IoHandler {
    private final ThreadAwareExecutor loop;

    Ending(ThreadAwareExecutor loop) {
      this.loop = loop;
    }

    @Override
    public int run(IoHandlerContext context) {
      if (order.isEmpty()) {
        order.add("turn");
        loop.execute(() -> order.add("put off"));
        ((EventLoop) loop).shutdownGracefully(0, 1, TimeUnit.SECONDS);
      }
      return 0;
    }

    @Override
    public void prepareToDestroy() {
      order.add("told to end");
    }

    @Override
    public IoRegistration register(IoHandle handle) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void wakeup() {}

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
      return false;
    }
  }

  @Test
  void whatTheLastTurnPutOffIsDoneBeforeTheRingIsToldToEnd() throws Exception {
    Loops ending = new Loops(1, Ending::new);

    ending.next().execute(() -> {});

    assertThat(ending.terminationFuture().await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(order).startsWith("turn", "put off", "told to end");
  }

  @Test
  void channelsSpreadEvenlyUntilThereAreLoads() throws Exception {
    List<Channel> first = register(3);
    assertThat(loops(first)).containsExactlyElementsOf(loops.all());

    first.get(1).close().syncUninterruptibly();

    assertThat(loops(register(1))).containsExactly(loops.all().get(1));
  }

  @Test
  void aChannelGoesToTheLeastLoadOfThoseThatAreOpen() throws Exception {
    register(30);

    loops.place(2, new double[] {0.4, 0.6, 0}, 1000); // a channel makes 0.033
    List<Channel> more = register(8);

    assertThat(loops(more).subList(0, 6)).containsOnly(loops.all().get(0));
    assertThat(loops(more)).contains(loops.all().get(1)).doesNotContain(loops.all().get(2));
  }

  /** What made the load of a loop and has left it does not keep others away until the next look. */
  @Test
  void whatClosesMakesRoomAtOnce() throws Exception {
    List<Channel> two = register(2);
    loops.place(2, new double[] {0.5, 0.4, 0}, 1000);
    two.get(0).close().syncUninterruptibly();

    assertThat(loops(register(1))).containsExactly(loops.all().get(0));
  }

  @Test
  void idleLoopsShareWhatComesBetweenTwoPlacings() throws Exception {
    loops.place(2, new double[3], 1000);

    assertThat(loops(register(4))).filteredOn(loops.all().get(0)::equals).hasSize(2);
  }

  @Test
  void whatComesAtOnceOpensMoreBeforeTheNextPlacing() throws Exception {
    loops.place(1, new double[3], 4);

    assertThat(loops(register(4))).containsOnly(loops.all().get(0));
    assertThat(loops(register(4))).containsOnly(loops.all().get(1));
    assertThat(loops(register(4))).containsOnly(loops.all().get(2));
    assertThat(loops(register(3))).containsExactlyInAnyOrderElementsOf(loops.all());
  }

  private List<Channel> register(int count) {
    List<Channel> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Channel channel = new NioSocketChannel();
      loops.register(channel).syncUninterruptibly();
      made.add(channel);
    }
    return made;
  }

  private static List<EventLoop> loops(List<Channel> channels) {
    return channels.stream().map(Channel::eventLoop).toList();
  }

  @Test
  void aLoopTellsTheProcessorTimeThatItHasUsed() throws Exception {
    EventLoop loop = loops.all().get(0);
    assertThat(Loops.cpuNanos(loop)).isZero();
    long until = System.nanoTime() + 20_000_000;
    loop.submit(
            () -> {
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
            })
        .syncUninterruptibly();

    assertThat(Loops.cpuNanos(loop)).isPositive();
  }
}
