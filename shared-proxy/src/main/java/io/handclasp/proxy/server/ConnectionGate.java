package io.handclasp.proxy.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stops accepting while there are as many connections as are allowed. Those already taken from the
 * system's queue by then are kept, so the limit may be passed by a few.
 */
final class ConnectionGate extends ChannelInboundHandlerAdapter {
  private final int limit;
  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable Channel socket;

  ConnectionGate(int limit) {
    this.limit = limit;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    socket = ctx.channel();
  }

  /** Counts a connection until it is closed. Any thread. */
  void entered(Channel connection) {
    if (open.incrementAndGet() >= limit) {
      accepting(false);
    }
    connection.closeFuture().addListener(closed -> left());
  }

  private void left() {
    if (open.decrementAndGet() < limit) {
      accepting(true);
    }
  }

  private void accepting(boolean more) {
    Channel listening = socket;
    if (listening != null && listening.config().isAutoRead() != more) {
      listening.config().setAutoRead(more);
    }
  }
}
