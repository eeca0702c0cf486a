package io.handclasp.proxy.http2;

import io.handclasp.proxy.config.Limits;

/**
 * What one end of a connection takes and how much it lets lie about.
 *
 * @param streams most streams at once, whoever opens them
 * @param streamWindow bytes a stream may bring before any of them went on; at least 65,535
 * @param streamWindowMost what that grows to while its bytes go on quickly
 * @param connectionWindow the same for all streams together; at least 65,535. What it holds beyond
 *     a {@code streamWindow} for each of {@code streams} is what windows may grow by, so that those
 *     who do not take their bytes cannot use up what the others need.
 * @param fields longest field section, as RFC 9113 section 10.5.1 counts it
 * @param fieldCount most field lines
 * @param target longest path with query
 */
public record Http2Options(
    int streams,
    int streamWindow,
    int streamWindowMost,
    int connectionWindow,
    int fields,
    int fieldCount,
    int target) {
  /** Checks. */
  public Http2Options {
    requireAtLeast("streams", streams, 1);
    requireAtLeast("streamWindow", streamWindow, Frame.DEFAULT_WINDOW);
    requireAtLeast("streamWindowMost", streamWindowMost, streamWindow);
    requireAtLeast("connectionWindow", connectionWindow, Frame.DEFAULT_WINDOW);
    requireAtLeast("fields", fields, 1);
    requireAtLeast("fieldCount", fieldCount, 1);
    requireAtLeast("target", target, 1);
  }

  private static final int STREAM_WINDOW = 64 * 1024;
  private static final int GROWTH = 64 * 1024 * 1024;

  /** So much may have gone on before the connection's credit for it is given back. */
  private static final int LAG = 1024 * 1024;

  /** Fits a link between two proxies and the services around them. */
  public static Http2Options defaults() {
    return of(Limits.defaults());
  }

  /** The same with what a peer may ask for as configured. */
  public static Http2Options of(Limits limits) {
    long all = (long) limits.streams() * STREAM_WINDOW + GROWTH;
    return new Http2Options(
        limits.streams(),
        STREAM_WINDOW,
        8 * STREAM_WINDOW,
        (int) Math.min(Integer.MAX_VALUE, all),
        limits.fields(),
        limits.fieldCount(),
        limits.requestLine());
  }

  /** Bytes gone on that the peer is given new credit for in one go. */
  int connectionLag() {
    return Math.min(LAG, connectionWindow / 2);
  }

  /** What the windows of all streams together may grow by. */
  int growth() {
    long fixed = (long) streams * streamWindow + connectionLag();
    return (int) Math.max(0, connectionWindow - fixed);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: at least " + least + ")");
    }
  }
}
