package io.handclasp.handshake.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;

/** One provider's context: makes the TLS handlers of one side in one epoch. */
interface TlsContext extends AutoCloseable {
  /** {@code openssl} or {@code jdk}. */
  String provider();

  /** A handler for an accepted connection. */
  SslHandler newHandler(ByteBufAllocator allocator);

  /**
   * A handler for an opened connection.
   *
   * @param peer what sessions are kept under, with the port
   * @param serverName for SNI; null where none is to be sent
   */
  SslHandler newHandler(
      ByteBufAllocator allocator, String peer, int port, @Nullable SNIHostName serverName);

  /** Releases what the provider holds; handlers in use go on. */
  @Override
  void close();
}
