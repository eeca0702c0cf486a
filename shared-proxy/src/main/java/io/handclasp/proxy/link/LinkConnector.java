package io.handclasp.proxy.link;

import static java.util.Objects.requireNonNull;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.wire.Loop;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Opens connections to one endpoint, on one event loop. */
final class LinkConnector {
  private final EndpointConfig endpoint;
  private final LinkSettings settings;
  private final Loop loop;
  private int turn;

  /** Hears how an attempt ended, once. */
  interface Listener {
    void onConnected(LinkConnection connection);

    void onConnectFailed(UpstreamFailure failure);
  }

  LinkConnector(EndpointConfig endpoint, LinkSettings settings, Loop loop) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.loop = loop;
  }

  void connect(LinkConnection.Owner owner, Listener listener) {
    long began = System.nanoTime();
    settings
        .addresses()
        .of(endpoint.address().host())
        .whenComplete(
            (addresses, failure) -> {
              if (loop.eventLoop().inEventLoop()) {
                onAddresses(addresses, failure, began, owner, listener);
              } else {
                loop.eventLoop()
                    .execute(() -> onAddresses(addresses, failure, began, owner, listener));
              }
            });
  }

  private void onAddresses(
      @Nullable List<InetAddress> addresses,
      @Nullable Throwable failure,
      long began,
      LinkConnection.Owner owner,
      Listener listener) {
    if (addresses == null) {
      listener.onConnectFailed(unreachable(FailureKind.NAME_UNKNOWN, causeOf(failure), began));
      return;
    }
    InetAddress address = addresses.get(Math.floorMod(turn++, addresses.size()));
    LinkStarter starter = new LinkStarter(endpoint, settings, loop, owner, listener);
    bootstrap(starter)
        .connect(new InetSocketAddress(address, endpoint.address().port()))
        .addListener((ChannelFuture done) -> onConnected(done, starter, began));
  }

  private Bootstrap bootstrap(LinkStarter starter) {
    int timeout = Math.toIntExact(settings.timeouts().connect().toMillis());
    return new Bootstrap()
        .group(loop.eventLoop())
        .channelFactory(settings.channels())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                addHandlers(channel, starter);
              }
            });
  }

  private void addHandlers(Channel channel, LinkStarter starter) {
    if (endpoint.tls()) {
      ClientTls tls = settings.tls();
      if (tls == null) {
        throw new IllegalStateException("no TLS for " + endpoint.address());
      }
      tls.addTo(
          channel,
          endpoint.address().host(),
          endpoint.address().port(),
          endpoint.expectedName(),
          settings.handshakes());
    }
    channel.pipeline().addLast("link-starter", starter);
  }

  private void onConnected(ChannelFuture done, LinkStarter starter, long began) {
    if (!done.isSuccess()) {
      starter.fail(unreachable(kindOf(done.cause()), done.cause(), began));
    }
  }

  /** Where TLS was meant to be, even a connection that never came up has its handshake record. */
  private UpstreamFailure unreachable(FailureKind kind, Throwable cause, long began) {
    ClientTls tls = endpoint.tls() ? settings.tls() : null;
    String handshakeId =
        tls == null
            ? null
            : tls.connectFailed(
                    endpoint.address().host(),
                    endpoint.address().port(),
                    cause,
                    Duration.ofNanos(System.nanoTime() - began),
                    settings.handshakes())
                .id();
    return new UpstreamFailure(kind, UpstreamFailure.Repeat.SAFE, handshakeId, cause.toString());
  }

  private static Throwable causeOf(@Nullable Throwable failure) {
    Throwable thrown = requireNonNull(failure);
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
    return cause == null ? thrown : cause;
  }

  private static FailureKind kindOf(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return FailureKind.CONNECT_TIMEOUT;
    }
    return cause instanceof ConnectException
        ? FailureKind.CONNECT_REFUSED
        : FailureKind.CONNECT_FAILED;
  }
}
