package io.handclasp.proxy.server;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.config.TransportConfig;
import io.handclasp.proxy.forward.LoopBalance;
import io.handclasp.proxy.forward.ProxyEngine;
import io.handclasp.proxy.wire.LoopGroupEnd;
import io.handclasp.proxy.wire.Loops;
import io.handclasp.proxy.wire.Transport;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One running proxy: its listener, its event loops, its engine, and the epoch in force. Made by
 * {@link #start}, ended by {@link #close}. Methods may be called by any thread, but not by an event
 * loop.
 */
public final class ProxyServer implements AutoCloseable {
  private final ProxyEvents events;
  private final ProxyEngine engine;
  private final EventLoopGroup loops;
  private final LoopBalance balance;
  private final Listener listener;
  private final Address address;
  private final @Nullable KeyLogging keyLogging;
  private final LifecycleEvent.Ready ready;

  /** Some of it holds until the end, whatever a reload brings. */
  private final ProxyConfig started;

  /** Those that some loop may connect by yet, by their numbers. */
  private final Map<Long, Epoch> leaving = new ConcurrentHashMap<>();

  private volatile Epoch epoch;
  private volatile boolean closed;

  private ProxyServer(
      ProxyEvents events,
      ProxyEngine engine,
      EventLoopGroup loops,
      LoopBalance balance,
      Listener listener,
      Address address,
      Epoch epoch,
      @Nullable KeyLogging keyLogging,
      LifecycleEvent.Ready ready) {
    this.keyLogging = keyLogging;
    this.ready = ready;
    this.events = events;
    this.engine = engine;
    this.loops = loops;
    this.balance = balance;
    this.listener = listener;
    this.address = address;
    this.epoch = epoch;
    started = epoch.state().config();
  }

  /**
   * Opens every file, builds every context, binds, and returns once requests are taken.
   *
   * @throws StartException with every problem found; nothing is left open then
   */
  public static ProxyServer start(Program program, ProxyConfig config, ProxyEvents events)
      throws StartException {
    ProxyServer server = start(program, config, events, () -> {});
    server.ready();
    return server;
  }

  /**
   * The same, but for {@link #ready}.
   *
   * @param beforeListening run when all is opened, before the port is bound
   * @throws StartException with every problem found; nothing is left open then
   */
  public static ProxyServer start(
      Program program, ProxyConfig config, ProxyEvents events, Runnable beforeListening)
      throws StartException {
    KeyLogging keyLogging = KeyLogging.open(config.tls());
    try {
      return start(program, config, events, beforeListening, keyLogging);
    } catch (StartException | RuntimeException e) {
      if (keyLogging != null) {
        keyLogging.close();
      }
      throw e;
    }
  }

  private static ProxyServer start(
      Program program,
      ProxyConfig config,
      ProxyEvents events,
      Runnable beforeListening,
      @Nullable KeyLogging keyLogging)
      throws StartException {
    Transport transport = TransportChoice.of(config.transport());
    Epoch first = Epoch.open(config, 1, keyLogging == null ? null : keyLogging.file());
    beforeListening.run();
    ProxyEngine engine =
        new ProxyEngine(
            program.name(),
            first.state(),
            events.handshakes(),
            events.exchanges(),
            program.services());
    Loops loops = transport.loops(config.workers());
    LoopBalance balance = LoopBalance.begin(engine, loops);
    Listener listener;
    try {
      listener =
          Listener.open(
              config.listen(), transport, loops, config.limits().connections(), engine::accept);
    } catch (StartException | RuntimeException e) {
      balance.close();
      LoopGroupEnd.begin(loops);
      engine.close();
      first.close();
      throw e;
    }
    Address address = listener.address(config.listen().host());
    first.warnings().forEach(w -> events.lifecycle().onEvent(new LifecycleEvent.Warned(w)));
    if (keyLogging != null) {
      keyLogging.begin(loops, events.lifecycle());
    }
    LifecycleEvent.Ready ready =
        new LifecycleEvent.Ready(
            program.side(), address, transport.word(), first.provider(), first.number());
    return new ProxyServer(
        events, engine, loops, balance, listener, address, first, keyLogging, ready);
  }

  /** Says that it is ready, once all that belongs to it is; it takes requests before already. */
  public void ready() {
    events.lifecycle().onEvent(ready);
  }

  /**
   * Loads the native library of the transport, unless it is loaded; a start needs it anyway.
   *
   * @throws StartException where it does not work here
   */
  public static void loadTransport(TransportConfig asked) throws StartException {
    TransportChoice.of(asked);
  }

  /**
   * Does all of {@link #start} that needs no port, and undoes it.
   *
   * @return warnings
   * @throws StartException with every problem found
   */
  public static List<String> check(ProxyConfig config) throws StartException {
    TransportChoice.of(config.transport());
    try (Epoch epoch = Epoch.open(config, 0, null)) {
      KeyLogging.check(config.tls(), epoch.provider());
      return epoch.warnings();
    }
  }

  /** Where it listens, with the port that the system chose. */
  public Address address() {
    return address;
  }

  /** What it works by at present. */
  public InForce inForce() {
    return epoch.inForce();
  }

  /** Whether it takes requests: from its start until {@link #close} begins. */
  public boolean isServing() {
    return !closed;
  }

  /** The engine, for what it tells of its connections and endpoints. */
  public ProxyEngine engine() {
    return engine;
  }

  /** How its connections spread over its event loops. */
  public LoopBalance balance() {
    return balance;
  }

  /** What takes part in sockets of this server's own; ends with it. */
  EventLoopGroup group() {
    return loops;
  }

  /** The event loops, for whoever wants to know how late they are. */
  public Iterable<EventExecutor> loops() {
    return loops;
  }

  /**
   * Takes up another configuration and what its files hold now. All is built and checked first;
   * what cannot be used leaves the present state in force, and the listener is told either way.
   *
   * @return whether it is in force
   */
  public synchronized boolean reload(ProxyConfig config) {
    if (closed) {
      return false;
    }
    Epoch next;
    try {
      next = epoch.next(config, keyLogging == null ? null : keyLogging.file());
    } catch (StartException e) {
      refuseReload(e.problems());
      return false;
    }
    Epoch old = epoch;
    epoch = next;
    CompletableFuture<Void> left = engine.switchTo(next.state());
    if (!next.state().hasTlsOf(old.state())) {
      if (config.side() == Side.BACK && !next.hasTrustOf(old)) {
        engine.retire(config.reload().retire()); // their clients were judged by the old trust
      }
      leaving.put(old.number(), old);
      CompletableFuture<Void> unused = left.thenRun(() -> release(old.number()));
    }
    next.warnings().forEach(w -> events.lifecycle().onEvent(new LifecycleEvent.Warned(w)));
    List<String> restart = restartNeeded(started, config);
    events.lifecycle().onEvent(new LifecycleEvent.Reloaded(next.number(), restart));
    return true;
  }

  private void release(long number) {
    Epoch over = leaving.remove(number);
    if (over != null) {
      over.close();
    }
  }

  /** Tells that a reload was asked for and cannot be, because the file itself cannot be read. */
  public synchronized void refuseReload(List<String> problems) {
    events.lifecycle().onEvent(new LifecycleEvent.ReloadRefused(epoch.number(), problems));
  }

  private static List<String> restartNeeded(ProxyConfig started, ProxyConfig next) {
    List<String> keys = new ArrayList<>();
    if (!started.listen().equals(next.listen())) {
      keys.add("listen");
    }
    if (started.workers() != next.workers()) {
      keys.add("workers");
    }
    if (started.transport() != next.transport()) {
      keys.add("transport");
    }
    if (!Objects.equals(started.admin(), next.admin())) {
      keys.add("admin");
    }
    if (!Objects.equals(started.tls().keyLog(), next.tls().keyLog())) {
      keys.add("tls.keyLogInsecure");
    }
    return keys;
  }

  /**
   * Drains and ends: the listener closes, requests under way finish, the configured deadline cuts
   * the rest. Returns when all is over; a second call does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    long began = System.nanoTime();
    Duration deadline = epoch.state().config().timeouts().drain();
    listener.close();
    balance.close();
    events.lifecycle().onEvent(new LifecycleEvent.Draining(listener.connections(), deadline));
    engine.drain();
    int cut = 0;
    if (!listener.allGone().awaitUninterruptibly(deadline.toMillis())) {
      cut = listener.connections();
      engine.cut();
      listener.allGone().awaitUninterruptibly(deadline.toMillis());
    }
    engine.cut();
    LoopGroupEnd.await(loops);
    engine.close();
    leaving.keySet().forEach(this::release);
    epoch.close();
    if (keyLogging != null) {
      keyLogging.close();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    events.lifecycle().onEvent(new LifecycleEvent.Stopped(cut, took));
  }
}
