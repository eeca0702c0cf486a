package io.handclasp.proxy.link;

import static java.util.Objects.requireNonNull;

import io.handclasp.handshake.tls.TlsFailed;
import io.handclasp.proxy.http.BodyDecoder;
import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.HeadLimits;
import io.handclasp.proxy.http.Http1ResponseParser;
import io.handclasp.proxy.http.HttpSyntaxException;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.Accumulation;
import io.handclasp.proxy.wire.GatheredOutput;
import io.handclasp.proxy.wire.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection to an endpoint: one exchange at a time, kept for the next where the end of
 * both messages is beyond doubt. Reads answers; {@link Http1UpstreamExchange} writes requests.
 */
final class Http1Link extends ChannelInboundHandlerAdapter
    implements LinkConnection, BodyDecoder.Sink {
  /** Interim answers that one request may get before the next hop counts as broken. */
  private static final int MOST_INFORMATIONAL = 32;

  private final LinkInfo info;
  private final Loop loop;
  private final Owner owner;
  private final Http1ResponseParser parser;
  private final BodyDecoder body;
  private final Accumulation in = new Accumulation();

  private @Nullable ChannelHandlerContext context;
  private @Nullable GatheredOutput out;
  private @Nullable Http1UpstreamExchange current;
  private @Nullable UpstreamFailure cause;
  private int served;
  private int informational;
  private boolean headSeen;
  private boolean answering;
  private boolean decoding;
  private boolean endedCleanly;
  private boolean retired;
  private boolean closed;
  private long idleSince = System.nanoTime();

  Http1Link(LinkInfo info, HeadLimits limits, Loop loop, Owner owner) {
    this.info = info;
    this.loop = loop;
    this.owner = owner;
    this.parser = new Http1ResponseParser(limits);
    this.body = new BodyDecoder(limits, FailureKind.RESPONSE_MALFORMED);
  }

  @Override
  public int room() {
    return current == null && !retired && !closed ? 1 : 0;
  }

  @Override
  public int active() {
    return current == null ? 0 : 1;
  }

  @Override
  public UpstreamExchange open(RequestHead head, boolean last, UpstreamListener listener) {
    ChannelHandlerContext ctx = context;
    GatheredOutput output = out;
    if (ctx == null || output == null || room() == 0) {
      throw new IllegalStateException("no room on " + info);
    }
    Http1UpstreamExchange exchange =
        new Http1UpstreamExchange(
            this,
            ctx.channel(),
            output,
            loop.heads(),
            listener,
            WebSocketKey.completed(head),
            last);
    current = exchange;
    headSeen = false;
    answering = false;
    informational = 0;
    return exchange;
  }

  @Override
  public void retire() {
    retired = true;
    if (current == null) {
      close();
    }
  }

  @Override
  public void cut() {
    fail(
        new UpstreamFailure(
            FailureKind.CUT_OFF, UpstreamFailure.Repeat.NEVER, info.handshakeId(), null));
  }

  @Override
  public LinkInfo info() {
    return info;
  }

  @Override
  public long idleSince() {
    return idleSince;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    out = new GatheredOutput(ctx, loop.turn());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    in.add(ctx.alloc(), (ByteBuf) message);
    if (current == null) {
      // Nothing was asked: an answer to nobody (RFC 9112 section 9.2).
      close();
    } else {
      decode();
    }
    if (closed) {
      in.release();
    } else {
      in.trim();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable() && current != null) {
      current.onWritable();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof TlsFailed failed) {
      // A TLS 1.3 server judges the client late; it acts on no request before.
      cause = TlsFailure.of(failed, UpstreamFailure.Repeat.SAFE);
    } else if (event instanceof SslCloseCompletionEvent end) {
      endedCleanly = end.isSuccess();
    } else if (event == ChannelInputShutdownEvent.INSTANCE && current != null) {
      // Only a tunnel lets the other direction stay open; the server's end is the end of both.
      release().onBody(Unpooled.EMPTY_BUFFER, true);
    }
    ctx.fireUserEventTriggered(event);
  }

  /** A server that refuses a request early may break what is still sent, behind its answer. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
    if (current != null && takesNoMore(ctx.channel()) && current.stopSending()) {
      return;
    }
    if (cause == null) {
      cause = closedFailure(thrown.toString());
    }
    close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean regular = headSeen && body.endsWithConnection() && cause == null && endedCleanly();
    closed();
    if (current != null && regular) {
      release().onBody(Unpooled.EMPTY_BUFFER, true);
    } else {
      fail(cause != null ? cause : closedFailure(null));
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void onBody(ByteBuf data, boolean last) {
    Http1UpstreamExchange exchange = current;
    if (exchange == null) {
      data.release();
      return;
    }
    if (last) {
      release();
    } else {
      exchange.delivered(data.readableBytes());
    }
    exchange.listener().onBody(data, last);
  }

  @Override
  public void onTrailers(Fields trailers) {
    if (current != null) {
      release().onTrailers(trailers);
    }
  }

  /** The exchange gave up: an answer may still come, so that the connection cannot be kept. */
  void onCancelled(Http1UpstreamExchange exchange) {
    if (current == exchange) {
      current = null;
      close();
    }
  }

  /** The exchange broke the promise of its own head, so that the connection is of no more use. */
  void onBroken(Http1UpstreamExchange exchange) {
    if (current == exchange) {
      fail(UpstreamFailure.of(FailureKind.INTERNAL, UpstreamFailure.Repeat.NEVER));
    }
  }

  private void decode() {
    decoding = true;
    answering = true;
    try {
      ByteBuf bytes = in.bytes();
      while (current != null && bytes.isReadable() && step(current, bytes)) {}
    } catch (HttpSyntaxException e) {
      fail(
          new UpstreamFailure(
              e.kind(), UpstreamFailure.Repeat.NEVER, info.handshakeId(), e.getMessage()));
    } finally {
      decoding = false;
    }
  }

  /** Reads a head or a part of a body; false where more bytes must come. */
  private boolean step(Http1UpstreamExchange exchange, ByteBuf bytes) throws HttpSyntaxException {
    if (headSeen) {
      body.decode(bytes, this);
      return current != exchange;
    }
    ResponseHead head = parser.parse(bytes, exchange.head().upgrade() != null);
    if (head == null) {
      return false;
    }
    if (head.isInformational()) {
      if (++informational > MOST_INFORMATIONAL) {
        throw new HttpSyntaxException(FailureKind.RESPONSE_MALFORMED, "1xx without end");
      }
      exchange.listener().onInformational(head);
    } else {
      onHead(exchange, head);
    }
    return true;
  }

  private void onHead(Http1UpstreamExchange exchange, ResponseHead head) {
    headSeen = true;
    boolean tunnel = head.status() == 101;
    boolean bodiless =
        !tunnel
            && (head.isBodiless(exchange.head().method().equals(Method.HEAD))
                || head.framing().isEmpty());
    if (bodiless) {
      release().onHead(head, true);
      return;
    }
    body.begin(tunnel ? BodyFraming.UNTIL_CLOSE : head.framing());
    if (tunnel) {
      exchange.beginTunnel();
    }
    exchange.listener().onHead(head, false);
  }

  /** Parts with the exchange whose answer is complete; the connection is kept where it is clean. */
  private UpstreamListener release() {
    Http1UpstreamExchange exchange = requireNonNull(current);
    current = null;
    served++;
    idleSince = System.nanoTime();
    boolean clean =
        !closed
            && !retired
            && parser.isPersistent()
            && !body.endsWithConnection()
            && exchange.isRequestDone()
            && in.size() == 0;
    exchange.end();
    if (clean) {
      owner.onRoom(this);
    } else {
      close();
    }
    return exchange.listener();
  }

  private void fail(UpstreamFailure failure) {
    Http1UpstreamExchange exchange = current;
    current = null;
    close();
    if (exchange != null) {
      exchange.end();
      exchange.listener().onFailure(failure);
    }
  }

  private UpstreamFailure closedFailure(@Nullable String detail) {
    FailureKind kind = headSeen ? FailureKind.RESPONSE_INCOMPLETE : FailureKind.UPSTREAM_CLOSED;
    UpstreamFailure.Repeat repeat =
        !answering && served > 0
            ? UpstreamFailure.Repeat.IF_IDEMPOTENT
            : UpstreamFailure.Repeat.NEVER;
    return new UpstreamFailure(kind, repeat, info.handshakeId(), detail);
  }

  /** A TLS peer that ends without saying so may have been cut off (RFC 8446 section 6.1). */
  private boolean endedCleanly() {
    return info.handshakeId() == null || endedCleanly;
  }

  private static boolean takesNoMore(Channel channel) {
    return channel instanceof DuplexChannel duplex
        && duplex.isOutputShutdown()
        && !duplex.isInputShutdown();
  }

  private void close() {
    if (!closed && context != null) {
      context.close();
      closed();
    }
  }

  private void closed() {
    if (closed) {
      return;
    }
    closed = true;
    if (out != null) {
      out.close();
    }
    if (!decoding) {
      in.release();
    }
    owner.onClosed(this);
  }
}
