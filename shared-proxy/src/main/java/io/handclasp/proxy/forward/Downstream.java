package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * The answering side of one request: an HTTP/1.1 connection or a stream of an HTTP/2 one. On one
 * event loop. It calls the exchange that {@link Forwarder#begin} gave it, and is called here.
 *
 * <p>An exchange sends {@code informational*}, {@code head}, {@code body*}, {@code trailers?}; the
 * end is the call that says {@code last}, or {@code trailers}, or {@code abort}.
 */
public interface Downstream {
  /** Who asks. */
  Caller caller();

  /** What its requests say of their way; made once per connection. */
  ForwardingFields forwarding();

  /**
   * What the client sends further is not wanted: an HTTP/1.1 connection closes after the answer,
   * and says so in its head.
   */
  default void endAfterAnswer() {}

  /** Sends a 1xx head; left out where the client's version has none. */
  void informational(ResponseHead head);

  /**
   * Sends the head. Hop-by-hop fields are not in it: what the connection needs it adds itself.
   *
   * @param last true where no body follows
   */
  void head(ResponseHead head, boolean last);

  /** Sends a part of the body; the bytes are taken over. */
  void body(ByteBuf data, boolean last);

  /** Ends the answer with trailers. */
  void trailers(Fields trailers);

  /**
   * Whether more of the body should come now; else {@link Exchange#onDownstreamWritable()} tells.
   */
  boolean isWritable();

  /** Gives back credit for request bytes that {@link Exchange#onRequestBody} took and sent on. */
  void consumed(int bytes);

  /**
   * The answer cannot be completed, or the client shall not send the rest of its request: closes an
   * HTTP/1.1 connection, resets an HTTP/2 stream.
   */
  void abort(FailureKind kind);
}
