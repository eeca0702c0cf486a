package io.handclasp.proxy.forward;

import static java.util.Objects.requireNonNull;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.proxy.link.Addresses;
import io.handclasp.proxy.wire.LoopGroupEnd;
import io.handclasp.proxy.wire.Loops;
import io.handclasp.proxy.wire.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.assertj.core.api.Assertions;

/**
 * An engine that listens on a loopback port, in plain, by what programs use here, and what it told
 * of its exchanges.
 */
final class RunningEngine implements AutoCloseable {
  private final Loops group;
  private final BlockingQueue<ExchangeCompleted> completed = new LinkedBlockingQueue<>();
  private final BlockingQueue<HandshakeRecord> handshakes = new LinkedBlockingQueue<>();
  private final EngineState state;
  private final ProxyEngine engine;
  private final Channel listener;

  RunningEngine(TestConfig config) {
    this("test-proxy", config.state());
  }

  /** One with so many event loops. */
  RunningEngine(TestConfig config, int loops) {
    this(
        "test-proxy",
        config.state(),
        new Addresses(config.timeouts().names()),
        Transport.best(),
        new WindowSize(),
        RequestWindow.AGE,
        loops);
  }

  RunningEngine(String name, EngineState state) {
    this(name, state, new Addresses(state.config().timeouts().names()));
  }

  RunningEngine(String name, EngineState state, Addresses addresses) {
    this(name, state, addresses, Transport.best());
  }

  RunningEngine(String name, EngineState state, Transport transport) {
    this(name, state, new Addresses(state.config().timeouts().names()), transport);
  }

  private RunningEngine(String name, EngineState state, Addresses addresses, Transport transport) {
    this(name, state, addresses, transport, new WindowSize(), RequestWindow.AGE, 1);
  }

  /** One whose requests wait for each other. */
  RunningEngine(EngineState state, WindowSize windows, Duration windowAge) {
    this(
        "test-proxy",
        state,
        new Addresses(state.config().timeouts().names()),
        Transport.best(),
        windows,
        windowAge,
        1);
  }

  private RunningEngine(
      String name,
      EngineState state,
      Addresses addresses,
      Transport transport,
      WindowSize windows,
      Duration windowAge,
      int loops) {
    this.state = state;
    group = transport.loops(loops);
    engine =
        new ProxyEngine(
            name, state, handshakes::add, completed::add, null, addresses, windows, windowAge);
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(transport.listener())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    engine.accept(channel);
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** What it began with. */
  EngineState state() {
    return state;
  }

  ProxyEngine engine() {
    return engine;
  }

  /** Asks a share of those that have worked lately to come again; returns once that is done. */
  void letGo(double share, int most, Duration lately) {
    engine.letGo(group.next(), share, most, lately);
    group.next().submit(() -> {}).syncUninterruptibly();
  }

  Loops loops() {
    return group;
  }

  RawClient connect() throws Exception {
    return new RawClient(port());
  }

  /** Returns once so many requests wait for their turn. */
  void awaitWaiting(int requests) {
    await(engine::waiting, requests);
  }

  /** Returns once so many exchanges are under way. */
  void awaitExchanges(int exchanges) {
    await(engine::exchanges, exchanges);
  }

  /** Returns once so many connections are there. */
  void awaitConnections(int connections) {
    await(engine::connections, connections);
  }

  private static void await(IntSupplier found, int expected) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (found.getAsInt() != expected && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    Assertions.assertThat(found.getAsInt()).isEqualTo(expected);
  }

  /** The next exchange that ended. */
  ExchangeCompleted completed() throws InterruptedException {
    ExchangeCompleted next = completed.poll(15, TimeUnit.SECONDS);
    Assertions.assertThat(next).as("an exchange that ended").isNotNull();
    return requireNonNull(next);
  }

  /** The next handshake that ended. */
  HandshakeRecord handshake() throws InterruptedException {
    HandshakeRecord next = handshakes.poll(15, TimeUnit.SECONDS);
    Assertions.assertThat(next).as("a handshake that ended").isNotNull();
    return requireNonNull(next);
  }

  boolean hasCompletedMore() {
    return !completed.isEmpty();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    engine.cut();
    LoopGroupEnd.begin(group).syncUninterruptibly();
    engine.close();
  }
}
