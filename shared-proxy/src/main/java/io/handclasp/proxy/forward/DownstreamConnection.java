package io.handclasp.proxy.forward;

/** A downstream connection as the engine sees it: something to drain. On its event loop. */
public interface DownstreamConnection {
  /** Closes after what is under way; at once where nothing is. */
  void drain();

  /**
   * Closes as soon as that cannot cross a request on its way: HTTP/1.1 with its next answer, HTTP/2
   * by GOAWAY.
   */
  void retire();

  /**
   * As {@link #retire}, but without hurry: where more is asked already, that is answered first, and
   * what has nothing to end with stays.
   */
  void letGo();

  /** Closes at once; what is under way ends as cut off by this proxy. */
  void cut();
}
