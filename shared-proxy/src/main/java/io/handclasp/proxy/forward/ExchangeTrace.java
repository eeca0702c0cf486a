package io.handclasp.proxy.forward;

import io.handclasp.proxy.forward.ExchangeCompleted.Phase;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.Side;
import io.handclasp.proxy.link.LinkInfo;
import io.handclasp.proxy.trace.TraceContext;
import io.handclasp.proxy.wire.TimeOfDay;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Notes what the log will want to know of one exchange. */
final class ExchangeTrace {
  private final Caller caller;
  private final @Nullable RequestHead head;
  private final long startedNanos;
  private final TimeOfDay time;
  private @Nullable String route;
  private @Nullable TraceContext context;
  private @Nullable LinkInfo link;
  private @Nullable String note;
  private @Nullable String handshakeId;
  private long sentNanos;
  private long headNanos;
  private int status;
  private boolean answeredByUpstream;
  private long requestBytes;
  private long responseBytes;
  private int retries;

  ExchangeTrace(Caller caller, @Nullable RequestHead head, long startedNanos, TimeOfDay time) {
    this.caller = caller;
    this.head = head;
    this.startedNanos = startedNanos;
    this.time = time;
  }

  void onRoute(String name) {
    route = name;
  }

  void onContext(@Nullable TraceContext traced) {
    context = traced;
  }

  @Nullable TraceContext context() {
    return context;
  }

  /** Something the log shall tell even where all goes well. */
  void onNote(String text) {
    note = text;
  }

  void onSent(@Nullable LinkInfo by) {
    if (sentNanos == 0) {
      sentNanos = System.nanoTime();
      link = by;
    }
  }

  void onLink(@Nullable LinkInfo used, @Nullable String failedHandshake) {
    if (used != null) {
      link = used;
    }
    if (failedHandshake != null) {
      handshakeId = failedHandshake;
    }
  }

  void onRetry() {
    retries++;
    sentNanos = 0;
  }

  /** When the head of the answer came, by {@code System.nanoTime()}; 0 where it did not. */
  long headNanos() {
    return headNanos;
  }

  void onHead(int answered) {
    headNanos = System.nanoTime();
    status = answered;
    answeredByUpstream = true;
  }

  void onAnswer(int answered) {
    status = answered;
  }

  void onRequestBytes(int bytes) {
    requestBytes += bytes;
  }

  long requestBytes() {
    return requestBytes;
  }

  void onResponseBytes(int bytes) {
    responseBytes += bytes;
  }

  Phase phase(boolean requestDone) {
    if (answeredByUpstream) {
      return Phase.RESPONSE;
    }
    if (sentNanos == 0) {
      return route == null ? Phase.HEAD : Phase.CONNECT;
    }
    return requestDone ? Phase.WAIT : Phase.REQUEST;
  }

  ExchangeCompleted completed(
      @Nullable FailureKind kind, @Nullable String detail, Side by, Phase phase) {
    long endedNanos = System.nanoTime();
    LinkInfo used = link;
    return new ExchangeCompleted(
        time.at(endedNanos),
        endedNanos,
        caller.connection(),
        caller.remote(),
        caller.handshakeId(),
        caller.peerName(),
        head == null ? "" : head.protocol().text(),
        head == null ? "" : head.method(),
        head == null ? "" : head.scheme(),
        head == null ? "" : head.authority(),
        head == null ? "" : head.target(),
        field(FieldName.REFERER),
        field(FieldName.USER_AGENT),
        route,
        used == null ? null : used.endpoint(),
        used == null ? 0 : used.connection(),
        used == null || handshakeId != null ? handshakeId : used.handshakeId(),
        status == 0 && kind != null ? kind.status() : status,
        kind,
        detail == null ? note : detail,
        by,
        phase,
        requestBytes,
        responseBytes,
        retries,
        Duration.ofNanos(endedNanos - startedNanos),
        since(sentNanos),
        since(headNanos),
        context);
  }

  private CharSequence field(AsciiString name) {
    AsciiString value = head == null ? null : head.fields().get(name);
    return value == null ? "" : value;
  }

  private @Nullable Duration since(long nanos) {
    return nanos == 0 ? null : Duration.ofNanos(nanos - startedNanos);
  }
}
