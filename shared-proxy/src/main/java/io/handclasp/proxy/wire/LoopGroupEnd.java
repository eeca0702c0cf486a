package io.handclasp.proxy.wire;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends groups of event loops so that nothing of theirs is left unreleased. */
public final class LoopGroupEnd {
  private static final long QUIET_MILLIS = 10;
  private static final long MOST_MILLIS = 5_000;

  private LoopGroupEnd() {}

  /**
   * Begins to end a group; any thread. With no quiet period a loop may end between two looks at its
   * state, before it has closed its channels; then neither they nor their TLS engines are ever
   * released.
   *
   * @return done once all its threads have ended
   */
  public static Future<?> begin(EventLoopGroup loops) {
    return loops.shutdownGracefully(QUIET_MILLIS, MOST_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Ends a group, and waits for it; not on one of its loops. A loop that does not end, because of a
   * fault, is left behind after twice the time that it has: its thread keeps no process alive.
   */
  public static void await(EventLoopGroup loops) {
    begin(loops).awaitUninterruptibly(2 * MOST_MILLIS);
  }
}
