package io.handclasp.proxy.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.stream.Stream;

/** How bytes get from and to the system, the best one first. */
public enum Transport {
  /** Linux, where neither the kernel nor a container's rules forbid it. */
  IO_URING("io_uring", IoUringServerSocketChannel.class, IoUringSocketChannel.class) {
    @Override
    public boolean isAvailable() {
      return IoUring.isAvailable();
    }

    @Override
    IoHandlerFactory handlers() {
      return rings(MANY);
    }

    @Override
    IoHandlerFactory fewHandlers() {
      return rings(FEW);
    }

    private static IoHandlerFactory rings(int completions) {
      return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setCqSize(completions));
    }
  },
  /** Linux, by Netty's own native library. */
  EPOLL("epoll", EpollServerSocketChannel.class, EpollSocketChannel.class) {
    @Override
    public boolean isAvailable() {
      return Epoll.isAvailable();
    }

    @Override
    IoHandlerFactory handlers() {
      return EpollIoHandler.newFactory();
    }
  },
  /** Everywhere, by the JDK. */
  NIO("nio", NioServerSocketChannel.class, NioSocketChannel.class) {
    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    IoHandlerFactory handlers() {
      return NioIoHandler.newFactory();
    }
  };

  /**
   * Completions that a ring has room for; Netty makes an object for each beforehand, which a start
   * has to wait for. Those that find no room wait in the kernel.
   */
  private static final int MANY = 1_024;

  /** The same, of a small ring. */
  private static final int FEW = 256;

  private final String word;
  private final Class<? extends ServerChannel> listener;
  private final Class<? extends Channel> connected;

  Transport(
      String word, Class<? extends ServerChannel> listener, Class<? extends Channel> connected) {
    this.word = word;
    this.listener = listener;
    this.connected = connected;
  }

  /** The best one that works here. */
  public static Transport best() {
    return Stream.of(values()).filter(Transport::isAvailable).findFirst().orElseThrow();
  }

  /** Whether it works on this system; loads its native library. */
  public abstract boolean isAvailable();

  abstract IoHandlerFactory handlers();

  IoHandlerFactory fewHandlers() {
    return handlers();
  }

  /** The word for logs. */
  public String word() {
    return word;
  }

  /** The kind of channel that listens. */
  public Class<? extends ServerChannel> listener() {
    return listener;
  }

  /** The kind of channel that connects. */
  public Class<? extends Channel> connected() {
    return connected;
  }

  /**
   * Event loops, on daemon threads.
   *
   * @param workers how many; 0 means one per core
   */
  public Loops loops(int workers) {
    int threads = workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
    return new Loops(threads, handlers());
  }

  /**
   * One event loop for a few dozen connections at most, on a daemon thread, which is there sooner.
   */
  public EventLoopGroup smallLoop() {
    return new Loops(1, fewHandlers());
  }
}
