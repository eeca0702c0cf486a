package io.handclasp.proxy.server;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.wire.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * The listening socket and the connections that came in by it. Its methods may be called by any
 * thread.
 */
final class Listener {
  private static final int BACKLOG = 4_096;

  private final Channel socket;
  private final ChannelGroup accepted;

  private Listener(Channel socket, ChannelGroup accepted) {
    this.socket = socket;
    this.accepted = accepted;
  }

  /**
   * Binds.
   *
   * @param limit most connections at once; beyond it, new ones wait in the system's queue
   * @param taker is given each new connection, on its event loop, before it reads
   * @throws StartException where the address cannot be had
   */
  static Listener open(
      Address address,
      Transport transport,
      EventLoopGroup loops,
      int limit,
      Consumer<Channel> taker)
      throws StartException {
    ChannelGroup accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    ConnectionGate gate = new ConnectionGate(limit);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.listener())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .handler(gate)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    gate.entered(channel);
                    accepted.add(channel);
                    taker.accept(channel);
                  }
                });
    return new Listener(Binding.bind(bootstrap, address, "listen", ""), accepted);
  }

  /** Where it listens, with the port that the system chose. */
  Address address(String host) {
    InetSocketAddress local = (InetSocketAddress) socket.localAddress();
    return new Address(host, local.getPort());
  }

  int connections() {
    return accepted.size();
  }

  /** Takes no more connections; returns once the socket is closed. */
  void close() {
    socket.close().awaitUninterruptibly();
  }

  /** Done once every connection is closed; only after {@link #close()}. */
  ChannelGroupFuture allGone() {
    return accepted.newCloseFuture();
  }
}
