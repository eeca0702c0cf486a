package io.handclasp.proxy.http2;

/**
 * The peer broke a rule in a way that the whole connection has to end for (RFC 9113 section 5.4.1).
 * Thrown while a frame is read, caught where reading began; it never leaves this package.
 */
final class ConnectionError extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  ConnectionError(ErrorCode code, String detail) {
    // No stack trace: it is the peer's fault, and a flood of such must not cost us.
    super(detail, null, false, false);
    this.code = code;
  }

  static ConnectionError protocol(String detail) {
    return new ConnectionError(ErrorCode.PROTOCOL_ERROR, detail);
  }

  static ConnectionError frameSize(String detail) {
    return new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, detail);
  }

  static ConnectionError calm(String detail) {
    return new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, detail);
  }

  ErrorCode code() {
    return code;
  }

  String detail() {
    String detail = getMessage();
    return detail == null ? "" : detail;
  }
}
