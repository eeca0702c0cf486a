package io.handclasp.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The plain HTTP server behind the backs: {@code /1k}, {@code /10m}, and an echo of any body. */
final class Origin implements AutoCloseable {
  static final int SMALL = 1024;
  static final int LARGE = 10 << 20;

  private static final ByteBuf SMALL_BODY = body(SMALL);
  private static final ByteBuf LARGE_BODY = body(LARGE);

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
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(1 << 20),
                            new Answers());
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

  private static ByteBuf body(int length) {
    ByteBuf bytes = Unpooled.directBuffer(length);
    bytes.writeCharSequence(text(length), StandardCharsets.US_ASCII);
    return Unpooled.unreleasableBuffer(bytes);
  }

  private static final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      ByteBuf body =
          switch (request.uri()) {
            case "/10m" -> LARGE_BODY.duplicate();
            case "/echo" -> request.content().retain();
            default -> SMALL_BODY.duplicate();
          };
      DefaultFullHttpResponse answer =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
      answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
      answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
      ctx.writeAndFlush(answer);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
