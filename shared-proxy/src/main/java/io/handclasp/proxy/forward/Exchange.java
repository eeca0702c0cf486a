package io.handclasp.proxy.forward;

import io.handclasp.proxy.forward.ExchangeCompleted.Phase;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.ProxyAnswer;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.http.Side;
import io.handclasp.proxy.link.Upstream;
import io.handclasp.proxy.link.UpstreamExchange;
import io.handclasp.proxy.link.UpstreamFailure;
import io.handclasp.proxy.link.UpstreamListener;
import io.handclasp.proxy.wire.Deadline;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from the complete head to the end of both bodies. Ends exactly once
 * and says so to the {@link ExchangeListener}. On the event loop of its downstream connection,
 * which is that of its link as well.
 *
 * <pre>
 *   routed ── open ──▶ CONNECT ── link has it ──▶ REQUEST ── body sent ──▶ WAIT ── head ──▶ RESPONSE ──▶ DONE
 *      │                  │                          │                      │        │ 101      │
 *      └── no route ──▶ answered by the proxy ◀──────┴──────── failure ─────┘        ▼          │
 *                                                                                  TUNNEL ──────┘
 * </pre>
 */
public final class Exchange implements UpstreamListener {
  private static final int MOST_RETRIES = 2;

  private final LoopForwarder forwarder;
  private final Downstream downstream;
  private final ExchangeTrace trace;
  private final RequestHead head;
  private final Deadline deadline;
  private final PendingBody pending = new PendingBody();

  private @Nullable RequestHead sent;
  private @Nullable Upstream upstream;
  private @Nullable UpstreamExchange sending;
  private @Nullable Admission admission;
  private Admission.@Nullable Ticket ticket;
  private boolean bodySent;
  private boolean requestDone;
  private boolean responseStarted;
  private boolean tunnel;
  private boolean ended;
  private int retries;
  private int owedToClient;
  private int owedToNextHop;

  Exchange(
      LoopForwarder forwarder,
      Downstream downstream,
      RequestHead head,
      boolean last,
      ExchangeTrace trace) {
    this.forwarder = forwarder;
    this.downstream = downstream;
    this.head = head;
    this.requestDone = last;
    this.trace = trace;
    this.deadline = forwarder.deadlines().open(this::onTimeout);
  }

  /** Sends the request on its way. */
  void forward(RequestHead asSent, Upstream to) {
    sent = asSent;
    upstream = to;
    deadline.in(forwarder.timeouts().response());
    open();
  }

  /** The same once the route has a place for it; answered instead where that takes too long. */
  void forward(RequestHead asSent, Upstream to, Admission by, Duration patience) {
    if (by.enter()) {
      admission = by;
      forward(asSent, to);
    } else {
      deadline.in(patience);
      ticket = by.await(forwarder.loop().eventLoop(), () -> onAdmitted(asSent, to, by));
    }
  }

  private void onAdmitted(RequestHead asSent, Upstream to, Admission by) {
    if (ended) {
      by.leave();
    } else {
      ticket = null;
      admission = by;
      forward(asSent, to);
    }
  }

  /** Ends it with an answer that the proxy makes itself. */
  void answer(FailureKind kind, @Nullable String detail) {
    fail(kind, detail, null);
  }

  /** Ends it with an answer that is no failure. */
  void answer(ResponseHead response) {
    trace.onHead(response.status());
    forwarder.date(response, trace.headNanos());
    downstream.head(response, true);
    end(null, null, Side.PROXY);
  }

  /**
   * A part of the request's body came; the bytes are taken over. {@link Downstream#consumed} gives
   * the credit back once they went on.
   *
   * @param last true where nothing follows
   */
  public void onRequestBody(ByteBuf data, boolean last) {
    int length = data.readableBytes();
    trace.onRequestBytes(length);
    requestDone |= last;
    if (ended) {
      data.release();
      downstream.consumed(length);
      return;
    }
    long limit = forwarder.bodyLimit();
    if (limit > 0 && trace.requestBytes() > limit && !tunnel) {
      data.release();
      fail(FailureKind.REQUEST_BODY_TOO_LARGE, null, null);
      return;
    }
    watch();
    owedToClient += length;
    UpstreamExchange to = sending;
    if (to != null && pending.isEmpty() && to.isWritable()) {
      bodySent = true;
      to.body(data, last);
      payClient(to);
    } else {
      pending.add(data, last);
    }
  }

