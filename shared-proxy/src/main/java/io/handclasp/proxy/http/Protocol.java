package io.handclasp.proxy.http;

import io.netty.util.AsciiString;

/** The version a message came in or goes out by. */
@SuppressWarnings("ImmutableEnumChecker") // an AsciiString changes nothing but its cached hash
public enum Protocol {
  /** HTTP/1.0: no chunks, no persistence unless asked for, no 1xx. */
  HTTP_1_0("HTTP/1.0", "1.0"),
  /** HTTP/1.1. */
  HTTP_1_1("HTTP/1.1", "1.1"),
  /** HTTP/2. */
  HTTP_2("HTTP/2", "2.0");

  private final AsciiString text;
  private final AsciiString via;

  Protocol(String text, String via) {
    this.text = AsciiString.cached(text);
    this.via = AsciiString.cached(via);
  }

  /** As it stands in a log line or a request line. */
  public AsciiString text() {
    return text;
  }

  /** As it stands in {@code Via} (RFC 9110 section 7.6.3). */
  public AsciiString via() {
    return via;
  }
}
