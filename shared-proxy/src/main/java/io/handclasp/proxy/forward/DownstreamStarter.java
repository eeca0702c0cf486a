package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.TlsEstablished;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http2.Http2Preface;
import io.handclasp.proxy.wire.Accumulation;
import io.handclasp.proxy.wire.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * Waits on an accepted connection until it is known who is there and what is spoken, and gives its
 * place to that handler. With TLS the handshake says so; without, the first bytes do.
 */
final class DownstreamStarter extends ChannelInboundHandlerAdapter implements DownstreamConnection {
  private final LoopEngine engine;
  private final boolean secure;
  private final Accumulation begun = new Accumulation();
  private @Nullable ChannelHandlerContext context;
  private @Nullable Deadline deadline;

  DownstreamStarter(LoopEngine engine, boolean secure) {
    this.engine = engine;
    this.secure = secure;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /** Nothing was asked yet. A handshake goes on: who comes out of it is drained then. */
  @Override
  public void drain() {
    if (!secure && context != null) {
      context.close();
    }
  }

  @Override
  public void retire() {
    // A request may be on its way, and what it begins will work by the new state.
  }

  @Override
  public int underWay() {
    return 0;
  }

  @Override
  public boolean hasWorkedSince(long nanos) {
    return false;
  }

  /** Nothing was asked yet, so it has nothing to end with. */
  @Override
  public boolean letGo() {
    return false;
  }

  @Override
  public void cut() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!secure) {
      deadline = engine.forwarder().deadlines().open(() -> ctx.close());
      deadline.in(engine.forwarder().timeouts().idle());
    }
    engine.register(ctx.channel(), this);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    begun.add(ctx.alloc(), (ByteBuf) message);
    Http2Preface preface = Http2Preface.of(begun.bytes());
    if (preface != Http2Preface.UNDECIDED) {
      start(ctx, null, preface == Http2Preface.HTTP_2);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof TlsEstablished established) {
      start(ctx, established, established.protocol().equals("h2"));
    } else if (event == ChannelInputShutdownEvent.INSTANCE && !secure) {
      // Too little for a preface, and no more to come: let HTTP/1.1 say what it makes of it.
      start(ctx, null, false);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.close();
    }
    begun.release();
  }

  /** Before there is anything to answer: TLS told its own story already. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void start(
      ChannelHandlerContext ctx, @Nullable TlsEstablished established, boolean http2) {
    Caller caller = engine.caller(ctx.channel(), established);
    ChannelHandler handler =
        http2 ? engine.http2(ctx.channel(), caller) : engine.http1(ctx.channel(), caller);
    ByteBuf seen = begun.size() > 0 ? begun.bytes().retain() : null;
    ctx.pipeline().replace(this, http2 ? "http2" : "http1", handler);
    if (seen != null) {
      ctx.fireChannelRead(seen);
    }
  }
}
