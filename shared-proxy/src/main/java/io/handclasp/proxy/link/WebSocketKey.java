package io.handclasp.proxy.link;

import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.RequestHead;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The key that a WebSocket is asked for with over HTTP/1.1 (RFC 6455 section 4.1); a client that
 * asks over HTTP/2 sends none (RFC 8441 section 5).
 */
final class WebSocketKey {
  private static final AsciiString KEY = AsciiString.cached("sec-websocket-key");

  private WebSocketKey() {}

  /** The request with a key, where it needs one and has none. */
  static RequestHead completed(RequestHead head) {
    if (!head.asksForWebSocket() || head.fields().contains(KEY)) {
      return head;
    }
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    Fields fields = head.fields().copy();
    fields.add(KEY, new AsciiString(Base64.getEncoder().encode(nonce), false));
    return head.withFields(fields);
  }
}
