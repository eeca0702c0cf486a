package io.handclasp.proxy.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Asks again and again on one connection, one request at a time. */
final class RehearsalClient extends SimpleChannelInboundHandler<ByteBuf> {
  private static final byte[] REQUEST =
      """
      GET /rehearsal?a=1 HTTP/1.1
      Host: rehearsal.invalid
      User-Agent: rehearsal
      Accept: */*
      Accept-Encoding: gzip
      X-Request-Id: 1

      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);
  private static final ByteBuf HEAD_END =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));

  private final BooleanSupplier onAnswer;
  private int awaited;

  /**
   * With nothing asked yet.
   *
   * @param onAnswer is told of each answer and says whether to ask again
   */
  RehearsalClient(BooleanSupplier onAnswer) {
    this.onAnswer = onAnswer;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ask(ctx);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf answer) {
    if (awaited == 0) {
      int head = ByteBufUtil.indexOf(HEAD_END, answer);
      if (head < 0) {
        ctx.close();
        return;
      }
      awaited = RehearsalOrigin.BODY;
      answer.readerIndex(head + HEAD_END.readableBytes());
    }
    awaited -= answer.readableBytes();
    if (awaited == 0 && onAnswer.getAsBoolean()) {
      ask(ctx);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private static void ask(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(Unpooled.wrappedBuffer(REQUEST));
  }
}
