package io.handclasp.handshake.tls;

import io.handclasp.handshake.observe.Observation;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the TLS handler and turns its events into {@link TlsEstablished} and {@link
 * TlsFailed}. Netty tells a failure twice, as an event and as an exception; behind this handler it
 * is told once. Leaves the pipeline when the handshake has ended well.
 */
final class HandshakeHandler extends ChannelInboundHandlerAdapter implements Observation.End {
  private static final String NO_ALPN = "http/1.1";

  private final Observation observation;
  private final SslHandler tls;
  private @Nullable ChannelHandlerContext context;
  private boolean failed;

  HandshakeHandler(Observation observation, SslHandler tls) {
    this.observation = observation;
    this.tls = tls;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    observation.onEnd(this);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completion) {
      if (completion.isSuccess()) {
        completed(ctx);
      } else {
        observation.failing(completion.cause());
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void completed(ChannelHandlerContext ctx) {
    if (!observation.completed()) {
      ctx.close();
      return;
    }
    String protocol = tls.engine().getApplicationProtocol();
    ctx.fireUserEventTriggered(
        new TlsEstablished(
            observation.id(),
            new PeerIdentity(observation.verifiedChain()),
            protocol == null || protocol.isEmpty() ? NO_ALPN : protocol));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (observation.isProvisional()) {
      observation.failing(cause);
      ctx.close();
    } else if (observation.hasEnded()) {
      afterwards(ctx, cause);
    }
  }

  /** The second telling of what has failed is nothing new. */
  private void afterwards(ChannelHandlerContext ctx, Throwable cause) {
    if (!failed) {
      ctx.fireExceptionCaught(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    observation.gone();
    ctx.fireChannelInactive();
  }

  @Override
  public void onEnd(HandshakeRecord handshake) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || ctx.isRemoved()) {
      return;
    }
    if (handshake.outcome() == Outcome.ESTABLISHED) {
      ctx.pipeline().remove(this);
    } else {
      failed = true;
      ctx.fireUserEventTriggered(new TlsFailed(handshake));
    }
  }
}
