package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Role;
import java.util.List;

/** What was said in place of TLS, by its first line. */
final class ForeignTalk {
  private static final List<String> METHODS =
      List.of(
          "GET ",
          "POST ",
          "PUT ",
          "HEAD ",
          "DELETE ",
          "OPTIONS ",
          "PATCH ",
          "TRACE ",
          "CONNECT ",
          "PRI * HTTP/2.0",
          "PROPFIND ");

  /** The signature of the binary PROXY header. */
  private static final String PROXY_BINARY = "0x0d0a0d0a000d0a515549540a";

  private ForeignTalk() {}

  static Cause of(Role own, String head) {
    if (own == Role.CLIENT) {
      return head.startsWith("HTTP/") || isHttp2Settings(head)
          ? Cause.TLS_TO_PLAIN_HTTP_PORT
          : Cause.TLS_TO_SMTP_PORT;
    }
    if (head.startsWith("PROXY ") || head.startsWith(PROXY_BINARY)) {
      return Cause.PROXY_HEADER_TO_TLS_PORT;
    }
    return METHODS.stream().anyMatch(head::startsWith)
        ? Cause.PLAIN_HTTP_TO_TLS_PORT
        : Cause.FOREIGN_BYTES_TO_TLS_PORT;
  }

  /** A server of HTTP/2 without TLS begins with a SETTINGS frame on stream 0 (RFC 9113). */
  private static boolean isHttp2Settings(String head) {
    return head.matches("0x0000[0-9a-f]{2}0400" + "00000000.*");
  }
}
