package io.handclasp.handshake.doctor;

import io.handclasp.handshake.tls.TlsEstablished;
import io.handclasp.handshake.tls.TlsFailed;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands in for what would use the connection: says one byte once TLS is up, so that the other end
 * knows it was accepted, and hangs up where TLS failed.
 */
final class Farewell extends ChannelInboundHandlerAdapter {
  private final boolean speaks;

  Farewell(boolean speaks) {
    this.speaks = speaks;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof TlsEstablished && speaks) {
      ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'.'}));
    } else if (event instanceof TlsFailed) {
      ctx.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ReferenceCountUtil.release(msg);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close(); // the record says why
  }
}
