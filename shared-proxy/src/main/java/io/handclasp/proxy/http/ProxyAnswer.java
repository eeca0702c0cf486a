package io.handclasp.proxy.http;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * A response that the proxy makes itself: a problem document (RFC 9457) without internals, and
 * {@code Proxy-Status} (RFC 9209) with the id of the handshake behind it, under which the journals
 * tell the cause.
 *
 * @param head status and fields
 * @param body the document
 */
public record ProxyAnswer(ResponseHead head, AsciiString body) {
  private static final AsciiString PROBLEM = AsciiString.cached("application/problem+json");
  private static final AsciiString NO_STORE = AsciiString.cached("no-store");
  private static final AsciiString SOON = AsciiString.cached("1");

  /**
   * The answer to a failure.
   *
   * @param proxy the proxy's name, a token
   * @param handshakeId of the connection to the next hop; null where there is none to tell of
   */
  public static ProxyAnswer to(FailureKind kind, String proxy, @Nullable String handshakeId) {
    AsciiString body = new AsciiString(document(kind, handshakeId));
    Fields fields = new Fields(6);
    fields.add(FieldName.CONTENT_TYPE, PROBLEM);
    fields.add(FieldName.CACHE_CONTROL, NO_STORE);
    fields.add(FieldName.PROXY_STATUS, new AsciiString(proxyStatus(kind, proxy, handshakeId)));
    if (kind.status() == 503) {
      fields.add(FieldName.RETRY_AFTER, SOON);
    } else if (kind.status() == 405) {
      fields.add(FieldName.ALLOW, Method.FORWARDED);
    }
    ResponseHead head = new ResponseHead(kind.status(), fields, BodyFraming.length(body.length()));
    return new ProxyAnswer(head, body);
  }

  private static String document(FailureKind kind, @Nullable String handshakeId) {
    return "{\"type\":\"about:blank\",\"title\":\""
        + StatusLine.reason(kind.status())
        + "\",\"status\":"
        + kind.status()
        + ",\"detail\":\""
        + kind.sentence()
        + "\",\"code\":\""
        + kind.code()
        + (handshakeId == null ? "" : "\",\"handshake\":\"" + handshakeId)
        + "\"}\n";
  }

  private static String proxyStatus(FailureKind kind, String proxy, @Nullable String handshakeId) {
    return proxy
        + "; error="
        + kind.proxyError()
        + (handshakeId == null ? "" : "; handshake=\"" + handshakeId + "\"")
        + "; details=\""
        + kind.code()
        + "\"";
  }
}
