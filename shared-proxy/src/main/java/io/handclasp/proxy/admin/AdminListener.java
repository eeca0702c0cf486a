package io.handclasp.proxy.admin;

import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.AdminConfig;
import io.handclasp.proxy.server.Binding;
import io.handclasp.proxy.server.StartException;
import io.handclasp.proxy.wire.LoopGroupEnd;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener's socket, its one event loop and its few working threads. None of them is
 * shared with the proxy: whatever a visitor does, the proxy's loops do not notice.
 */
final class AdminListener implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 64;
  private static final int MOST_WAITING = 64;
  private static final int WORKERS = 2;
  private static final int IDLE_SECONDS = 60;
  private static final int LAST_ANSWERS_SECONDS = 2;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final LiveFeed feed;
  private final ThreadPoolExecutor workers;
  private final ChannelGroup accepted;
  private final @Nullable Supplier<ServerTls> tls;
  private final HandshakeListener handshakes;
  private @Nullable Channel socket;

  /**
   * Threads, but no socket yet.
   *
   * @param recent the handshakes that browsers are told of as they happen
   * @param tls the TLS in force; null to speak plain HTTP
   * @param handshakes told of visitors' handshakes
   */
  AdminListener(
      RecentHandshakes recent, @Nullable Supplier<ServerTls> tls, HandshakeListener handshakes) {
    this.tls = tls;
    this.handshakes = handshakes;
    group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("admin", true), NioIoHandler.newFactory());
    loop = group.next();
    feed = new LiveFeed(loop, recent);
    accepted = new DefaultChannelGroup(loop, true);
    workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            new DefaultThreadFactory("admin-work", true));
    workers.allowCoreThreadTimeOut(true);
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * Binds.
   *
   * @return where it listens, with the port that the system chose
   * @throws StartException where the address cannot be had
   */
  Address open(AdminConfig config, AdminRoutes routes) throws StartException {
    OriginGuard guard = new OriginGuard(config.tls(), names(config));
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel, routes, guard);
                  }
                });
    Address address = config.listen();
    Channel bound = Binding.bind(bootstrap, address, "admin.listen", ", or write admin: off");
    socket = bound;
    return new Address(address.host(), ((InetSocketAddress) bound.localAddress()).getPort());
  }

  private void accept(Channel channel, AdminRoutes routes, OriginGuard guard) {
    if (accepted.size() >= MOST_CONNECTIONS) {
      channel.close();
      return;
    }
    accepted.add(channel);
    if (tls != null) {
      tls.get().addTo(channel, handshakes);
    }
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast("idle", new IdleStateHandler(0, 0, IDLE_SECONDS));
    pipeline.addLast("http", new HttpServerCodec(limits()));
    pipeline.addLast("admin", new AdminConnection(routes, guard, feed, workers));
  }

  private static HttpDecoderConfig limits() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(4 * 1024)
        .setMaxHeaderSize(16 * 1024)
        .setMaxChunkSize(8 * 1024);
  }

  private static List<String> names(AdminConfig config) {
    List<String> names = new ArrayList<>(config.hosts());
    names.add(config.listen().host());
    return names;
  }

  /**
   * Takes no more requests, gives those it has the time to be answered (the order to drain is one
   * of them), then closes every connection and ends the threads.
   */
  @Override
  public void close() {
    if (socket != null) {
      socket.close().awaitUninterruptibly();
    }
    loop.submit(this::endAll).awaitUninterruptibly();
    accepted.newCloseFuture().awaitUninterruptibly(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
    workers.shutdownNow();
    accepted.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    LoopGroupEnd.await(group);
  }

  private void endAll() {
    for (Channel channel : accepted) {
      ChannelHandlerContext admin = channel.pipeline().context(AdminConnection.class);
      if (admin != null) {
        ((AdminConnection) admin.handler()).end(admin);
      }
    }
  }
}
