package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.netty.util.AsciiString;

/** {@code Max-Forwards} of TRACE and OPTIONS (RFC 9110 section 7.6.2). */
final class HopLimit {
  private HopLimit() {}

  /** The hops left to a request; -1 where they are not limited. */
  static int of(RequestHead head) {
    boolean limited = head.method().equals(Method.TRACE) || head.method().equals(Method.OPTIONS);
    AsciiString text = limited ? head.fields().get(FieldName.MAX_FORWARDS) : null;
    return text == null ? -1 : number(text);
  }

  /** Writes what is left for the next hop. */
  static void lower(Fields fields, int hops) {
    fields.set(FieldName.MAX_FORWARDS, new AsciiString(Integer.toString(hops - 1)));
  }

  /** What the last hop answers to OPTIONS. */
  static ResponseHead options() {
    Fields fields = new Fields(1);
    fields.add(FieldName.ALLOW, Method.FORWARDED);
    return new ResponseHead(200, fields, BodyFraming.length(0));
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
