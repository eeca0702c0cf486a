package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.TlsEstablished;
import io.handclasp.proxy.http.Caller;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Waits on an accepted connection until it is known who is there and what is spoken, and gives its
 * place to that handler.
 */
final class DownstreamStarter extends ChannelInboundHandlerAdapter {
  private final LoopEngine engine;
  private final boolean secure;

  DownstreamStarter(LoopEngine engine, boolean secure) {
    this.engine = engine;
    this.secure = secure;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (!secure) {
      start(ctx, null);
    }
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof TlsEstablished established) {
      start(ctx, established);
    }
    ctx.fireUserEventTriggered(event);
  }

  /** Before there is anything to answer: TLS told its own story already. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private void start(ChannelHandlerContext ctx, @Nullable TlsEstablished established) {
    Caller caller = engine.caller(ctx.channel(), established);
    ctx.pipeline().replace(this, "http1", engine.http1(ctx.channel(), caller));
  }
}
