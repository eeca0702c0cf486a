package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests from the downstream connections of one event loop and begins their exchanges:
 * route, forwarding fields, upstream.
 */
public interface Forwarder {
  /**
   * Begins the exchange of a request whose head is complete and valid. The downstream may be called
   * before this returns.
   *
   * @param head as parsed
   * @param last true where neither body nor trailers follow
   * @param startedNanos {@code System.nanoTime()} when the head's first byte came
   */
  Exchange begin(RequestHead head, boolean last, Downstream downstream, long startedNanos);

  /**
   * Answers what could not be read as a request, and tells the listener. Nothing else comes of it;
   * the downstream closes when the answer's end was sent.
   *
   * @param detail what was found, for the log
   */
  void refuse(FailureKind kind, @Nullable String detail, Downstream downstream, long startedNanos);
}
