package io.handclasp.proxy.link;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.http2.ClientStream;
import io.handclasp.proxy.http2.ErrorCode;
import io.handclasp.proxy.http2.StreamFailure;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One request on an HTTP/2 link: a stream, in the words of the link. */
final class Http2UpstreamExchange extends ClientStream implements UpstreamExchange {
  /** Interim answers that one request may get before the next hop counts as broken. */
  private static final int MOST_INFORMATIONAL = 32;

  private final Http2Link link;
  private final UpstreamListener listener;
  private int informational;
  private boolean headSeen;

  Http2UpstreamExchange(Http2Link link, UpstreamListener listener) {
    this.link = link;
    this.listener = listener;
  }

  @Override
  public void cancel() {
    reset(ErrorCode.CANCEL);
  }

  @Override
  public LinkInfo link() {
    return link.info();
  }

  @Override
  protected void onInformational(ResponseHead head) {
    if (++informational > MOST_INFORMATIONAL) {
      reset(ErrorCode.ENHANCE_YOUR_CALM);
      listener.onFailure(failure(FailureKind.RESPONSE_MALFORMED, false, "1xx without end"));
    } else {
      listener.onInformational(head);
    }
  }

  @Override
  protected void onHead(ResponseHead head, boolean last) {
    headSeen = true;
    listener.onHead(head, last);
  }

  @Override
  protected void onBody(ByteBuf data, boolean last) {
    listener.onBody(data, last);
  }

  @Override
  protected void onTrailers(Fields trailers) {
    listener.onTrailers(trailers);
  }

  @Override
  protected void onWritable() {
    listener.onWritable();
  }

  @Override
  protected void onFailure(StreamFailure failure) {
    listener.onFailure(translated(failure));
  }

  private UpstreamFailure translated(StreamFailure failure) {
    return switch (failure.cause()) {
      case PEER ->
          failure.unprocessed()
              ? failure(FailureKind.UPSTREAM_REFUSED, true, failure.code().name())
              : failure(closedKind(), false, failure.code().name());
      case MALFORMED -> failure(FailureKind.RESPONSE_MALFORMED, false, failure.code().name());
      case FIELDS_TOO_LARGE -> failure(FailureKind.RESPONSE_FIELDS_TOO_LARGE, false, null);
      case CONNECTION -> connectionFailure();
    };
  }

  private UpstreamFailure connectionFailure() {
    UpstreamFailure tls = link.cause();
    if (tls != null) {
      return tls;
    }
    UpstreamFailure.Repeat repeat =
        headSeen ? UpstreamFailure.Repeat.NEVER : UpstreamFailure.Repeat.IF_IDEMPOTENT;
    return new UpstreamFailure(closedKind(), repeat, link.info().handshakeId(), link.violation());
  }

  private FailureKind closedKind() {
    return headSeen ? FailureKind.RESPONSE_INCOMPLETE : FailureKind.UPSTREAM_CLOSED;
  }

  private UpstreamFailure failure(FailureKind kind, boolean safe, @Nullable String detail) {
    UpstreamFailure.Repeat repeat =
        safe ? UpstreamFailure.Repeat.SAFE : UpstreamFailure.Repeat.NEVER;
    return new UpstreamFailure(kind, repeat, link.info().handshakeId(), detail);
  }
}
