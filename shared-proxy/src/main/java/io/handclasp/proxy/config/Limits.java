package io.handclasp.proxy.config;

/**
 * Bounds on what one peer may ask for.
 *
 * @param requestLine longest request line, in bytes (else 414)
 * @param fields longest field section, in bytes (else 431)
 * @param fieldCount most field lines (else 431)
 * @param body longest request body, in bytes (else 413); 0 means no limit
 * @param connections most downstream connections at once
 * @param streams most concurrent streams of one HTTP/2 connection
 */
public record Limits(
    int requestLine, int fields, int fieldCount, long body, int connections, int streams) {
  /** Safe for services that talk to services. */
  public static Limits defaults() {
    return new Limits(8 * 1024, 32 * 1024, 200, 0, 20_000, 1_000);
  }
}
