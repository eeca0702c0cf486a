package io.handclasp.proxy.link;

import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.wire.Deadline;
import io.handclasp.proxy.wire.Loop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one address of an endpoint. An exchange goes on the
 * connection that was last free, or waits for one that is opened for it. What is spoken there is
 * learnt from the first connection; until then, and where it is HTTP/2, one is opened at a time.
 */
final class EndpointLinks implements LinkConnection.Owner, LinkConnector.Listener {
  private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

  /** So long a failed attempt tells of the endpoint; whoever goes by it tries again then. */
  private static final Duration TELLING = Duration.ofSeconds(10);

  private final LinkConnector connector;
  private final long idleNanos;
  private final Set<LinkConnection> all = new LinkedHashSet<>();

  /** Those that take nothing more and still have something under way. */
  private final Set<LinkConnection> leaving = new LinkedHashSet<>();

  private final Deque<LinkConnection> free = new ArrayDeque<>();
  private final Deque<WaitingExchange> waiting = new ArrayDeque<>();
  private final Deadline idleCheck;
  private int connecting;
  private @Nullable Protocol spoken;
  private boolean retired;
  private boolean failing;
  private long failedAt;

  EndpointLinks(EndpointConfig endpoint, InetAddress at, LinkSettings settings, Loop loop) {
    connector = new LinkConnector(endpoint, at, settings, loop);
    idleNanos = settings.timeouts().linkIdle().toNanos();
    idleCheck = loop.deadlines().open(this::closeIdle);
    idleCheck.in(IDLE_CHECK);
    spoken = endpoint.tls() ? null : LinkStarter.plainProtocol(endpoint);
  }

  UpstreamExchange open(RequestHead head, boolean last, UpstreamListener listener) {
    LinkConnection connection = lastFree();
    if (connection != null) {
      return openOn(connection, head, last, listener);
    }
    WaitingExchange exchange = new WaitingExchange(head, last, listener, waiting::remove);
    waiting.add(exchange);
    connectForWaiting();
    return exchange;
  }

  /** Takes nothing new; connections close when their exchanges are done. */
  void retire() {
    retired = true;
    idleCheck.close();
    List.copyOf(all).forEach(LinkConnection::retire);
  }

  /** Ends what {@link #retire} left, and what was leaving before. */
  void cut() {
    List.copyOf(leaving).forEach(LinkConnection::cut);
    List.copyOf(all).forEach(LinkConnection::cut);
  }

  /** Whether there is neither a connection nor an exchange that waits for one. */
  boolean isEmpty() {
    return connecting == 0 && waiting.isEmpty() && all.isEmpty() && leaving.isEmpty();
  }

  int connections() {
    return all.size();
  }

  /** Whether the last connection could not be opened a moment ago, and none is there. */
  boolean isUnreachable(long now) {
    return failing && all.isEmpty() && now - failedAt < TELLING.toNanos();
  }

  /** Exchanges under way, or waiting for a connection. */
  int active() {
    return waiting.size() + all.stream().mapToInt(LinkConnection::active).sum();
  }

  @Override
  public void onConnected(LinkConnection connection) {
    connecting--;
    failing = false;
    spoken = connection.info().protocol();
    all.add(connection);
    if (connection.room() == 0) {
      // It takes nothing at all: another one would be no better.
      failWaiting(UpstreamFailure.of(FailureKind.UPSTREAM_REFUSED, UpstreamFailure.Repeat.SAFE));
    }
    onRoom(connection);
    connectForWaiting();
  }

  @Override
  public void onConnectFailed(UpstreamFailure failure) {
    connecting--;
    failing = true;
    failedAt = System.nanoTime();
    if (connecting == 0 || isOneAtATime()) {
      failWaiting(failure);
    } else {
      WaitingExchange first = waiting.poll();
      if (first != null) {
        first.fail(failure);
      }
    }
  }

  private void failWaiting(UpstreamFailure failure) {
    List<WaitingExchange> failed = new ArrayList<>(waiting);
    waiting.clear();
    failed.forEach(exchange -> exchange.fail(failure));
  }

  @Override
  public void onRoom(LinkConnection connection) {
    while (connection.room() > 0 && !waiting.isEmpty()) {
      waiting.remove().start(connection::open);
    }
    if (retired && waiting.isEmpty()) {
      connection.retire();
    } else if (connection.room() > 0 && !(isShared(connection) && free.contains(connection))) {
      free.addLast(connection);
    }
  }

  @Override
  public void onGone(LinkConnection connection) {
    remove(connection);
    leaving.add(connection);
    connectForWaiting();
  }

  @Override
  public void onClosed(LinkConnection connection) {
    remove(connection);
    leaving.remove(connection);
    connectForWaiting();
  }

  private void remove(LinkConnection connection) {
    all.remove(connection);
    free.remove(connection);
  }

  /**
   * A server may have taken back the room it gave; {@link #onRoom} tells when it is there again.
   */
  private @Nullable LinkConnection lastFree() {
    LinkConnection connection = free.peekLast();
    while (connection != null && connection.room() == 0) {
      free.removeLast();
      connection = free.peekLast();
    }
    return connection;
  }

  private UpstreamExchange openOn(
      LinkConnection connection, RequestHead head, boolean last, UpstreamListener listener) {
    UpstreamExchange exchange = connection.open(head, last, listener);
    if (connection.room() == 0) {
      free.removeLastOccurrence(connection);
    }
    return exchange;
  }

  private void connectForWaiting() {
    int wanted = isOneAtATime() ? Math.min(1, waiting.size()) : waiting.size();
    while (connecting < wanted) {
      connecting++;
      connector.connect(this, this);
    }
  }

  private boolean isOneAtATime() {
    return spoken != Protocol.HTTP_1_1;
  }

  private static boolean isShared(LinkConnection connection) {
    return connection.info().protocol() == Protocol.HTTP_2;
  }

  private void closeIdle() {
    long now = System.nanoTime();
    for (LinkConnection connection : List.copyOf(all)) {
      if (connection.active() == 0 && now - connection.idleSince() > idleNanos) {
        connection.retire();
      }
    }
    idleCheck.in(IDLE_CHECK);
  }
}
