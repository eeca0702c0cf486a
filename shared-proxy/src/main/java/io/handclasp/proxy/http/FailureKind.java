package io.handclasp.proxy.http;

/**
 * Every way an exchange can end other than well: the status that the client sees where an answer is
 * still possible, a stable code for logs, one sentence without internals, the side that has to mend
 * it, and the error type of RFC 9209. {@code docs/answers.md} is this table for people.
 */
public enum FailureKind {
  REQUEST_MALFORMED(400, Side.DOWNSTREAM, "http_request_error", "The request is not valid HTTP."),
  REQUEST_TLS(
      400,
      Side.DOWNSTREAM,
      "http_request_error",
      "The client speaks TLS to a port that speaks plain HTTP: ask by http://."),
  REQUEST_FRAMING(
      400, Side.DOWNSTREAM, "http_request_error", "The length of the request is ambiguous."),
  REQUEST_HOST(
      400,
      Side.DOWNSTREAM,
      "http_request_error",
      "The request does not say once and clearly which host it is for."),
  REQUEST_PATH(
      400, Side.DOWNSTREAM, "http_request_error", "The path of the request is not acceptable."),
  REQUEST_VERSION(
      505, Side.DOWNSTREAM, "http_request_error", "This version of HTTP is not supported."),
  REQUEST_EXPECTATION(
      417, Side.DOWNSTREAM, "http_request_error", "The request expects what is not supported."),
  REQUEST_CODING(
      501, Side.DOWNSTREAM, "http_request_error", "This transfer coding is not supported."),
  METHOD_REFUSED(
      405, Side.DOWNSTREAM, "http_request_denied", "This method is not forwarded by this proxy."),
  REQUEST_LINE_TOO_LONG(
      414, Side.DOWNSTREAM, "http_request_error", "The request line is longer than the limit."),
  REQUEST_FIELDS_TOO_LARGE(
      431, Side.DOWNSTREAM, "http_request_error", "The fields of the request exceed the limit."),
  REQUEST_BODY_TOO_LARGE(
      413, Side.DOWNSTREAM, "http_request_error", "The body of the request exceeds the limit."),
  REQUEST_TIMEOUT(
      408, Side.DOWNSTREAM, "http_request_error", "The request did not arrive in time."),
  REQUEST_DENIED(403, Side.DOWNSTREAM, "http_request_denied", "The caller may not do this here."),
  CLIENT_GONE(
      499,
      Side.DOWNSTREAM,
      "http_request_error",
      "The client closed the connection before the answer was complete."),
  CUT_OFF(
      503,
      Side.PROXY,
      "connection_terminated",
      "The proxy gave the connection up, as the time to finish was over."),
  NO_ROUTE(404, Side.PROXY, "destination_not_found", "No route fits this host and path."),
  OVERLOADED(
      503, Side.PROXY, "connection_limit_reached", "Too many requests are waiting; try again."),
  INTERNAL(500, Side.PROXY, "proxy_internal_error", "The proxy failed."),
  NO_ENDPOINT(
      503, Side.UPSTREAM, "destination_unavailable", "No endpoint of this route is available."),
  NAME_UNKNOWN(502, Side.UPSTREAM, "dns_error", "The name of the next hop could not be resolved."),
  NAME_TIMEOUT(
      504, Side.UPSTREAM, "dns_timeout", "The name of the next hop could not be resolved in time."),
  CONNECT_REFUSED(502, Side.UPSTREAM, "connection_refused", "The next hop refused the connection."),
  CONNECT_TIMEOUT(
      504,
      Side.UPSTREAM,
      "connection_timeout",
      "The next hop did not take the connection in time."),
  CONNECT_FAILED(
      502, Side.UPSTREAM, "destination_ip_unroutable", "The next hop could not be reached."),
  TLS_TIMEOUT(
      504,
      Side.UPSTREAM,
      "connection_timeout",
      "The handshake with the next hop did not end in time."),
  TLS_CERTIFICATE(
      502, Side.UPSTREAM, "tls_certificate_error", "The next hop's certificate was not accepted."),
  TLS_REFUSED(
      502, Side.PROXY, "tls_alert_received", "The next hop refused the handshake with an alert."),
  TLS_FAILED(502, Side.UPSTREAM, "tls_protocol_error", "The handshake with the next hop failed."),
  UPSTREAM_CLOSED(
      502,
      Side.UPSTREAM,
      "connection_terminated",
      "The next hop closed the connection before it answered."),
  UPSTREAM_REFUSED(
      503, Side.UPSTREAM, "connection_limit_reached", "The next hop took no more requests."),
  RESPONSE_TIMEOUT(
      504, Side.UPSTREAM, "http_response_timeout", "The next hop did not answer in time."),
  RESPONSE_MALFORMED(
      502, Side.UPSTREAM, "http_protocol_error", "The next hop's answer is not valid HTTP."),
  RESPONSE_FIELDS_TOO_LARGE(
      502,
      Side.UPSTREAM,
      "http_response_header_section_size",
      "The fields of the next hop's answer exceed the limit."),
  RESPONSE_INCOMPLETE(
      502,
      Side.UPSTREAM,
      "http_response_incomplete",
      "The next hop closed the connection before its answer was complete."),
  UPGRADE_FAILED(
      502, Side.UPSTREAM, "http_upgrade_failed", "The change of protocol was not possible."),
  BODY_TIMEOUT(
      504, Side.UPSTREAM, "connection_read_timeout", "The next hop stopped amid its answer."),
  SLOW_READER(
      499,
      Side.DOWNSTREAM,
      "connection_write_timeout",
      "The client stopped reading amid the answer."),
  TUNNEL_IDLE(
      504,
      Side.PROXY,
      "connection_read_timeout",
      "The upgraded connection carried nothing for as long as it may.");

  private final int status;
  private final Side side;
  private final String proxyError;
  private final String sentence;
  private final String code;

  FailureKind(int status, Side side, String proxyError, String sentence) {
    this.status = status;
    this.side = side;
    this.proxyError = proxyError;
    this.sentence = sentence;
    this.code = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The status answered where an answer is still possible; 499 is for logs alone. */
  public int status() {
    return status;
  }

  /** Stable lower-case code for logs and documents, such as {@code connect-refused}. */
  public String code() {
    return code;
  }

  /** One sentence for whoever sent the request; names no host, file or person. */
  public String sentence() {
    return sentence;
  }

  /** On whose side the cure lies. */
  public Side side() {
    return side;
  }

  /** The error type of {@code Proxy-Status} (RFC 9209 section 2.3). */
  public String proxyError() {
    return proxyError;
  }
}
