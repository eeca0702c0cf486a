package io.handclasp.proxy.link;

import io.handclasp.proxy.http.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The sending side of one request on its way to the next hop. On one event loop. */
public interface UpstreamExchange {
  /**
   * Sends a part of the body. The bytes are taken over, whatever happens.
   *
   * @param last true where nothing follows
   */
  void body(ByteBuf data, boolean last);

  /** Ends the request with trailers. */
  void trailers(Fields trailers);

  /**
   * Whether more body should come now. False until a connection has taken the request, and while
   * the next hop reads slower than we send; {@link UpstreamListener#onWritable} tells of the
   * change. Bytes sent all the same are kept, but may be lost for a repetition of the request.
   */
  boolean isWritable();

  /**
   * Gives back credit for bytes that {@link UpstreamListener#onBody} delivered and that went on.
   * Without it the next hop's body stops before long.
   */
  void consumed(int bytes);

  /**
   * Gives the exchange up: nothing more is sent, the listener is not called again. The connection
   * goes on only where that is safe. No effect once the exchange is over.
   */
  void cancel();

  /** The connection that carries it; null before there is one and where there is none. */
  @Nullable LinkInfo link();
}
