package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.netty.buffer.ByteBuf;

/**
 * One request and its response, from the complete head to the end of both bodies. Ends exactly once
 * and says so to the {@link ExchangeListener}. On the event loop of its downstream connection,
 * which is that of its link as well.
 */
public final class Exchange {
  Exchange() {}

  /**
   * A part of the request's body came; the bytes are taken over. {@link Downstream#consumed} gives
   * the credit back once they went on.
   *
   * @param last true where nothing follows
   */
  public void onRequestBody(ByteBuf data, boolean last) {
    throw new UnsupportedOperationException("onRequestBody");
  }

  /** The request ends with trailers. */
  public void onRequestTrailers(Fields trailers) {
    throw new UnsupportedOperationException("onRequestTrailers");
  }

  /** {@link Downstream#isWritable()} became true. */
  public void onDownstreamWritable() {
    throw new UnsupportedOperationException("onDownstreamWritable");
  }

  /**
   * The client is gone, reset the stream, or broke the rules amid its body; the downstream is not
   * called again where {@code kind} is {@link FailureKind#CLIENT_GONE}, and is told of the answer
   * or the abort otherwise.
   */
  public void onRequestFailed(FailureKind kind) {
    throw new UnsupportedOperationException("onRequestFailed");
  }
}
