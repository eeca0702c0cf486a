package io.handclasp.proxy.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;

/** Answers whatever it reads, which is one small request at a time, with the same 1 KiB. */
final class RehearsalOrigin extends SimpleChannelInboundHandler<ByteBuf> {
  static final int BODY = 1024;

  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nserver: rehearsal\r\ncontent-type: text/plain\r\ncontent-length: "
              + BODY
              + "\r\n\r\n"
              + "x".repeat(BODY))
          .getBytes(StandardCharsets.US_ASCII);

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf request) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
