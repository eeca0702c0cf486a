package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.RequestHead;

/** What frames mean to the server. */
final class IncomingRequests extends Incoming {
  private final ServerConnection server;
  private int lastStream;

  /** The last stream that a final GOAWAY named. */
  private int lastTaken = Integer.MAX_VALUE;

  IncomingRequests(ServerConnection server) {
    super(server, new PeerSettings(false));
    this.server = server;
  }

  int lastStream() {
    return Math.min(lastStream, lastTaken);
  }

  /** From now on new streams are left alone: GOAWAY says so. */
  void takeNoMore() {
    lastTaken = lastStream;
  }

  @Override
  boolean isIdle(int stream) {
    return stream > lastStream || (stream & 1) == 0;
  }

  @Override
  boolean mayCarryData(Http2Stream stream) {
    return !((ServerStream) stream).upgrading;
  }

  @Override
  void onSettingsTaken() {
    // None of them changes what a server does but where it sends.
  }

  @Override
  public void onGoAway(int last, ErrorCode code) throws ConnectionError {
    // The client opens no more streams; it will close when it is served.
    connection.budget().charge(FloodBudget.ANSWERED, "GOAWAY");
  }

  @Override
  void onHeaders(Http2Stream stream, boolean endStream) throws ConnectionError {
    onTrailers(stream, endStream);
  }

  @Override
  void onHeadersWithoutStream(int id, boolean endStream) throws ConnectionError {
    if ((id & 1) == 0) {
      throw ConnectionError.protocol("HEADERS on stream " + id + ", which is not the client's");
    }
    if (id <= lastStream) {
      checkClosed(id, "HEADERS");
      return;
    }
    lastStream = id;
    if (id > lastTaken) {
      // What comes behind it is dropped as it is behind a reset (RFC 9113 section 6.8).
      connection.markReset(id);
      connection.budget().charge(FloodBudget.WASTED_STREAM, "streams behind the last one");
      return;
    }
    if (connection.active() >= connection.options().streams() || connection.isUnread()) {
      connection.writer().reset(id, ErrorCode.REFUSED_STREAM);
      connection.markReset(id);
      connection.budget().charge(FloodBudget.WASTED_STREAM, "streams above the limit");
      return;
    }
    begin(id, endStream);
  }

  private void begin(int id, boolean endStream) throws ConnectionError {
    RequestHead head = heads.request(endStream, true);
    ServerStream stream = server.newStream();
    connection.add(stream, id, settings.initialWindow);
    if (head == null) {
      FailureKind fault = heads.fault();
      stream.refuse(fault == null ? FailureKind.REQUEST_MALFORMED : fault, endStream);
      if (stream.isMalformed()) {
        connection.budget().charge(FloodBudget.WASTED_STREAM, "requests that are not valid");
      }
      return;
    }
    stream.bodyLeft = heads.contentLength();
    stream.remoteEnded = endStream;
    stream.request(head, endStream);
    if (endStream) {
      connection.remoteEndTold(stream);
    }
  }
}
