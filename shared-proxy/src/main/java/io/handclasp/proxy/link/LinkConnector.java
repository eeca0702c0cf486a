package io.handclasp.proxy.link;

import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.wire.Loop;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Opens connections to one address of an endpoint, on one event loop. */
final class LinkConnector {
  /**
   * What is read at once: few bytes where little comes, a quarter of a megabyte where an answer is
   * long, for which a read of its own for every 64 KiB wakes and is woken as often.
   */
  private static final AdaptiveRecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(64, 2_048, 256 * 1_024);

  private final EndpointConfig endpoint;
  private final LinkSettings settings;
  private final Loop loop;
  private final InetSocketAddress address;

  /** Hears how an attempt ended, once. */
  interface Listener {
    void onConnected(LinkConnection connection);

    void onConnectFailed(UpstreamFailure failure);
  }

  LinkConnector(EndpointConfig endpoint, InetAddress at, LinkSettings settings, Loop loop) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.loop = loop;
    this.address = new InetSocketAddress(at, endpoint.address().port());
  }

  void connect(LinkConnection.Owner owner, Listener listener) {
    long began = System.nanoTime();
    LinkStarter starter = new LinkStarter(endpoint, settings, loop, owner, listener);
    bootstrap(starter)
        .connect(address)
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
                channel.config().setRecvByteBufAllocator(READS);
                addHandlers(channel, starter);
              }
            });
  }

  private void addHandlers(Channel channel, LinkStarter starter) {
    if (endpoint.tls()) {
      ClientTls tls = settings.tlsTo(endpoint);
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
      Throwable cause = done.cause();
      starter.fail(Unreachable.failure(endpoint, settings, kindOf(cause), cause, began));
    }
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
