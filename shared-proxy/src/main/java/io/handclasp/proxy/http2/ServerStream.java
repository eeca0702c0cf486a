package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;

/** The server's end of a stream: hears a request, sends the response. */
public abstract non-sealed class ServerStream extends Http2Stream {
  /** Whether the request was an extended CONNECT that is not answered yet. */
  boolean upgrading;

  private boolean malformed;

  /** Not opened yet. */
  protected ServerStream() {}

  /**
   * A request came. Told first of all, once.
   *
   * @param last true where neither body nor trailers follow; also for an upgrade, behind whose 101
   *     bodies come all the same
   */
  protected abstract void onRequest(RequestHead head, boolean last);

  /**
   * What came is no valid request. An answer may be sent; the stream is reset when it ended.
   *
   * @param kind what is wrong with it
   */
  protected abstract void onInvalid(FailureKind kind);

  /** Sends a 1xx head. */
  public final void informational(ResponseHead head) {
    if (!localEnded) {
      connection().writer().response(id, head, false, false);
    }
  }

  /** Sends the head; {@code last} where no body follows. */
  public final void head(ResponseHead head, boolean last) {
    if (!localEnded) {
      boolean upgraded = upgrading && head.status() == 101;
      connection().writer().response(id, head, upgraded, last);
      upgrading = false;
      if (!remoteEnded && resetBehindEnd == null) {
        // The answer may be complete before the request: the rest of that is not wanted then (RFC
        // 9113 section 8.1). A tunnel ends with the server's half, as one over HTTP/1.1 does.
        resetBehindEnd = ErrorCode.NO_ERROR;
      }
      if (last) {
        connection().localEnd(this);
      }
    }
  }

  @Override
  final boolean isEndTold() {
    return discarding;
  }

  /** Whether what came breaks rules that every client can know, our own front's among them. */
  final boolean isMalformed() {
    return malformed;
  }

  /** Refuses the request: the stream hears why and answers. */
  final void refuse(FailureKind kind, boolean last) {
    discarding = true;
    remoteEnded = last;
    resetBehindEnd = null;
    malformed =
        kind != FailureKind.REQUEST_FIELDS_TOO_LARGE
            && kind != FailureKind.REQUEST_LINE_TOO_LONG
            && kind != FailureKind.METHOD_REFUSED;
    if (malformed) {
      resetBehindEnd = ErrorCode.PROTOCOL_ERROR;
    } else if (!last) {
      resetBehindEnd = ErrorCode.NO_ERROR;
    }
    onInvalid(kind);
  }

  final void request(RequestHead head, boolean last) {
    upgrading = head.upgrade() != null;
    onRequest(head, last || upgrading);
  }
}
