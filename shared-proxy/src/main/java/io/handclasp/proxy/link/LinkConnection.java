package io.handclasp.proxy.link;

import io.handclasp.proxy.http.RequestHead;

/**
 * One established connection to an endpoint, ready for requests: HTTP/1.1 takes one at a time,
 * HTTP/2 as many as the peer allows. On one event loop. Its {@link Owner} hears when it can take
 * more and when it is gone.
 */
public interface LinkConnection {
  /** How many more exchanges it would take at this moment; 0 when draining or closed. */
  int room();

  /** Exchanges under way. */
  int active();

  /** Begins an exchange; only while {@link #room()} is not 0. */
  UpstreamExchange open(RequestHead head, boolean last, UpstreamListener listener);

  /** Takes no more; closes once the exchanges under way are done. */
  void retire();

  /** Closes at once; the exchanges under way fail as cut off by this proxy. */
  void cut();

  /** What it is. */
  LinkInfo info();

  /** Time of {@code System.nanoTime()} since when no exchange is under way. */
  long idleSince();

  /** The pool behind a connection. */
  interface Owner {
    /** {@link LinkConnection#room()} grew from 0, or an exchange ended. */
    void onRoom(LinkConnection connection);

    /** It takes no more requests, but may have some under way. */
    void onGone(LinkConnection connection);

    /** It is closed. The last that is told, perhaps without {@link #onGone} before. */
    void onClosed(LinkConnection connection);
  }
}
