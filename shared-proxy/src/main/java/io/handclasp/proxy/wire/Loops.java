package io.handclasp.proxy.wire;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;

/**
 * Event loops that wait without a timer where they have nothing to do later: Netty's look up after
 * a second in any case, and with io_uring that is two timers, set and cleared, for each message
 * that comes alone. {@link Ticker} tells them the time.
 */
final class Loops extends MultiThreadIoEventLoopGroup {
  Loops(int threads, IoHandlerFactory handlers) {
    super(threads, new DefaultThreadFactory("loop", true), handlers);
  }

  @Override
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... none) {
    return new Untimed(this, executor, handlers);
  }

  private static final class Untimed extends SingleThreadIoEventLoop {
    Untimed(Loops parent, Executor executor, IoHandlerFactory handlers) {
      super(parent, executor, handlers);
    }

    /** -1 says that there is none. */
    @Override
    protected long deadlineNanos() {
      return nextScheduledTaskDeadlineNanos();
    }
  }
}
