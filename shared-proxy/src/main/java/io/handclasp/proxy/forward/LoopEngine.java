package io.handclasp.proxy.forward;

import io.handclasp.handshake.tls.TlsEstablished;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.RequestParsers;
import io.handclasp.proxy.http2.Http2Options;
import io.handclasp.proxy.wire.HalfClose;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The downstream connections of one event loop, and what they forward with. */
final class LoopEngine {
  private final LoopForwarder forwarder;
  private final RequestWindow window;
  private final RequestParsers parsers = new RequestParsers();
  private final Callers callers;
  private final Map<Channel, DownstreamConnection> connections = new HashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  /** Connections that were asked to come again, and are still here. */
  private final Set<Channel> leaving = new HashSet<>();

  private boolean draining;

  LoopEngine(LoopForwarder forwarder, RequestWindow window, LongSupplier numbers) {
    this.forwarder = forwarder;
    this.window = window;
    callers = new Callers(Via.of(forwarder.name()), numbers);
  }

  LoopForwarder forwarder() {
    return forwarder;
  }

  int connections() {
    return count.get();
  }

  /** Requests that wait for their turn. Any thread. */
  int waiting() {
    return window.waiting();
  }

  /** Counts a connection from its first moment to its end. */
  void opened(Channel channel) {
    count.incrementAndGet();
    channel
        .closeFuture()
        .addListener(
            done -> {
              count.decrementAndGet();
              connections.remove(channel);
              leaving.remove(channel);
            });
  }

  /** Who sends the requests of a connection. */
  Caller caller(Channel channel, @Nullable TlsEstablished established) {
    return callers.of(channel, established);
  }

  /** The handler of an HTTP/1.1 connection. */
  ChannelHandler http1(Channel channel, Caller caller) {
    Http1Downstream made =
        new Http1Downstream(
            channel,
            caller,
            callers.forwarding(caller),
            forwarder,
            window,
            parsers,
            forwarder.loop(),
            forwarder.heads(),
            forwarder.timeouts());
    register(channel, made);
    return made;
  }

  /** The handler of an HTTP/2 connection. */
  ChannelHandler http2(Channel channel, Caller caller) {
    ProxyConfig config = forwarder.state().config();
    // A client that sends no more cannot give credit any more either.
    HalfClose.allow(channel, false);
    Http2Downstream made =
        new Http2Downstream(
            caller,
            callers.forwarding(caller),
            forwarder,
            forwarder.loop(),
            Http2Options.of(config.limits()),
            config.timeouts());
    connections.put(channel, made);
    if (draining) {
      channel.eventLoop().execute(made::drain);
    }
    return made;
  }

  void register(Channel channel, DownstreamConnection connection) {
    connections.put(channel, connection);
    if (draining) {
      connection.drain();
    }
  }

  void drain() {
    draining = true;
    List.copyOf(connections.values()).forEach(DownstreamConnection::drain);
  }

  /** Those there are now leave without hurry; what is left after a while is closed. */
  void retire(EventLoop loop, Duration within) {
    Map<Channel, DownstreamConnection> present = Map.copyOf(connections);
    present.values().forEach(DownstreamConnection::retire);
    loop.schedule(() -> cutOpen(present, loop, within), within.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Asks some of those that have worked lately to come again, and were not asked before: first
   * those with the fewest requests under way. The one with the most stays, as it would take the
   * load along.
   *
   * @param share of those that have worked, above 0 and at most a half
   * @param most how many at most
   * @param sinceNanos when lately began, by {@link System#nanoTime}
   * @return how many will
   */
  int letGo(double share, int most, long sinceNanos) {
    List<Map.Entry<Channel, DownstreamConnection>> working =
        connections.entrySet().stream()
            .filter(one -> one.getValue().hasWorkedSince(sinceNanos))
            .sorted(Comparator.comparingInt(one -> one.getValue().underWay()))
            .toList();
    int going = (int) working.stream().filter(one -> leaving.contains(one.getKey())).count();
    int wanted = Math.min(most, (int) Math.ceil(share * working.size())) - going;
    int asked = 0;
    for (Map.Entry<Channel, DownstreamConnection> one :
        working.subList(0, Math.max(0, working.size() - 1))) {
      if (asked < wanted && !leaving.contains(one.getKey()) && one.getValue().letGo()) {
        leaving.add(one.getKey());
        asked++;
      }
    }
    return asked;
  }

  /** What came out of a handshake meanwhile was judged by the old state and has its while now. */
  private void cutOpen(Map<Channel, DownstreamConnection> some, EventLoop loop, Duration within) {
    Map<Channel, DownstreamConnection> late = new HashMap<>();
    some.forEach(
        (channel, connection) -> {
          DownstreamConnection present = connections.get(channel);
          if (present == connection) {
            connection.drain();
            connection.cut();
          } else if (present != null) {
            present.retire();
            late.put(channel, present);
          }
        });
    if (!late.isEmpty()) {
      loop.schedule(() -> cutOpen(late, loop, within), within.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  void cut() {
    Map.copyOf(connections).values().forEach(DownstreamConnection::cut);
    List.copyOf(connections.keySet()).forEach(Channel::close);
    forwarder.close();
  }
}
