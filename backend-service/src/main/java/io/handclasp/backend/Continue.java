package io.handclasp.backend;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.link.UpstreamListener;
import io.netty.util.AsciiString;

/**
 * The 100 that a client waits for before it sends its body (RFC 9110 section 10.1.1). The engine
 * passes expectations on, so that whoever takes the body answers them.
 */
final class Continue {
  private static final AsciiString EXPECTATION = AsciiString.cached("100-continue");

  private Continue() {}

  static void sayWhereAsked(RequestHead head, UpstreamListener listener) {
    AsciiString expected = head.fields().get(FieldName.EXPECT);
    if (expected != null && expected.contentEqualsIgnoreCase(EXPECTATION)) {
      listener.onInformational(new ResponseHead(100, new Fields(0), BodyFraming.NONE));
    }
  }
}
