package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.netty.util.AsciiString;

/**
 * What the requests of one downstream connection say of their way (RFC 9110 section 7.6, RFC 7239):
 * texts made once per connection. What a caller without a verified certificate says of earlier hops
 * is not passed on.
 */
public final class ForwardingFields {
  private final boolean believed;
  private final AsciiString remote;
  private final AsciiString scheme;
  private final AsciiString via10;
  private final AsciiString via11;
  private final AsciiString via2;

  /** The texts for one caller; {@code proxy} is the name in {@code Via}. */
  public ForwardingFields(Caller caller, String proxy) {
    believed = caller.peer() != null;
    remote = new AsciiString(caller.remote().host());
    scheme = AsciiString.cached(caller.handshakeId() == null ? "http" : "https");
    via10 = new AsciiString(Protocol.HTTP_1_0.via() + " " + proxy);
    via11 = new AsciiString(Protocol.HTTP_1_1.via() + " " + proxy);
    via2 = new AsciiString(Protocol.HTTP_2.via() + " " + proxy);
  }

  /** The fields to send on: a copy, because the request may have to be logged or repeated. */
  Fields of(RequestHead head) {
    Fields fields = head.fields().copy();
    fields.remove(FieldName.CLIENT_CERT);
    fields.remove(FieldName.CLIENT_CERT_CHAIN);
    if (!believed) {
      fields.remove(FieldName.FORWARDED);
      fields.remove(FieldName.X_FORWARDED_CLIENT_CERT);
      fields.remove(FieldName.X_FORWARDED_FOR);
      fields.remove(FieldName.X_FORWARDED_HOST);
      fields.remove(FieldName.X_FORWARDED_PORT);
      fields.remove(FieldName.X_FORWARDED_PROTO);
    }
    fields.add(FieldName.VIA, via(head.protocol()));
    // A list field: another line is as good as a longer one (RFC 9110 section 5.3).
    fields.add(FieldName.X_FORWARDED_FOR, remote);
    if (!fields.contains(FieldName.X_FORWARDED_PROTO)) {
      fields.add(FieldName.X_FORWARDED_PROTO, scheme);
    }
    if (!head.authority().isEmpty() && !fields.contains(FieldName.X_FORWARDED_HOST)) {
      fields.add(FieldName.X_FORWARDED_HOST, head.authority());
    }
    return fields;
  }

  /** The hops left to a TRACE or OPTIONS (RFC 9110 section 7.6.2); -1 where not limited. */
  static int hopsLeft(RequestHead head) {
    AsciiString text = head.fields().get(FieldName.MAX_FORWARDS);
    boolean limited = head.method().equals(Method.TRACE) || head.method().equals(Method.OPTIONS);
    return text == null || !limited ? -1 : number(text);
  }

  private AsciiString via(Protocol protocol) {
    return switch (protocol) {
      case HTTP_1_0 -> via10;
      case HTTP_1_1 -> via11;
      case HTTP_2 -> via2;
    };
  }

  private static int number(AsciiString text) {
    int number = text.isEmpty() || text.length() > 8 ? -1 : 0;
    for (int i = 0; i < text.length() && number >= 0; i++) {
      int digit = text.byteAt(i) - '0';
      number = digit < 0 || digit > 9 ? -1 : number * 10 + digit;
    }
    return number;
  }
}
