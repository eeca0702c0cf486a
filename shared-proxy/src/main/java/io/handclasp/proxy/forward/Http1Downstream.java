package io.handclasp.proxy.forward;

import io.handclasp.proxy.config.Timeouts;
import io.handclasp.proxy.http.BodyDecoder;
import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.HeadLimits;
import io.handclasp.proxy.http.Http1RequestParser;
import io.handclasp.proxy.http.HttpSyntaxException;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.RequestParsers;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.Accumulation;
import io.handclasp.proxy.wire.Deadline;
import io.handclasp.proxy.wire.GatheredOutput;
import io.handclasp.proxy.wire.HalfClose;
import io.handclasp.proxy.wire.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's HTTP/1.1 connection: reads one request after the other and answers in that order. A
 * request sent ahead waits unread behind the one under way, and any while the loop has as many
 * under way as it may; what stands behind a refused one is never looked at. On the connection's
 * event loop only.
 *
 * <pre>
 *   IDLE ── head ──▶ EXCHANGE ── answered ──▶ IDLE
 *     │                 │  │ 101
 *     │ refused         │  └──▶ TUNNEL
 *     ▼                 ▼ answered, and the connection may not go on
 *   CLOSING ◀───────────┘
 * </pre>
 */
final class Http1Downstream extends ChannelInboundHandlerAdapter
    implements Downstream, DownstreamConnection, BodyDecoder.Sink, RequestWindow.Waiter {
  private static final int PAUSE_ABOVE = 128 * 1024;
  private static final int RESUME_BELOW = 32 * 1024;

  /** How long a client may go on sending what nobody reads before it is cut off. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private enum State {
    IDLE,
    EXCHANGE,
    TUNNEL,
    CLOSING
  }

  private final Channel channel;
  private final Caller caller;
  private final ForwardingFields forwarding;
  private final Forwarder forwarder;
  private final RequestWindow window;
  private final Timeouts timeouts;
  private final RequestParsers parsers;
  private final HeadLimits limits;
  private final BodyDecoder body;
  private final Accumulation in = new Accumulation();
  private final GatheredOutput out;
  private final Http1Answer answer;
  private final Deadline deadline;

  private State state = State.IDLE;
  private @Nullable Exchange exchange;
  private boolean persistent;
  private boolean draining;
  private boolean cutOff;
  private boolean retiring;
  private boolean letGo;
  private boolean inputEnded;
  private @Nullable Http1RequestParser parser;
  private boolean processing;
  private boolean paused;
  private int unconsumed;
  private long startedNanos = System.nanoTime();
  private boolean waiting;
  private boolean unread;
  private boolean underWay;
  private int begunIn;

  Http1Downstream(
      Channel channel,
      Caller caller,
      ForwardingFields forwarding,
      Forwarder forwarder,
      RequestWindow window,
      RequestParsers parsers,
      Loop loop,
      HeadLimits limits,
      Timeouts timeouts) {
    this.channel = channel;
    this.caller = caller;
    this.forwarding = forwarding;
    this.forwarder = forwarder;
    this.window = window;
    this.timeouts = timeouts;
    this.parsers = parsers;
    this.limits = limits;
    body = new BodyDecoder(limits, FailureKind.REQUEST_FRAMING);
    out = new GatheredOutput(channel, loop.turn());
    answer = new Http1Answer(out, loop.heads());
    deadline = loop.deadlines().open(this::onDeadline);
    deadline.in(timeouts.idle());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (state == State.CLOSING) {
      data.release();
      return;
    }
    if (state == State.IDLE && in.size() == 0) {
      startedNanos = System.nanoTime();
    }
    in.add(ctx.alloc(), data);
    process();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      if (exchange != null) {
        exchange.onDownstreamWritable();
      } else if (unread) {
        unread = false;
        process();
      }
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      inputEnded = true;
      onInputEnded();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = State.CLOSING;
    deadline.close();
    out.close();
    if (!processing) {
      in.release();
    }
    Exchange left = exchange;
    onExchangeEnded();
    if (left != null) {
      left.onRequestFailed(cutOff ? FailureKind.CUT_OFF : FailureKind.CLIENT_GONE);
    }
    ctx.fireChannelInactive();
  }

  /** The client reset the connection, or TLS broke: nothing can be said to it any more. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  @Override
  public void drain() {
    draining = true;
    if (state == State.IDLE && in.size() == 0) {
      closeAfterFlush();
    }
  }

  @Override
  public void retire() {
    retiring = true;
  }

  @Override
  public int underWay() {
    return waiting || state == State.EXCHANGE ? 1 : 0;
  }

  @Override
  public boolean hasWorkedSince(long nanos) {
    return underWay() > 0 || (state == State.IDLE && startedNanos - nanos >= 0);
  }

  @Override
  public boolean letGo() {
    boolean will = !retiring && !draining && (state == State.IDLE || state == State.EXCHANGE);
    letGo |= will;
    return will;
  }

  /** What is under way is answered where it still can be; a second time nothing is waited for. */
  @Override
  public void cut() {
    Exchange left = exchange;
    if (left != null && !cutOff) {
      cutOff = true;
      draining = true;
      left.onCutOff();
    } else {
      channel.close();
    }
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public ForwardingFields forwarding() {
    return forwarding;
  }

  @Override
  public void onBody(ByteBuf data, boolean last) {
    Exchange to = exchange;
    if (to == null) {
      data.release();
      return;
    }
    unconsumed += data.readableBytes();
    to.onRequestBody(data, last);
    if (unconsumed > PAUSE_ABOVE) {
      pause();
    }
  }

  @Override
  public void onTrailers(Fields trailers) {
    if (exchange != null) {
      exchange.onRequestTrailers(trailers);
    }
  }

  @Override
  public void endAfterAnswer() {
    persistent = false;
  }

  @Override
  public void informational(ResponseHead head) {
    answer.informational(head);
  }

  @Override
  public void head(ResponseHead head, boolean last) {
    retiring |= letGo && in.size() == 0;
    persistent = answer.head(head, last, persistent && !draining && !retiring);
    if (head.status() == 101) {
      state = State.TUNNEL;
      body.begin(BodyFraming.UNTIL_CLOSE);
      process();
    } else if (last) {
      onAnswered();
    }
  }

  @Override
  public void body(ByteBuf data, boolean last) {
    if (!answer.body(data, last)) {
      abort(FailureKind.RESPONSE_INCOMPLETE);
    } else if (last) {
      onAnswered();
    }
  }

  @Override
  public void trailers(Fields trailers) {
    if (answer.trailers(trailers)) {
      onAnswered();
    } else {
      abort(FailureKind.RESPONSE_INCOMPLETE);
    }
  }

  @Override
  public boolean isWritable() {
    return out.isWritable();
  }

  @Override
  public void consumed(int bytes) {
    unconsumed -= bytes;
    if (paused && unconsumed < RESUME_BELOW) {
      resume();
    }
  }

  /**
   * What was written goes out, and the missing end tells the client that it is not complete; where
   * there is no end to miss, a reset does.
   */
  @Override
  public void abort(FailureKind kind) {
    onExchangeEnded();
    if (answer.endsWithConnection() && state == State.EXCHANGE) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      state = State.CLOSING;
      channel.close();
    } else {
      closeAfterFlush();
    }
  }

  /** Reads as far as the present state allows; what an answer makes possible is read in a loop. */
  private void process() {
    if (processing) {
      return;
    }
    processing = true;
    try {
      while (in.size() > 0 && step()) {}
    } catch (HttpSyntaxException e) {
      onSyntax(e);
    } finally {
      processing = false;
    }
    afterReading();
  }

  private boolean step() throws HttpSyntaxException {
    return switch (state) {
      case IDLE -> mayBegin() && readHead();
      case EXCHANGE, TUNNEL -> readBody();
      case CLOSING -> {
        in.release();
        yield false;
      }
    };
  }

  /**
   * A head that has begun is read on, within the time that it has. Who asks and does not read gets
   * no more answers before it does, or is idle.
   */
  private boolean mayBegin() {
    if (waiting || parser != null) {
      return !waiting;
    }
    unread = !out.isWritable();
    if (!unread && window.isFull()) {
      waiting = true;
      deadline.clear();
      window.await(this);
    }
    return !unread && !waiting;
  }

  @Override
  public void proceed() {
    waiting = false;
    try {
      process();
    } catch (RuntimeException e) {
      channel.pipeline().fireExceptionCaught(e);
    }
  }

  private boolean readHead() throws HttpSyntaxException {
    Http1RequestParser reader = parser == null ? parsers.take(limits, caller.isSecure()) : parser;
    RequestHead head = reader.parse(in.bytes());
    if (head == null) {
      if (parser == null) {
        parser = reader;
        deadline.in(timeouts.header());
      }
      return false;
    }
    parser = null;
    deadline.clear();
    persistent = reader.isPersistent();
    parsers.give(reader);
    state = State.EXCHANGE;
    unconsumed = 0;
    underWay = true;
    begunIn = window.begin();
    body.begin(head.framing());
    answer.expect(head);
    Exchange begun = forwarder.begin(head, body.isDone(), this, startedNanos);
    if (state == State.EXCHANGE || state == State.TUNNEL) {
      exchange = begun;
    }
    return true;
  }

  private boolean readBody() throws HttpSyntaxException {
    if (body.isDone()) {
      return false;
    }
    int before = in.size();
    body.decode(in.bytes(), this);
    return in.size() < before;
  }

  private void afterReading() {
    if (state == State.CLOSING) {
      in.release();
      return;
    }
    in.trim();
    if (in.size() > PAUSE_ABOVE) {
      pause();
    }
    if (inputEnded) {
      onInputEnded();
    }
  }

  private void onSyntax(HttpSyntaxException refused) {
    persistent = false;
    Exchange broken = exchange;
    if (broken != null) {
      broken.onRequestFailed(refused.kind());
    } else if (state == State.IDLE) {
      refuse(refused.kind(), refused.getMessage());
    }
  }

  private void refuse(FailureKind kind, @Nullable String detail) {
    state = State.EXCHANGE;
    deadline.clear();
    persistent = false;
    body.begin(BodyFraming.UNTIL_CLOSE);
    answer.expect(null);
    forwarder.refuse(kind, detail, this, startedNanos);
  }

  private void onAnswered() {
    onExchangeEnded();
    if (state != State.EXCHANGE || !persistent || draining || retiring || !body.isDone()) {
      closeAfterFlush();
      return;
    }
    state = State.IDLE;
    deadline.in(timeouts.idle());
    if (paused) {
      resume();
    }
    if (in.size() > 0 && !processing) {
      startedNanos = System.nanoTime();
      process();
    } else if (inputEnded && in.size() == 0) {
      closeAfterFlush();
    }
  }

  private void onExchangeEnded() {
    exchange = null;
    if (underWay) {
      underWay = false;
      window.end(begunIn);
    }
  }

  /** The client sends no more: what it asked for is answered, what it began is given up. */
  private void onInputEnded() {
    if (processing || waiting || unread) {
      return;
    }
    switch (state) {
      case IDLE -> closeAfterFlush();
      case EXCHANGE -> {
        if (!body.isDone()) {
          channel.close();
        }
      }
      case TUNNEL -> {
        if (exchange != null && body.endsWithConnection()) {
          body.begin(BodyFraming.NONE);
          exchange.onRequestBody(Unpooled.EMPTY_BUFFER, true);
        }
      }
      case CLOSING -> channel.close();
    }
  }

  private void onDeadline() {
    switch (state) {
      case IDLE -> {
        if (unread) {
          channel.close();
        } else if (in.size() > 0) {
          refuse(FailureKind.REQUEST_TIMEOUT, "head");
        } else {
          closeAfterFlush();
        }
      }
      case CLOSING -> channel.close();
      case EXCHANGE, TUNNEL -> {}
    }
  }

  /**
   * Closes once the answer is out. A client that still sends, or may as it learns of the end only
   * now, gets the chance to read it: a close with bytes unread would reset the connection and might
   * destroy the answer on its way (RFC 9112 section 9.6).
   */
  private void closeAfterFlush() {
    if (state == State.CLOSING) {
      return;
    }
    boolean clean = body.isDone() && in.size() == 0 && !retiring;
    state = State.CLOSING;
    if (!processing) {
      in.release();
    }
    out.flush();
    if (paused) {
      resume();
    }
    deadline.in(timeouts.body());
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            done -> {
              if (clean || inputEnded || !done.isSuccess()) {
                channel.close();
              } else {
                deadline.in(LINGER);
                HalfClose.output(channel);
              }
            });
  }

  private void pause() {
    if (!paused) {
      paused = true;
      channel.config().setAutoRead(false);
    }
  }

  private void resume() {
    paused = false;
    channel.config().setAutoRead(true);
  }
}
