package io.handclasp.proxy.link;

import io.netty.channel.EventLoop;

/**
 * A service that answers in this process instead of a next hop. It reads the body as it comes and
 * never gathers it.
 */
@FunctionalInterface
public interface LocalService {
  /** Its upstream on that loop; called once per event loop. */
  Upstream on(EventLoop loop);
}
