package io.handclasp.proxy.forward;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.proxy.config.Limits;
import io.handclasp.proxy.http.HeadLimits;
import io.handclasp.proxy.http2.Http2Options;
import io.handclasp.proxy.link.Addresses;
import io.handclasp.proxy.link.EndpointState;
import io.handclasp.proxy.link.LinkSet;
import io.handclasp.proxy.link.LinkSettings;
import io.handclasp.proxy.link.LocalServices;
import io.handclasp.proxy.wire.HalfClose;
import io.handclasp.proxy.wire.Loop;
import io.handclasp.proxy.wire.Ticker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding engine of one proxy, front or back. It owns no event loops and no listener:
 * whoever accepts connections passes each to {@link #accept}, and upstream connections live on the
 * event loop of the downstream connection that first needed them.
 */
public final class ProxyEngine implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long PLAIN_NANOS = 50_000;
  private static final long HANDSHAKE_NANOS = 400_000;

  private final String name;
  private final HandshakeListener handshakes;
  private final ExchangeListener exchanges;
  private final @Nullable LocalServices services;
  private final Addresses addresses;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong moved = new AtomicLong();
  private final Map<EventLoop, LoopEngine> loops = new ConcurrentHashMap<>();
  private final WindowSize windowSize;
  private final Duration windowAge;
  private volatile Era era;
  private volatile boolean draining;

  /**
   * An engine that is ready to accept.
   *
   * @param name how it calls itself in {@code Via} and {@code Proxy-Status}, such as {@code
   *     client-proxy}
   * @param first what it works by at first
   * @param handshakes told of every TLS connection, either side
   * @param exchanges told of every exchange
   * @param services make what answers routes with a built-in target; null where there are none
   */
  public ProxyEngine(
      String name,
      EngineState first,
      HandshakeListener handshakes,
      ExchangeListener exchanges,
      @Nullable LocalServices services) {
    this(
        name,
        first,
        handshakes,
        exchanges,
        services,
        new Addresses(first.config().timeouts().names()),
        new WindowSize(),
        RequestWindow.AGE);
  }

  /**
   * The same, finding names its own way, with windows of another size.
   *
   * @param addresses finds names; closed with the engine
   * @param windowAge from when on a request counts no more in a window
   */
  ProxyEngine(
      String name,
      EngineState first,
      HandshakeListener handshakes,
      ExchangeListener exchanges,
      @Nullable LocalServices services,
      Addresses addresses,
      WindowSize windowSize,
      Duration windowAge) {
    this.name = name;
    this.era = Era.of(first, handshakes);
    this.handshakes = handshakes;
    this.exchanges = exchanges;
    this.services = services;
    this.addresses = addresses;
    this.windowSize = windowSize;
    this.windowAge = windowAge;
  }

  /**
   * Takes over a connection just accepted, not yet reading or active: call it from a {@code
   * ChannelInitializer}, on the channel's event loop.
   */
  public void accept(Channel channel) {
    LoopEngine engine = loops.computeIfAbsent(channel.eventLoop(), loop -> engine(loop, channel));
    Era now = era; // after the loop is known to whoever switches
    engine.forwarder().follow(now);
    engine.opened(channel);
    HalfClose.allow(channel, true);
    ServerTls tls = now.state().serverTls();
    if (tls != null) {
      tls.addTo(channel, now.handshakes());
    }
    channel.pipeline().addLast("downstream-starter", new DownstreamStarter(engine, tls != null));
  }

  /**
   * Works by another state from now on: new requests and connections use it at once, upstream
   * connections of the old one take no more requests, downstream connections go on. Any thread.
   *
   * @return done once no connection is opened by the TLS of the state before any more; not where
   *     the loops end before that
   */
  public CompletableFuture<Void> switchTo(EngineState next) {
    era = Era.of(next, handshakes);
    addresses.keep(next.config().timeouts().names());
    List<CompletableFuture<Void>> left = new ArrayList<>();
    loops.forEach(
        (loop, engine) ->
            left.add(
                CompletableFuture.supplyAsync(() -> engine.forwarder().follow(era), loop)
                    .thenCompose(cut -> cut)));
    return CompletableFuture.allOf(left.toArray(CompletableFuture[]::new));
  }

  /**
   * Lets go of the downstream connections that are there now, because what they were accepted by is
   * out of date. HTTP/1.1 ones close with their next answer, HTTP/2 ones get GOAWAY; whatever is
   * left after a while is cut off. Any thread.
   *
   * @param within how long they may stay
   */
  public void retire(Duration within) {
    loops.forEach((loop, engine) -> loop.execute(() -> engine.retire(loop, within)));
  }

  /** What a loop works with; null where no connection of it was accepted yet. Any thread. */
  @Nullable LoopEngine on(EventLoop loop) {
    return loops.get(loop);
  }

  /**
   * Asks some connections of a loop to come again, as soon as that costs them nothing; nobody while
   * as many are there as are allowed, since others might take their places. Any thread.
   *
   * @param share of those that have worked lately
   * @param most how many at most
   */
  void letGo(EventLoop loop, double share, int most, Duration lately) {
    LoopEngine engine = loops.get(loop);
    if (engine != null && connections() < era.state().config().limits().connections()) {
      long since = System.nanoTime() - lately.toNanos();
      Ticker.tell(loop, () -> moved.addAndGet(engine.letGo(share, most, since)));
    }
  }

  /** About what a new connection costs its loop, with a handshake where there is one. */
  long arrivalNanos() {
    return era.state().serverTls() == null ? PLAIN_NANOS : HANDSHAKE_NANOS;
  }

  /**
   * Downstream connections that were asked so far to come again, for another event loop. Any
   * thread.
   */
  public long moved() {
    return moved.get();
  }

  /**
   * Ends gracefully: every downstream connection closes after its present exchange, idle ones at
   * once. The caller has closed the listener. Any thread.
   */
  public void drain() {
    draining = true;
    loops.forEach((loop, engine) -> loop.execute(engine::drain));
  }

  /** Closes what {@link #drain} left, and the links. Any thread. */
  public void cut() {
    draining = true;
    loops.forEach((loop, engine) -> loop.execute(engine::cut));
  }

  /** Downstream connections at present. Any thread. */
  public int connections() {
    return loops.values().stream().mapToInt(LoopEngine::connections).sum();
  }

  /** Exchanges under way at present. Any thread. */
  public int exchanges() {
    return loops.values().stream().mapToInt(engine -> engine.forwarder().active()).sum();
  }

  /**
   * Requests of HTTP/1.1 clients that wait at present because all processors are busy, and are not
   * under way therefore. Any thread.
   */
  public int waiting() {
    return loops.values().stream().mapToInt(LoopEngine::waiting).sum();
  }

  /**
   * How each event loop finds the endpoints of each route at present. Asks the loops, so not to be
   * called by one; those that do not answer soon are left out.
   */
  public List<EndpointState> endpoints() {
    List<Future<List<EndpointState>>> asked = new ArrayList<>();
    loops.forEach((loop, engine) -> asked.add(ask(loop, engine)));
    List<EndpointState> states = new ArrayList<>();
    long until = System.nanoTime() + PATIENCE.toNanos();
    for (Future<List<EndpointState>> one : asked) {
      if (one.awaitUninterruptibly(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS)
          && one.isSuccess()) {
        states.addAll(one.getNow());
      }
    }
    return states;
  }

  private static Future<List<EndpointState>> ask(EventLoop loop, LoopEngine engine) {
    try {
      return loop.submit(() -> engine.forwarder().endpoints());
    } catch (RejectedExecutionException e) {
      return GlobalEventExecutor.INSTANCE.newFailedFuture(e); // that loop has ended
    }
  }

  /** Ends the threads of its own; {@link #cut} comes before. */
  @Override
  public void close() {
    windowSize.stop();
    addresses.close();
  }

  private LoopEngine engine(EventLoop eventLoop, Channel like) {
    Loop loop = Loop.of(eventLoop);
    LoopForwarder forwarder =
        new LoopForwarder(
            loop, name, era, exchanges, current -> links(current, loop, like), services);
    RequestWindow window = new RequestWindow(loop.turn(), windowSize, windowAge);
    LoopEngine engine = new LoopEngine(forwarder, window, numbers::incrementAndGet);
    if (draining) {
      engine.drain();
    }
    return engine;
  }

  private LinkSet links(EngineState current, Loop loop, Channel like) {
    Limits limits = current.config().limits();
    LinkSettings settings =
        new LinkSettings(
            channelsLike(like),
            current.linkTls(),
            handshakes,
            current.config().timeouts(),
            HeadLimits.of(limits),
            Http2Options.of(limits),
            numbers::incrementAndGet,
            addresses,
            loops.size());
    return new LinkSet(settings, loop);
  }

  /** Accepted sockets are of the kind that fits the event loop; opened ones must be as well. */
  private static ChannelFactory<? extends SocketChannel> channelsLike(Channel accepted) {
    return new ReflectiveChannelFactory<>(accepted.getClass().asSubclass(SocketChannel.class));
  }
}
