package io.handclasp.proxy.server;

import io.handclasp.proxy.config.Address;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
    InetSocketAddress wanted = new InetSocketAddress(address.host(), address.port());
    if (wanted.isUnresolved()) {
      throw unavailable(address, "the name does not resolve", null);
    }
    ChannelFuture bound = bootstrap.bind(wanted).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw unavailable(address, String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    return new Listener(bound.channel(), accepted);
  }

  private static StartException unavailable(
      Address address, String found, @Nullable Throwable cause) {
    String line =
        "listen: cannot listen on "
            + address
            + " ("
            + found
            + "); stop the program that listens there, or choose another address or port"
            + " (port 0 lets the system choose)";
    return new StartException(StartFailure.UNAVAILABLE, List.of(line), cause);
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
