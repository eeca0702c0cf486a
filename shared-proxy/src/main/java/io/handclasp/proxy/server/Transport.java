package io.handclasp.proxy.server;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How bytes get from and to the system: epoll where its native library loads, NIO otherwise. */
enum Transport {
  /** Linux, by Netty's own native library. */
  EPOLL("epoll", EpollServerSocketChannel.class, EpollSocketChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }
  },
  /** Everywhere, by the JDK. */
  NIO("nio", NioServerSocketChannel.class, NioSocketChannel.class) {
    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }
  };

  private final String word;
  private final Class<? extends ServerChannel> listener;
  private final Class<? extends Channel> connected;

  Transport(
      String word, Class<? extends ServerChannel> listener, Class<? extends Channel> connected) {
    this.word = word;
    this.listener = listener;
    this.connected = connected;
  }

  /** The best one here. */
  static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  abstract IoHandlerFactory handlers();

  /** The word for logs. */
  String word() {
    return word;
  }

  /** The kind of channel that listens. */
  Class<? extends ServerChannel> listener() {
    return listener;
  }

  /** The kind of channel that connects. */
  Class<? extends Channel> connected() {
    return connected;
  }

  /**
   * Event loops, on daemon threads.
   *
   * @param workers how many; 0 means one per core
   */
  EventLoopGroup loops(int workers) {
    int threads = workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("loop", true), handlers());
  }
}
