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
  /** How long tasks may keep a loop from its channels. */
  private static final long TASKS_NANOS = 100_000_000;

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

    /**
     * As Netty's, but all that the last turn put off is done before a ring is told to end. A
     * channel that was closed in that turn takes back its last operation later, as a task; a ring
     * that was told to end does nothing new before all that is under way is over, and would wait
     * for that operation for ever.
     */
    @Override
    protected void run() {
      ioHandler().initialize();
      do {
        runIo();
        if (isShuttingDown()) {
          runAllTasks();
          ioHandler().prepareToDestroy();
        }
        runAllTasks(TASKS_NANOS);
      } while (!confirmShutdown() && !canSuspend());
    }

    /** -1 says that there is none. */
    @Override
    protected long deadlineNanos() {
      return nextScheduledTaskDeadlineNanos();
    }
  }
}