  /** The request ends with trailers. */
  public void onRequestTrailers(Fields trailers) {
    requestDone = true;
    if (ended) {
      return;
    }
    ForwardingFields.removeDeceptive(trailers);
    watch();
    UpstreamExchange to = sending;
    if (to != null && pending.isEmpty() && to.isWritable()) {
      bodySent = true;
      to.trailers(trailers);
    } else {
      pending.end(trailers);
    }
  }

  /** {@link Downstream#isWritable()} became true. */
  public void onDownstreamWritable() {
    UpstreamExchange from = sending;
    if (!ended && from != null && owedToNextHop > 0) {
      int bytes = owedToNextHop;
      owedToNextHop = 0;
      from.consumed(bytes);
    }
  }

  /**
   * The client is gone, reset the stream, or broke the rules amid its body; the downstream is not
   * called again where {@code kind} is {@link FailureKind#CLIENT_GONE} or {@link
   * FailureKind#CUT_OFF}, and is told of the answer or the abort otherwise.
   */
  public void onRequestFailed(FailureKind kind) {
    if (ended) {
      return;
    }
    if (kind == FailureKind.CLIENT_GONE) {
      cancelUpstream();
      end(tunnel ? null : kind, null, Side.DOWNSTREAM);
    } else if (kind == FailureKind.CUT_OFF) {
      cancelUpstream();
      end(kind, null, Side.PROXY);
    } else {
      fail(kind, null, null);
    }
  }

  /** The time to finish is over: the client is told, unless its answer has begun. */
  void onCutOff() {
    if (!ended) {
      fail(FailureKind.CUT_OFF, null, null);
    }
  }

  @Override
  public void onInformational(ResponseHead informational) {
    if (!ended && !responseStarted) {
      downstream.informational(informational);
    }
  }

  @Override
  public void onHead(ResponseHead response, boolean last) {
    if (ended) {
      return;
    }
    if (looksLikeTunnel(response)) {
      fail(FailureKind.UPGRADE_FAILED, "the next hop answered " + response.status(), null);
      return;
    }
    responseStarted = true;
    tunnel = response.status() == 101;
    trace.onHead(response.status());
    if (tunnel) {
      requestDone = false;
      forwarder.tunnels(1);
    }
    watch();
    forwarder.date(response, trace.headNanos());
    downstream.head(response, last);
    if (last) {
      onResponseDone();
    }
  }

  /** Whether the client would take it for the beginning of a tunnel (RFC 8441 section 4). */
  private boolean looksLikeTunnel(ResponseHead response) {
    return head.upgrade() != null && head.protocol() == Protocol.HTTP_2 && isSuccess(response);
  }

  private static boolean isSuccess(ResponseHead response) {
    return response.status() >= 200 && response.status() < 300;
  }

  @Override
  public void onBody(ByteBuf data, boolean last) {
    if (ended) {
      data.release();
      return;
    }
    int length = data.readableBytes();
    trace.onResponseBytes(length);
    downstream.body(data, last);
    if (ended) {
      return;
    }
    if (last) {
      onResponseDone();
      return;
    }
    watch();
    UpstreamExchange from = sending;
    if (from != null && downstream.isWritable()) {
      from.consumed(length);
    } else {
      owedToNextHop += length;
    }
  }

  @Override
  public void onTrailers(Fields trailers) {
    if (!ended) {
      downstream.trailers(trailers);
      onResponseDone();
    }
  }

  @Override
  public void onSent() {
    if (!ended && sending != null) {
      trace.onSent(sending.link());
    }
  }

  @Override
  public void onWritable() {
    UpstreamExchange to = sending;
    if (ended || to == null) {
      return;
    }
    trace.onSent(to.link());
    if (!pending.isEmpty()) {
      bodySent = true;
      pending.drainTo(to);
    }
    payClient(to);
  }

  @Override
  public void onFailure(UpstreamFailure failure) {
    if (ended) {
      return;
    }
    UpstreamExchange failed = sending;
    trace.onLink(failed == null ? null : failed.link(), failure.handshakeId());
    sending = null;
    if (mayRepeat(failure)) {
      retries++;
      trace.onRetry();
      open();
    } else {
      fail(failure.kind(), failure.detail(), failure.handshakeId());
    }
  }

  private void open() {
    RequestHead request = sent;
    Upstream to = upstream;
    if (request == null || to == null) {
      throw new IllegalStateException("not routed");
    }
    boolean headOnly = requestDone && pending.isEmpty();
    int attempt = retries;
    UpstreamExchange opened = to.open(request, headOnly, downstream.caller(), this);
    if (ended || attempt != retries) {
      // It failed at once, and was given up or tried anew meanwhile.
      return;
    }
    sending = opened;
    if (opened.link() != null) {
      trace.onSent(opened.link());
    }
    if (opened.isWritable()) {
      onWritable();
    }
    onDownstreamWritable();
  }

