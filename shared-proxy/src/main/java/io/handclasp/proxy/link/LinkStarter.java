package io.handclasp.proxy.link;

import io.handclasp.handshake.tls.TlsEstablished;
import io.handclasp.handshake.tls.TlsFailed;
import io.handclasp.proxy.config.EndpointConfig;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.wire.Deadline;
import io.handclasp.proxy.wire.Loop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits on a new connection until it is known what is spoken there, and gives its place to that
 * handler. Tells its listener once.
 */
final class LinkStarter extends ChannelInboundHandlerAdapter {
  /**
   * TLS looks after its time itself and knows more of it; this is for the case that it does not.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final EndpointConfig endpoint;
  private final LinkSettings settings;
  private final Loop loop;
  private final LinkConnection.Owner owner;
  private final LinkConnector.Listener listener;
  private @Nullable Deadline deadline;
  private boolean timedOut;
  private boolean told;

  LinkStarter(
      EndpointConfig endpoint,
      LinkSettings settings,
      Loop loop,
      LinkConnection.Owner owner,
      LinkConnector.Listener listener) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.loop = loop;
    this.owner = owner;
    this.listener = listener;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (endpoint.tls()) {
      deadline = loop.deadlines().open(() -> onTimeout(ctx));
      deadline.in(settings.timeouts().handshake().plus(GRACE));
    } else {
      start(ctx, null, plainProtocol(endpoint));
    }
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof TlsEstablished established) {
      start(
          ctx,
          established.handshakeId(),
          established.protocol().equals("h2") ? Protocol.HTTP_2 : Protocol.HTTP_1_1);
    } else if (event instanceof TlsFailed failed) {
      UpstreamFailure failure = TlsFailure.of(failed, UpstreamFailure.Repeat.SAFE);
      fail(timedOut ? failure.as(FailureKind.TLS_TIMEOUT) : failure);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    FailureKind kind = timedOut ? FailureKind.TLS_TIMEOUT : FailureKind.TLS_FAILED;
    fail(UpstreamFailure.of(kind, UpstreamFailure.Repeat.SAFE));
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(
        new UpstreamFailure(
            FailureKind.TLS_FAILED, UpstreamFailure.Repeat.SAFE, null, cause.toString()));
    ctx.close();
  }

  /** Ends the attempt, unless its end was told already. */
  void fail(UpstreamFailure failure) {
    if (!told) {
      told = true;
      closeDeadline();
      listener.onConnectFailed(failure);
    }
  }

  private void start(ChannelHandlerContext ctx, @Nullable String handshakeId, Protocol protocol) {
    if (told) {
      return;
    }
    told = true;
    closeDeadline();
    LinkInfo info =
        new LinkInfo(settings.numbers().getAsLong(), endpoint.address(), protocol, handshakeId);
    if (protocol == Protocol.HTTP_2) {
      // It tells the listener itself, once the server's settings came.
      Duration time = settings.timeouts().handshake();
      Http2Link link = new Http2Link(info, settings.http2(), time, loop, owner, listener);
      ctx.pipeline().replace(this, "http2-link", link);
    } else {
      Http1Link link = new Http1Link(info, settings.limits(), loop, owner);
      // Where it reads no more it may have answered before: what it sent is read all the same.
      ctx.channel().config().setAutoClose(false);
      ctx.pipeline().replace(this, "http1-link", link);
      listener.onConnected(link);
    }
  }

  /** What is spoken without TLS, where nothing is negotiated. */
  static Protocol plainProtocol(EndpointConfig endpoint) {
    return endpoint.priorKnowledge() ? Protocol.HTTP_2 : Protocol.HTTP_1_1;
  }

  /** What TLS tells of the close comes first, with the handshake's id. */
  private void onTimeout(ChannelHandlerContext ctx) {
    timedOut = true;
    ctx.close();
  }

  private void closeDeadline() {
    if (deadline != null) {
      deadline.close();
    }
  }
}
