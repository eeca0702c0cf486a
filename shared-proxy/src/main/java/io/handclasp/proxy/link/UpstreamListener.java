package io.handclasp.proxy.link;

import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.ResponseHead;
import io.netty.buffer.ByteBuf;

/**
 * Hears of the answer to one request, on its event loop. The order is {@code onInformational*},
 * {@code onHead}, {@code onBody*}, {@code onTrailers?}; the end is the call that says {@code last},
 * or {@code onTrailers}, or {@code onFailure}, and nothing comes behind it.
 */
public interface UpstreamListener {
  /** A 1xx head other than 101. */
  void onInformational(ResponseHead head);

  /**
   * The head.
   *
   * <p>A 101 (from HTTP/2: a 2xx to an extended CONNECT, told as 101) comes only where {@code
   * RequestHead.upgrade} was set; from then on bytes flow both ways as bodies, each direction with
   * its own {@code last}.
   *
   * @param last true where no body follows
   */
  void onHead(ResponseHead head, boolean last);

  /**
   * A part of the body. The listener owns the bytes and gives {@link UpstreamExchange#consumed} for
   * them once they went on.
   */
  void onBody(ByteBuf data, boolean last);

  /** The answer ends with trailers. */
  void onTrailers(Fields trailers);

  /** The head, that had to wait for a connection, is on one: {@link UpstreamExchange#link()}. */
  default void onSent() {}

  /** {@link UpstreamExchange#isWritable()} became true. */
  void onWritable();

  /** The exchange is dead. */
  void onFailure(UpstreamFailure failure);
}
