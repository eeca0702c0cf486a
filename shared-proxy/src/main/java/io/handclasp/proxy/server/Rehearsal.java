package io.handclasp.proxy.server;

import io.handclasp.handshake.record.HandshakeListener;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.RouteConfig;
import io.handclasp.proxy.forward.EngineState;
import io.handclasp.proxy.forward.ExchangeListener;
import io.handclasp.proxy.forward.ProxyEngine;
import io.handclasp.proxy.wire.LoopGroupEnd;
import io.handclasp.proxy.wire.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the path of requests before anybody asks, so that the JVM has loaded and compiled it when
 * the proxy says that it is ready: a front and a back of our own engine, in this process, on a loop
 * of their own, with an origin that always says the same. No peer is touched and nothing is logged;
 * what listens meanwhile is bound to a loopback address and knows no other answer.
 *
 * <pre>
 *   requests ─▶ front engine ─ HTTP/2 ─▶ back engine ─ HTTP/1.1 ─▶ origin
 * </pre>
 *
 * <p>Without TLS: both directions of a link are encrypted a record at a time, so that there is
 * little to compile. {@link #overTls} is for who wants all of it loaded.
 */
public final class Rehearsal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final Address ANY_PORT = new Address("127.0.0.1", 0);
  private static final int CLIENTS = 16;

  /** More than this gains little in the time that a start may take. */
  private static final int ENOUGH = 20_000;

  private static final int ENOUGH_OVER_TLS = 200;
  private static final Duration LONGEST_OVER_TLS = Duration.ofSeconds(5);

  private final long until;
  private final int enough;
  private final AtomicInteger answered = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(1);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private boolean closed;

  private Rehearsal(Duration most, int enough) {
    until = System.nanoTime() + most.toNanos();
    this.enough = enough;
  }

  /**
   * Begins, on a thread of its own; whatever goes wrong is no reason not to start.
   *
   * @param config what the proxy will work by; its limits count, and its {@code warmUp}
   * @param exchanges is told of every exchange, on that thread
   */
  public static Rehearsal begin(ProxyConfig config, ExchangeListener exchanges) {
    Duration most = config.timeouts().warmUp();
    Rehearsal begun = new Rehearsal(most, ENOUGH);
    if (most.isZero()) {
      begun.done.countDown();
    } else {
      Thread opener =
          new Thread(() -> begun.open(config, null, handshake -> {}, exchanges), "rehearsal");
      opener.setDaemon(true);
      opener.start();
    }
    return begun;
  }

  /**
   * Begins a short one with mutual TLS between the halves, by identities of its own. It does not
   * prepare a start, for which it would take too long, but a run that Java keeps the loaded classes
   * of: those of a handshake should be among them, whether or not somebody came.
   *
   * @param handshakes is told of both ends of every handshake, on the rehearsal's thread
   * @param exchanges is told of every exchange, on that thread
   */
  public static Rehearsal overTls(
      ProxyConfig config, HandshakeListener handshakes, ExchangeListener exchanges) {
    Rehearsal begun = new Rehearsal(LONGEST_OVER_TLS, ENOUGH_OVER_TLS);
    try {
      RehearsalTls tls = RehearsalTls.make(config);
      begun.opened.add(tls);
      begun.open(config, tls, handshakes, exchanges);
    } catch (IllegalArgumentException e) {
      LOG.debug("no rehearsal over TLS", e);
      begun.close();
    }
    return begun;
  }

  /** Returns when it is enough, or the time for it is over, and ends it. */
  public void await() {
    await(Duration.ofNanos(until - System.nanoTime()));
    close();
  }

  /** Returns when it is enough, or after that time; what is left of it goes on. */
  public void await(Duration most) {
    try {
      done.await(Math.min(most.toNanos(), until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Requests answered so far. */
  public int answered() {
    return answered.get();
  }

  /** Ends it without waiting. */
  @Override
  public synchronized void close() {
    closed = true;
    done.countDown();
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        LOG.debug("rehearsal did not end in order", e);
      }
    }
    opened.clear();
  }

  private synchronized void open(
      ProxyConfig config,
      @Nullable RehearsalTls tls,
      HandshakeListener handshakes,
      ExchangeListener exchanges) {
    if (closed) {
      return;
    }
    try {
      Transport transport = TransportChoice.of(config.transport());
      EventLoopGroup loops = transport.smallLoop();
      opened.add(() -> LoopGroupEnd.begin(loops));
      Address origin = listen(transport, loops, this::addOrigin);
      ServerTls server = tls == null ? null : tls.server();
      ClientTls client = tls == null ? null : tls.client();
      ProxyEvents events = new ProxyEvents(handshakes, exchanges, event -> {});
      EngineState behind = new EngineState(routed(config, to(origin, false)), server, null);
      Address back = engine(transport, loops, behind, events);
      EndpointConfig link =
          tls == null ? to(back, true) : new EndpointConfig(true, back, RehearsalTls.NAME);
      EngineState before = new EngineState(routed(config, link), null, client);
      Address front = engine(transport, loops, before, events);
      for (int i = 0; i < CLIENTS; i++) {
        new Bootstrap()
            .group(loops)
            .channel(transport.connected())
            .handler(new RehearsalClient(this::onAnswer))
            .connect(new InetSocketAddress(front.host(), front.port()));
      }
    } catch (StartException | RuntimeException e) {
      LOG.debug("no rehearsal", e);
      close();
    }
  }

  private Address engine(
      Transport transport, EventLoopGroup loops, EngineState state, ProxyEvents events)
      throws StartException {
    ProxyEngine engine =
        new ProxyEngine("rehearsal", state, events.handshakes(), events.exchanges(), null);
    opened.add(engine);
    opened.add(engine::cut);
    return listen(transport, loops, engine::accept);
  }

  private static ProxyConfig routed(ProxyConfig config, EndpointConfig endpoint) {
    RouteConfig route = new RouteConfig("*", "/", new RouteConfig.Forward(List.of(endpoint)));
    return config.withRoutes(List.of(route));
  }

  private Address listen(Transport transport, EventLoopGroup loops, Consumer<Channel> taker)
      throws StartException {
    Listener listener = Listener.open(ANY_PORT, transport, loops, 2 * CLIENTS, taker);
    opened.add(listener::close);
    return listener.address(ANY_PORT.host());
  }

  private static EndpointConfig to(Address address, boolean http2) {
    return new EndpointConfig(false, address, null, http2);
  }

  private void addOrigin(Channel channel) {
    channel.pipeline().addLast(new RehearsalOrigin());
  }

  /** Whether another request is wanted. */
  private boolean onAnswer() {
    boolean last = answered.incrementAndGet() >= enough;
    if (last) {
      done.countDown();
    }
    return !last;
  }
}
