package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the TLS handler and shows the observation what passes. Leaves the pipeline when a
 * handshake has ended well.
 *
 * <p>Where it ended badly the close is delayed: a socket that is closed with unread bytes resets
 * the connection, and the peer's kernel then throws away the alert that says why. So the outbound
 * half is closed first, and what the peer still sends is thrown away until it closes, for a bounded
 * time and number of bytes.
 */
final class RecordTap extends ChannelDuplexHandler {
  private static final long LINGER_MILLIS = 1_000;
  private static final long LINGER_BYTES = 1024 * 1024;

  private final Observation observation;
  private boolean failed;
  private boolean lingering;
  private long drained;
  private @Nullable ChannelHandlerContext context;
  private @Nullable Future<?> deadline;
  private @Nullable ChannelPromise closing;

  RecordTap(Observation observation) {
    this.observation = observation;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    observation.abandoned();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    observation.connected();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    if (!(msg instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(msg);
    } else if (lingering) {
      drained += bytes.readableBytes();
      bytes.release();
      if (drained > LINGER_BYTES) {
        closeNow(ctx);
      }
    } else {
      observation.received(bytes);
      ctx.fireChannelRead(msg);
      observation.turn();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (lingering) {
      ctx.read();
    } else {
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (msg instanceof ByteBuf bytes) {
      observation.sent(bytes);
    }
    ctx.write(msg, promise);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!mayStillHear(ctx.channel())) {
      observation.transportFailed(cause);
    }
    ctx.fireExceptionCaught(cause);
  }

  /** A peer that takes no more may have said why; what it said is read, and then its end. */
  private static boolean mayStillHear(Channel channel) {
    return channel instanceof DuplexChannel duplex
        && duplex.isOutputShutdown()
        && !duplex.isInputShutdown();
  }

  /**
   * Where half-closed connections are allowed, the end of what the peer says is only told; but no
   * handshake goes on without the peer.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      ctx.fireUserEventTriggered(event);
    } else if (lingering) {
      closeNow(ctx);
    } else {
      ctx.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    observation.closedByPeer();
    stopLingering();
    ctx.fireChannelInactive();
    observation.gone();
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    observation.closing();
    if (lingering) {
      joinClosing(promise);
    } else if (failed
        && ctx.channel().isActive()
        && ctx.channel() instanceof DuplexChannel duplex) {
      linger(ctx, duplex, promise);
    } else {
      ctx.close(promise);
    }
  }

  /** The observation is over. */
  void ended(Outcome outcome) {
    ChannelHandlerContext ctx = context;
    if (outcome != Outcome.ESTABLISHED) {
      failed = true;
    } else if (ctx != null && !ctx.isRemoved()) {
      ctx.pipeline().remove(this);
    }
  }

  private void linger(ChannelHandlerContext ctx, DuplexChannel duplex, ChannelPromise promise) {
    lingering = true;
    closing = promise.unvoid();
    deadline = ctx.executor().schedule(() -> closeNow(ctx), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    // An empty write completes when all that went before it, the alert, has reached the socket.
    ctx.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            flushed -> {
              if (flushed.isSuccess() && !duplex.isInputShutdown()) {
                duplex.shutdownOutput();
              } else {
                closeNow(ctx);
              }
            });
    ctx.read();
  }

  private void joinClosing(ChannelPromise promise) {
    ChannelPromise first = closing;
    if (first != null && first != promise) {
      first.addListener(
          done -> {
            if (done.isSuccess()) {
              promise.trySuccess();
            } else {
              promise.tryFailure(done.cause());
            }
          });
    }
  }

  private void closeNow(ChannelHandlerContext ctx) {
    ChannelPromise promise = closing;
    if (promise != null) {
      stopLingering();
      if (!promise.isDone()) {
        ctx.close(promise);
      }
    }
  }

  private void stopLingering() {
    Future<?> timer = deadline;
    if (timer != null) {
      timer.cancel(false);
      deadline = null;
    }
    ChannelPromise promise = closing;
    if (promise != null && context != null && !context.channel().isActive()) {
      promise.trySuccess();
    }
  }
}
