package io.handclasp.proxy.http;

import org.jspecify.annotations.Nullable;

/**
 * Lends the connections of one event loop what parses their requests, each for as long as one head
 * comes in. Heads come whole as a rule, so that as a rule all use the same parser, and what the
 * last request said is kept once. On that loop only.
 */
public final class RequestParsers {
  private @Nullable Http1RequestParser spare;

  /**
   * A parser at the beginning of a head. What has refused a head is not to be given back.
   *
   * @param secure whether the connection is TLS
   */
  public Http1RequestParser take(HeadLimits limits, boolean secure) {
    Http1RequestParser kept = spare;
    spare = null;
    return kept != null && kept.isFor(limits, secure)
        ? kept
        : new Http1RequestParser(limits, secure);
  }

  /** Takes back a parser that has read a whole head, and nothing of the next. */
  public void give(Http1RequestParser parser) {
    spare = parser;
  }
}
