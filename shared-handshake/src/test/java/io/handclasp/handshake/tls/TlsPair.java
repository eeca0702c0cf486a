package io.handclasp.handshake.tls;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.HandshakeVerdict;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Both ends on real sockets: the server echoes, the client sends one word as soon as it may. What
 * either end tells is kept in queues.
 */
final class TlsPair implements AutoCloseable {
  static final String WORD = "hello over there";

  final BlockingQueue<HandshakeRecord> serverRecords = new LinkedBlockingQueue<>();
  final BlockingQueue<HandshakeRecord> clientRecords = new LinkedBlockingQueue<>();
  final BlockingQueue<Object> serverEvents = new LinkedBlockingQueue<>();
  final BlockingQueue<Object> clientEvents = new LinkedBlockingQueue<>();
  final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  final Queue<Throwable> strayExceptions = new ConcurrentLinkedQueue<>();

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private ServerTls serverTls;
  private ClientTls clientTls;
  private final Channel listener;
  private String expectedName = "back.example";

  TlsPair(TlsSettings server, TlsMaterial back, TlsSettings client, TlsMaterial front) {
    this(
        ServerTls.build(server, back, List.of("h2", "http/1.1"), 1, plain()),
        ClientTls.build(client, front, List.of("h2", "http/1.1"), 1, plain()));
  }

  TlsPair(ServerTls serverTls, ClientTls clientTls) {
    this.serverTls = serverTls;
    this.clientTls = clientTls;
    this.listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channels.add(channel);
                    TlsPair.this.serverTls.addTo(channel, serverRecords::add);
                    channel.pipeline().addLast(new Echo());
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  static HandshakeVerdict plain() {
    return raw -> raw;
  }

  TlsPair expecting(String name) {
    expectedName = name;
    return this;
  }

  /** From now on both ends have other contexts; the old ones are released. */
  void replace(ServerTls server, ClientTls client) {
    if (server != serverTls) {
      serverTls.close();
      serverTls = server;
    }
    if (client != clientTls) {
      clientTls.close();
      clientTls = client;
    }
  }

  ServerTls serverTls() {
    return serverTls;
  }

  ClientTls clientTls() {
    return clientTls;
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  Channel connect() {
    return connect(port());
  }

  Channel connect(int port) {
    return new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channels.add(channel);
                clientTls.addTo(channel, "back.example", port, expectedName, clientRecords::add);
                channel.pipeline().addLast(new Asking());
              }
            })
        .connect("127.0.0.1", port)
        .syncUninterruptibly()
        .channel();
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within 20 s");
    }
    return next;
  }

  HandshakeRecord serverRecord() throws InterruptedException {
    return next(serverRecords);
  }

  HandshakeRecord clientRecord() throws InterruptedException {
    return next(clientRecords);
  }

  /** Hangs up all connections; the listener stays. */
  void closeChannels() {
    channels.close().awaitUninterruptibly();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    channels.close().awaitUninterruptibly();
    group.shutdownGracefully(50, 5_000, MILLISECONDS).syncUninterruptibly();
    serverTls.close();
    clientTls.close();
  }

  private class Noting extends ChannelInboundHandlerAdapter {
    private final BlockingQueue<Object> events;

    Noting(BlockingQueue<Object> events) {
      this.events = events;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof TlsEstablished || event instanceof TlsFailed) {
        events.add(event);
      }
      if (event instanceof TlsFailed) {
        ctx.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      strayExceptions.add(cause);
      ctx.close();
    }
  }

  private final class Echo extends Noting {
    Echo() {
      super(serverEvents);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ctx.writeAndFlush(msg);
    }
  }

  private final class Asking extends Noting {
    Asking() {
      super(clientEvents);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      super.userEventTriggered(ctx, event);
      if (event instanceof TlsEstablished) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(WORD, StandardCharsets.UTF_8));
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      ByteBuf bytes = (ByteBuf) msg;
      answers.add(bytes.toString(StandardCharsets.UTF_8));
      bytes.release();
    }
  }
}
