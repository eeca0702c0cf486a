package io.handclasp.handshake.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/** One provider's context: makes the TLS handlers of one side in one epoch. */
interface TlsContext extends AutoCloseable {
  /** {@code openssl} or {@code jdk}. */
  String provider();

  /**
   * A handler for one connection.
   *
   * @param host peer's host, for SNI where it is a name, and for taking up sessions; null on
   *     servers
   */
  SslHandler newHandler(ByteBufAllocator allocator, @Nullable String host, int port);

  /** Releases what the provider holds; handlers in use go on. */
  @Override
  void close();
}
