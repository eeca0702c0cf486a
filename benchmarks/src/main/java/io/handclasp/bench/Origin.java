package io.handclasp.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The plain HTTP server behind the backs: {@code /1k}, {@code /10m}, and an echo of any body. */
final class Origin implements AutoCloseable {
  static final int SMALL = 1024;
  static final int LARGE = 10 << 20;

  private static final ByteBuf LARGE_PATH = MessageHead.text("GET /10m ");
  private static final ByteBuf ECHO_PATH = MessageHead.text("POST /echo ");

  private static final ByteBuf SMALL_ANSWER = answer(SMALL);
  private static final ByteBuf LARGE_ANSWER = answer(LARGE);

  private final Channel socket;

  private Origin(Channel socket) {
    this.socket = socket;
  }

  static Origin open(EventLoopGroup loops) {
    Channel socket =
        new ServerBootstrap()
            .group(loops)
            .channel(Lab.TRANSPORT.listener())
            .option(ChannelOption.SO_BACKLOG, 8_192)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Answers());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
    return new Origin(socket);
  }

  int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /** That many letters. */
  static String text(int length) {
    return "x".repeat(length);
  }

  @Override
  public void close() {
    socket.close().syncUninterruptibly();
  }

  private static ByteBuf answer(int length) {
    ByteBuf bytes = Unpooled.directBuffer(length);
    bytes.writeCharSequence(head(length) + text(length), StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(bytes);
  }

  private static String head(int length) {
    return "HTTP/1.1 200 OK\r\ncontent-length: %d\r\ncontent-type: text/plain\r\n\r\n"
        .formatted(length);
  }

  /** One answer for each request, once all of it is there. */
  private static final class Answers extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      int head = MessageHead.length(in);
      if (head == 0) {
        return;
      }
      boolean echo = MessageHead.startsWith(in, ECHO_PATH);
      int body = (int) Math.max(0, MessageHead.contentLength(in, head));
      if (in.readableBytes() < head + body) {
        return;
      }
      if (echo) {
        ctx.write(ByteBufUtil.writeAscii(ctx.alloc(), head(body)));
        ctx.writeAndFlush(in.retainedSlice(in.readerIndex() + head, body));
      } else {
        ByteBuf answer = MessageHead.startsWith(in, LARGE_PATH) ? LARGE_ANSWER : SMALL_ANSWER;
        ctx.writeAndFlush(answer.duplicate(), ctx.voidPromise());
      }
      in.skipBytes(head + body);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
