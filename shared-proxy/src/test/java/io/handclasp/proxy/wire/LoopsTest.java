package io.handclasp.proxy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopsTest {
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

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
    Loops loops = new Loops(1, Ending::new);

    loops.next().execute(() -> {});

    assertThat(loops.terminationFuture().await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(order).startsWith("turn", "put off", "told to end");
  }
}