  private boolean mayRepeat(UpstreamFailure failure) {
    boolean allowed =
        switch (failure.repeat()) {
          case SAFE -> true;
          case IF_IDEMPOTENT -> head.isIdempotent();
          case NEVER -> false;
        };
    return allowed
        && !responseStarted
        && !bodySent
        && retries < MOST_RETRIES
        && hasSomewhereElse(failure.kind())
        && forwarder.budget().take();
  }

  /** What cannot be reached is not tried again at once where it is the only one. */
  private boolean hasSomewhereElse(FailureKind kind) {
    return switch (kind) {
      case NAME_UNKNOWN,
          NAME_TIMEOUT,
          CONNECT_REFUSED,
          CONNECT_TIMEOUT,
          CONNECT_FAILED,
          TLS_CERTIFICATE,
          TLS_FAILED,
          TLS_REFUSED,
          TLS_TIMEOUT ->
          upstream != null && upstream.endpoints() > 1;
      default -> true;
    };
  }

  private void onResponseDone() {
    if (!requestDone) {
      cancelUpstream();
    }
    end(null, null, tunnel ? Side.UPSTREAM : Side.DOWNSTREAM);
  }

  private void onTimeout() {
    boolean clientReads = downstream.isWritable();
    UpstreamExchange to = sending;
    boolean serverReads = to == null || to.isWritable();
    if (ticket != null) {
      fail(FailureKind.OVERLOADED, null, null);
    } else if (tunnel) {
      fail(FailureKind.TUNNEL_IDLE, null, null);
    } else if (responseStarted) {
      fail(clientReads ? FailureKind.BODY_TIMEOUT : FailureKind.SLOW_READER, null, null);
    } else if (!requestDone && serverReads && to != null) {
      fail(FailureKind.REQUEST_TIMEOUT, null, null);
    } else {
      fail(FailureKind.RESPONSE_TIMEOUT, null, null);
    }
  }

  private void fail(FailureKind kind, @Nullable String detail, @Nullable String handshakeId) {
    cancelUpstream();
    if (responseStarted) {
      downstream.abort(kind);
    } else {
      responseStarted = true;
      trace.onAnswer(kind.status());
      if (!requestDone || kind.status() == 400) {
        downstream.endAfterAnswer();
      }
      ProxyAnswer answer = ProxyAnswer.to(kind, forwarder.name(), handshakeId);
      forwarder.date(answer.head(), System.nanoTime());
      boolean headOnly = answer.head().isBodiless(head.method().equals(Method.HEAD));
      downstream.head(answer.head(), headOnly);
      if (!headOnly) {
        downstream.body(Unpooled.wrappedBuffer(answer.body().array()), true);
      }
    }
    end(kind, detail, kind.side());
  }

  private void cancelUpstream() {
    UpstreamExchange cancelled = sending;
    if (cancelled != null) {
      trace.onLink(cancelled.link(), null);
      cancelled.cancel();
    }
  }

  private void end(@Nullable FailureKind kind, @Nullable String detail, Side by) {
    if (ended) {
      return;
    }
    ended = true;
    deadline.close();
    UpstreamExchange last = sending;
    if (last != null) {
      trace.onLink(last.link(), null);
    }
    sending = null;
    pending.release();
    leave();
    if (tunnel) {
      forwarder.tunnels(-1);
    }
    forwarder.onEnded(trace.completed(kind, detail, by, phase(kind)));
  }

  private void leave() {
    if (ticket != null) {
      ticket.giveUp();
    }
    if (admission != null) {
      admission.leave();
    }
  }

  private Phase phase(@Nullable FailureKind kind) {
    if (kind == null) {
      return Phase.DONE;
    }
    if (tunnel) {
      return Phase.TUNNEL;
    }
    return trace.phase(requestDone);
  }

  private void payClient(UpstreamExchange to) {
    if (owedToClient > 0 && to.isWritable()) {
      int bytes = owedToClient;
      owedToClient = 0;
      downstream.consumed(bytes);
    }
  }

  /** Progress was made: the time allowed without it begins anew. */
  private void watch() {
    if (ticket != null) {
      return;
    }
    if (tunnel) {
      deadline.in(forwarder.timeouts().tunnel());
    } else if (requestDone && !responseStarted) {
      deadline.in(forwarder.timeouts().response());
    } else {
      deadline.in(forwarder.timeouts().body());
    }
  }
}
