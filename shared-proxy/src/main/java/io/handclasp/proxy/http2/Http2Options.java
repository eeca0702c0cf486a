package io.handclasp.proxy.http2;

import io.handclasp.proxy.config.Limits;

/**
 * What one end of a connection takes and how much it lets lie about.
 *
 * @param streams most streams the peer may have open at once (a client ignores it: it takes none)
 * @param streamWindow bytes a stream may bring before any of them went on; at least 65,535
 * @param streamWindowMost what that grows to while its bytes go on quickly
 * @param connectionWindow the same for all streams together; at least 65,535
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

  /** Fits a link between two proxies and the services around them. */
  public static Http2Options defaults() {
    return new Http2Options(
        1_000, 128 * 1024, 512 * 1024, 64 * 1024 * 1024, 32 * 1024, 200, 8 * 1024);
  }

  /** The same with what a peer may ask for as configured. */
  public static Http2Options of(Limits limits) {
    Http2Options usual = defaults();
    return new Http2Options(
        limits.streams(),
        usual.streamWindow,
        usual.streamWindowMost,
        usual.connectionWindow,
        limits.fields(),
        limits.fieldCount(),
        limits.requestLine());
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: at least " + least + ")");
    }
  }
}
