package io.handclasp.backend;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.link.LocalService;
import io.handclasp.proxy.link.Upstream;
import io.handclasp.proxy.link.UpstreamExchange;
import io.handclasp.proxy.link.UpstreamListener;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/**
 * Tells in JSON what arrived and from whom. The body is counted and hashed as it comes, however
 * long it is, and never kept.
 */
final class EchoService implements Upstream {
  static final LocalService SERVICE = loop -> new EchoService();

  private static final AsciiString JSON = AsciiString.cached("application/json");

  private EchoService() {}

  @Override
  public UpstreamExchange open(
      RequestHead head, boolean last, Caller caller, UpstreamListener listener) {
    EchoDocument document = new EchoDocument(head, caller); // the head's bytes do not live on
    boolean bodiless = Method.HEAD.equals(head.method());
    BodyDigest body =
        new BodyDigest((bytes, sha256) -> answer(document, bytes, sha256, bodiless, listener));
    if (last) {
      body.end();
    } else {
      Continue.sayWhereAsked(head, listener);
    }
    return body;
  }

  private static void answer(
      EchoDocument document,
      long bytes,
      String sha256,
      boolean bodiless,
      UpstreamListener listener) {
    byte[] text = document.with(bytes, sha256).getBytes(StandardCharsets.UTF_8);
    Fields fields = new Fields(2);
    fields.add(FieldName.CONTENT_TYPE, JSON);
    listener.onHead(new ResponseHead(200, fields, BodyFraming.length(text.length)), bodiless);
    if (!bodiless) {
      listener.onBody(Unpooled.wrappedBuffer(text), true);
    }
  }
}
