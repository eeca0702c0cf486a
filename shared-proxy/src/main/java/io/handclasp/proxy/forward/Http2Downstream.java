package io.handclasp.proxy.forward;

import io.handclasp.proxy.config.Timeouts;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http2.ErrorCode;
import io.handclasp.proxy.http2.Http2Options;
import io.handclasp.proxy.http2.ServerConnection;
import io.handclasp.proxy.http2.ServerStream;
import io.handclasp.proxy.wire.Deadline;
import io.handclasp.proxy.wire.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's HTTP/2 connection: each of its streams is an exchange. */
final class Http2Downstream extends ServerConnection implements DownstreamConnection {
  private static final Logger LOG = LoggerFactory.getLogger(Http2Downstream.class);

  private final Caller caller;
  private final ForwardingFields forwarding;
  private final Forwarder forwarder;
  private final Timeouts timeouts;
  private final Deadline idle;
  private boolean cutOff;
  private long begunNanos = System.nanoTime();

  Http2Downstream(
      Caller caller,
      ForwardingFields forwarding,
      Forwarder forwarder,
      Loop loop,
      Http2Options options,
      Timeouts timeouts) {
    super(loop.turn(), options);
    this.caller = caller;
    this.forwarding = forwarding;
    this.forwarder = forwarder;
    this.timeouts = timeouts;
    idle = loop.deadlines().open(this::onDeadline);
    idle.in(timeouts.idle());
  }

  /** GOAWAY crosses no request. */
  @Override
  public void retire() {
    drain();
  }

  @Override
  public int underWay() {
    return active();
  }

  @Override
  public boolean hasWorkedSince(long nanos) {
    return active() > 0 || begunNanos - nanos >= 0;
  }

  /** A request began. */
  void begun(long nanos) {
    begunNanos = nanos;
  }

  @Override
  public boolean letGo() {
    boolean first = !isDraining();
    drain();
    return first;
  }

  @Override
  public void cut() {
    cutOff = true;
    close();
  }

  /** Why streams end with the connection. */
  FailureKind end() {
    return cutOff ? FailureKind.CUT_OFF : FailureKind.CLIENT_GONE;
  }

  Caller caller() {
    return caller;
  }

  ForwardingFields forwarding() {
    return forwarding;
  }

  Forwarder forwarder() {
    return forwarder;
  }

  @Override
  protected ServerStream newStream() {
    if (active() == 0) {
      idle.in(timeouts.body());
    }
    return new Http2Request(this);
  }

  @Override
  protected void onIdle() {
    idle.in(timeouts.idle());
  }

  private void onDeadline() {
    if (active() == 0) {
      drain();
    } else {
      resetStalled();
      if (active() > 0) {
        idle.in(timeouts.body());
      }
    }
  }

  @Override
  protected void onViolation(ErrorCode code, String detail) {
    LOG.info(
        "http2 connection refused conn={} remote={} reason={} detail=\"{}\"",
        caller.connection(),
        caller.remote(),
        code,
        detail);
  }

  @Override
  protected void onClosed() {
    idle.close();
  }
}
