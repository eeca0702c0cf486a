package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.Protocol;
import io.netty.util.AsciiString;

/** What a proxy adds to {@code Via} (RFC 9110 section 7.6.3): texts made once. */
record Via(AsciiString http10, AsciiString http11, AsciiString http2) {
  /** The texts of the proxy of that name. */
  static Via of(String proxy) {
    return new Via(
        text(Protocol.HTTP_1_0, proxy),
        text(Protocol.HTTP_1_1, proxy),
        text(Protocol.HTTP_2, proxy));
  }

  /** What is said of a message that came by that protocol. */
  AsciiString of(Protocol protocol) {
    return switch (protocol) {
      case HTTP_1_0 -> http10;
      case HTTP_1_1 -> http11;
      case HTTP_2 -> http2;
    };
  }

  private static AsciiString text(Protocol protocol, String proxy) {
    return new AsciiString(protocol.via() + " " + proxy);
  }
}
