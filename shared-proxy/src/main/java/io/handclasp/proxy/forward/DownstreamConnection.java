package io.handclasp.proxy.forward;

/**
 * A downstream connection as the engine sees it: work, and something to drain. On its event loop.
 */
public interface DownstreamConnection {
  /** How many of its requests another event loop could have had; tunnels are not among them. */
  int underWay();

  /**
   * Whether such a request is under way, or began since then.
   *
   * @param nanos by {@link System#nanoTime}
   */
  boolean hasWorkedSince(long nanos);

  /** Closes after what is under way; at once where nothing is. */
  void drain();

  /**
   * Closes as soon as that cannot cross a request on its way: HTTP/1.1 with its next answer, HTTP/2
   * by GOAWAY.
   */
  void retire();

  /**
   * As {@link #retire}, but without hurry: HTTP/1.1 with the first answer whose head finds nothing
   * asked ahead. What a client sends ahead after that head is not answered, which the head says.
   *
   * @return whether that will be; not where it is ending anyway, or nothing of it can move
   */
  boolean letGo();

  /** Closes at once; what is under way ends as cut off by this proxy. */
  void cut();
}
