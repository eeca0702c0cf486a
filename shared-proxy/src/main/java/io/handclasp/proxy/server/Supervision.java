package io.handclasp.proxy.server;

import io.handclasp.proxy.wire.LoopGroupEnd;
import io.handclasp.proxy.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.PromiseCombiner;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd, or whoever set {@code NOTIFY_SOCKET}, how the program is: ready, reloading,
 * stopping, and alive while every event loop answers (sd_notify(3)). Where nobody asks, or where
 * there is no epoll to reach such a socket by, it does nothing. Any thread.
 */
public final class Supervision implements LifecycleListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("lifecycle");
  private static final long LAST_WORDS_MILLIS = 1_000;
  private static final ChannelHandler NOTHING_COMES =
      new ChannelHandlerAdapter() {
        @Override
        public boolean isSharable() {
          return true;
        }
      };

  private final @Nullable DomainSocketAddress supervisor;
  private final Duration watchdog;
  private volatile @Nullable EventLoopGroup own;
  private volatile @Nullable Channel channel;

  private Supervision(@Nullable DomainSocketAddress supervisor, Duration watchdog) {
    this.supervisor = supervisor;
    this.watchdog = watchdog;
  }

  /** As the environment asks: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC}. */
  public static Supervision of(Map<String, String> environment) {
    String path = environment.getOrDefault("NOTIFY_SOCKET", "");
    // A leading @ stands for the zero byte of the abstract name space.
    DomainSocketAddress supervisor =
        path.isEmpty()
            ? null
            : new DomainSocketAddress(path.startsWith("@") ? "\0" + path.substring(1) : path);
    return new Supervision(supervisor, micros(environment.getOrDefault("WATCHDOG_USEC", "")));
  }

  private static Duration micros(String text) {
    try {
      return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(text)));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  /** The server takes requests; from now on what happens is told, until {@link #close}. */
  public void begin(ProxyServer server) {
    if (!reach()) {
      return;
    }
    say("READY=1\nSTATUS=listens on " + server.address());
    if (!watchdog.isZero()) {
      watch(server.group());
    }
  }

  /**
   * Speaks once, to itself. It does not prepare a start, but a run that Java keeps the loaded
   * classes of: such a run need not have a supervisor, and the starts after it may have one.
   *
   * @return true where it was heard
   */
  public static boolean rehearse() {
    if (!Epoll.isAvailable()) {
      return false;
    }
    EventLoopGroup loop = Transport.EPOLL.loops(1);
    DomainSocketAddress listener =
        new DomainSocketAddress("\0handclasp-" + ProcessHandle.current().pid());
    ChannelFuture bound = datagrams(loop).bind(listener).awaitUninterruptibly();
    try (Supervision supervision = new Supervision(listener, Duration.ZERO)) {
      return bound.isSuccess() && supervision.reach() && supervision.sayLast("READY=1");
    } finally {
      LoopGroupEnd.begin(loop);
    }
  }

  /** False where nobody asks to be told, or where they cannot be. */
  private boolean reach() {
    if (supervisor == null || !Epoll.isAvailable()) {
      return false;
    }
    // Only epoll reaches such a socket, and it takes a loop that is not the proxy's to say the
    // last.
    EventLoopGroup loop = Transport.EPOLL.loops(1);
    own = loop;
    ChannelFuture reached = datagrams(loop).connect(supervisor).awaitUninterruptibly();
    if (!reached.isSuccess()) {
      LOG.warn("the supervisor at NOTIFY_SOCKET cannot be told: {}", reached.cause().toString());
      close();
      return false;
    }
    channel = reached.channel();
    return true;
  }

  /** A reload was asked for; how it went is learnt as an event. */
  public void reloading() {
    // Linux takes this clock for the monotonic one that systemd wants to compare with.
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    say("RELOADING=1\nMONOTONIC_USEC=" + micros);
  }

  @Override
  public void onEvent(LifecycleEvent event) {
    if (event instanceof LifecycleEvent.Reloaded reloaded) {
      say("READY=1\nSTATUS=epoch " + reloaded.epoch() + " is in force");
    } else if (event instanceof LifecycleEvent.ReloadRefused refused) {
      say("READY=1\nSTATUS=reload refused, epoch " + refused.epoch() + " stays; see the log");
    } else if (event instanceof LifecycleEvent.Draining draining) {
      sayLast("STOPPING=1\nSTATUS=drains " + draining.connections() + " connections");
    }
  }

  /** Twice in the time that the supervisor allows, each loop has to answer. */
  private void watch(EventLoopGroup loops) {
    Channel telling = channel;
    if (telling == null) {
      return;
    }
    long half = watchdog.toNanos() / 2;
    telling
        .eventLoop()
        .scheduleAtFixedRate(() -> whenAllAnswer(loops, telling), half, half, TimeUnit.NANOSECONDS);
  }

  private void whenAllAnswer(EventLoopGroup loops, Channel telling) {
    PromiseCombiner all = new PromiseCombiner(telling.eventLoop());
    for (EventExecutor loop : loops) {
      Future<?> answer = loop.submit(() -> {});
      all.add(answer);
    }
    all.finish(telling.eventLoop().<Void>newPromise().addListener(answered -> say("WATCHDOG=1")));
  }

  private void say(String message) {
    Channel telling = channel;
    if (telling != null) {
      write(telling, message);
    }
  }

  /** Waits until it is said: loops that end close their sockets before what is still queued. */
  private boolean sayLast(String message) {
    Channel telling = channel;
    if (telling == null) {
      return false;
    }
    ChannelFuture said = write(telling, message);
    said.awaitUninterruptibly(LAST_WORDS_MILLIS);
    return said.isSuccess();
  }

  /** Ends the loop by which it speaks; nothing is told afterwards. */
  @Override
  public void close() {
    channel = null;
    EventLoopGroup loop = own;
    if (loop != null) {
      LoopGroupEnd.begin(loop);
    }
  }

  private static Bootstrap datagrams(EventLoopGroup loop) {
    return new Bootstrap()
        .group(loop)
        .channel(EpollDomainDatagramChannel.class)
        .handler(NOTHING_COMES);
  }

  private static ChannelFuture write(Channel telling, String message) {
    return telling.writeAndFlush(ByteBufUtil.writeUtf8(telling.alloc(), message));
  }
}
