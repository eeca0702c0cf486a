package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.Caller;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http2.ErrorCode;
import io.handclasp.proxy.http2.ServerStream;
import io.handclasp.proxy.http2.StreamFailure;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One request of a client that speaks HTTP/2: a stream, in the words of the exchange. */
final class Http2Request extends ServerStream implements Downstream {
  private final Http2Downstream connection;
  private @Nullable Exchange exchange;

  Http2Request(Http2Downstream connection) {
    this.connection = connection;
  }

  @Override
  public Caller caller() {
    return connection.caller();
  }

  @Override
  public ForwardingFields forwarding() {
    return connection.forwarding();
  }

  @Override
  public void abort(FailureKind kind) {
    reset(ErrorCode.INTERNAL_ERROR);
  }

  @Override
  protected void onRequest(RequestHead head, boolean last) {
    long now = System.nanoTime();
    connection.begun(now);
    exchange = connection.forwarder().begin(head, last, this, now);
  }

  @Override
  protected void onInvalid(FailureKind kind) {
    connection.forwarder().refuse(kind, "stream " + id(), this, System.nanoTime());
  }

  @Override
  protected void onBody(ByteBuf data, boolean last) {
    if (exchange == null) {
      data.release();
    } else {
      exchange.onRequestBody(data, last);
    }
  }

  @Override
  protected void onTrailers(Fields trailers) {
    if (exchange != null) {
      exchange.onRequestTrailers(trailers);
    }
  }

  @Override
  protected void onWritable() {
    if (exchange != null) {
      exchange.onDownstreamWritable();
    }
  }

  @Override
  protected void onFailure(StreamFailure failure) {
    if (exchange != null) {
      exchange.onRequestFailed(
          switch (failure.cause()) {
            case PEER -> FailureKind.CLIENT_GONE;
            case CONNECTION -> connection.end();
            case MALFORMED -> FailureKind.REQUEST_MALFORMED;
            case FIELDS_TOO_LARGE -> FailureKind.REQUEST_FIELDS_TOO_LARGE;
          });
    }
  }
}
