package io.handclasp.proxy.config;

/** How bytes are to get from and to the system. */
public enum TransportConfig {
  /** The first of the others that works here, in their order. */
  AUTO,
  /** Linux's io_uring, by Netty's native library. */
  IO_URING,
  /** Linux's epoll, by Netty's native library. */
  EPOLL,
  /** Java's own. */
  NIO
}
