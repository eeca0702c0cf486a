package io.handclasp.proxy.link;

import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.RequestHead;

/**
 * Where requests go: a set of endpoints with their connections, or a service in this process. Bound
 * to one event loop; everything happens on it.
 */
@FunctionalInterface
public interface Upstream {
  /**
   * Begins an exchange.
   *
   * <p>The listener may be called before this method returns (a service that answers at once, a
   * connection that is refused at once).
   *
   * @param head as it is to be sent: hop-by-hop fields removed, forwarding fields set where they
   *     are {@linkplain #readsForwarding() read}
   * @param last true where neither body nor trailers follow
   * @param caller who asked; nothing of it is sent by the link
   * @return the sending side, valid until the listener heard the end or a failure, or until {@link
   *     UpstreamExchange#cancel}
   */
  UpstreamExchange open(RequestHead head, boolean last, Caller caller, UpstreamListener listener);

  /**
   * Whether it looks at what a head says of its way here (RFC 7239, trace, client certificate);
   * where it does not, nothing of that is added.
   */
  default boolean readsForwarding() {
    return true;
  }

  /** How many places there are that a request could go to instead of one that is unreachable. */
  default int endpoints() {
    return 1;
  }
}
