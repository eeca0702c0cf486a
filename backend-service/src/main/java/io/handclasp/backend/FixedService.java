package io.handclasp.backend;

import io.handclasp.proxy.config.ServiceConfig;
import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.link.LinkInfo;
import io.handclasp.proxy.link.LocalService;
import io.handclasp.proxy.link.Upstream;
import io.handclasp.proxy.link.UpstreamExchange;
import io.handclasp.proxy.link.UpstreamListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** Gives the same answer to every request, once the request's body is through. */
final class FixedService implements Upstream {
  private final int status;
  private final AsciiString contentType;
  private final byte[] body;

  private FixedService(ServiceConfig.Fixed config) {
    status = config.status();
    contentType = new AsciiString(config.contentType());
    body = config.body();
  }

  static LocalService of(ServiceConfig.Fixed config) {
    FixedService service = new FixedService(config);
    return loop -> service;
  }

  @Override
  public UpstreamExchange open(
      RequestHead head, boolean last, Caller caller, UpstreamListener listener) {
    boolean bodiless = Method.HEAD.equals(head.method());
    if (last) {
      answer(bodiless, listener);
      return new Discard(() -> {});
    }
    Continue.sayWhereAsked(head, listener);
    return new Discard(() -> answer(bodiless, listener));
  }

  @Override
  public boolean readsForwarding() {
    return false;
  }

  private void answer(boolean bodiless, UpstreamListener listener) {
    Fields fields = new Fields(2);
    fields.add(FieldName.CONTENT_TYPE, contentType);
    ResponseHead head = new ResponseHead(status, fields, framing());
    boolean headAlone = body.length == 0 || head.isBodiless(bodiless);
    listener.onHead(head, headAlone);
    if (!headAlone) {
      listener.onBody(Unpooled.wrappedBuffer(body), true);
    }
  }

  /** A 204 says nothing of a length (RFC 9110 section 8.6). */
  private BodyFraming framing() {
    return status == 204 ? BodyFraming.NONE : BodyFraming.length(body.length);
  }

  /** Lets a body pass by. On one event loop. */
  private static final class Discard implements UpstreamExchange {
    private final Runnable atEnd;
    private boolean over;

    Discard(Runnable atEnd) {
      this.atEnd = atEnd;
    }

    @Override
    public void body(ByteBuf data, boolean last) {
      data.release();
      if (last) {
        end();
      }
    }

    @Override
    public void trailers(Fields trailers) {
      end();
    }

    private void end() {
      if (!over) {
        over = true;
        atEnd.run();
      }
    }

    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public void consumed(int bytes) {}

    @Override
    public void cancel() {
      over = true;
    }

    @Override
    public @Nullable LinkInfo link() {
      return null;
    }
  }
}
