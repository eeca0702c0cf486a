package io.handclasp.proxy.http;

import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, parsed and checked, whatever version it came in.
 *
 * @param method case-sensitive; the usual ones are the instances of {@link Method}
 * @param scheme {@code http} or {@code https}, as the client sees it
 * @param authority host and optional port as sent; empty only for HTTP/1.0 without Host
 * @param target the path and query byte for byte as sent, beginning with {@code /}; or {@code *}
 * @param protocol version it came in
 * @param fields all other fields
 * @param framing how the body's end is known: never {@code UNTIL_CLOSE}
 * @param upgrade the protocol asked for by {@code Upgrade} (HTTP/1.1) or {@code :protocol} (HTTP/2,
 *     RFC 8441); null where none. When answered with 101 (or 2xx on HTTP/2) bytes flow both ways.
 */
public record RequestHead(
    AsciiString method,
    AsciiString scheme,
    AsciiString authority,
    AsciiString target,
    Protocol protocol,
    Fields fields,
    BodyFraming framing,
    @Nullable AsciiString upgrade) {
  private static final AsciiString H2C = AsciiString.cached("h2c");
  private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");

  /** The same with other fields. */
  public RequestHead withFields(Fields others) {
    return new RequestHead(method, scheme, authority, target, protocol, others, framing, upgrade);
  }

  /** The same for another host and port. */
  public RequestHead withAuthority(AsciiString other) {
    return new RequestHead(method, scheme, other, target, protocol, fields, framing, upgrade);
  }

  /** The same without a change of protocol, which a next hop may ignore (RFC 9110 section 7.8). */
  public RequestHead withoutUpgrade() {
    return new RequestHead(method, scheme, authority, target, protocol, fields, framing, null);
  }

  /** Whether a WebSocket is asked for (RFC 6455 section 4.1, RFC 8441 section 5). */
  public boolean asksForWebSocket() {
    return upgrade != null
        && upgrade.contentEqualsIgnoreCase(WEBSOCKET)
        && method.equals(Method.GET);
  }

  /**
   * Whether a change to that protocol is passed on, as {@code Upgrade} or {@code :protocol} ask for
   * it: to one protocol, and never to HTTP/2, because what that carried would pass unseen (RFC 9113
   * section 3.1 has dropped it).
   */
  public static boolean mayUpgradeTo(AsciiString asked) {
    for (int i = 0; i < asked.length(); i++) {
      byte octet = asked.byteAt(i);
      if (Octets.tokenLower(octet) == 0 && octet != '/') {
        return false;
      }
    }
    return !asked.isEmpty() && !asked.contentEqualsIgnoreCase(H2C);
  }

  /** Whether doing it twice is the same as doing it once (RFC 9110 section 9.2.2). */
  public boolean isIdempotent() {
    return Method.isIdempotent(method) && upgrade == null;
  }

  /** Method, authority and target alone: fields may hold secrets. */
  @Override
  public String toString() {
    return method + " " + authority + target;
  }
}
