package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;

/** What frames mean to the client. */
final class IncomingResponses extends Incoming {
  private final ClientConnection client;
  private int nextStream = 1;
  private int lastTaken = Integer.MAX_VALUE;

  IncomingResponses(ClientConnection client) {
    super(client, new PeerSettings(true));
    this.client = client;
  }

  boolean hasNumbersLeft() {
    return nextStream > 0;
  }

  void open(ClientStream stream, RequestHead head, boolean last) {
    int id = nextStream;
    nextStream += 2;
    stream.answersHead = head.method().equals(Method.HEAD);
    stream.upgrade = head.upgrade();
    connection.add(stream, id, settings.initialWindow);
    // Bytes may have to follow behind what is the end of any other request.
    boolean end = last && head.upgrade() == null;
    connection.writer().request(id, head, end);
    if (end) {
      connection.localEnd(stream);
    }
  }

  @Override
  boolean isIdle(int stream) {
    return (stream & 1) == 0 || (nextStream > 0 && stream >= nextStream);
  }

  @Override
  boolean mayCarryData(Http2Stream stream) {
    return ((ClientStream) stream).headSeen;
  }

  @Override
  void onSettingsTaken() {
    client.onSettings();
  }

  /** Streams behind the last one that the server takes were not looked at (section 6.8). */
  @Override
  public void onGoAway(int last, ErrorCode code) throws ConnectionError {
    connection.budget().charge(FloodBudget.ANSWERED, "GOAWAY");
    if (last > lastTaken) {
      throw ConnectionError.protocol("GOAWAY with a larger last stream than before");
    }
    lastTaken = last;
    connection.startDraining();
    client.onGoAway();
    for (Http2Stream stream : connection.snapshot()) {
      if (!stream.closed && stream.id > last) {
        connection.failStream(stream, new StreamFailure(StreamFailure.Cause.PEER, code, true));
      }
    }
    connection.closeIfDrained();
  }

  @Override
  void onHeadersWithoutStream(int id, boolean endStream) throws ConnectionError {
    checkClosed(id, "HEADERS");
  }

  @Override
  void onHeaders(Http2Stream stream, boolean endStream) throws ConnectionError {
    ClientStream answered = (ClientStream) stream;
    if (answered.headSeen) {
      onTrailers(stream, endStream);
      return;
    }
    ResponseHead head = heads.response(endStream, answered.answersHead, answered.upgrade);
    if (head == null) {
      boolean large = heads.fault() == FailureKind.REQUEST_FIELDS_TOO_LARGE;
      connection.resetForFault(
          stream,
          ErrorCode.PROTOCOL_ERROR,
          large ? StreamFailure.Cause.FIELDS_TOO_LARGE : StreamFailure.Cause.MALFORMED);
    } else if (head.isInformational()) {
      answered.onInformational(head);
    } else {
      onHead(answered, head, endStream);
    }
  }

  /** Nothing will follow on a stream that was left open for it. */
  private void endRefusedUpgrade(ClientStream stream) {
    if (!stream.localEnded) {
      connection.writer().end(stream.id);
      connection.localEnd(stream);
    }
  }

  private void onHead(ClientStream stream, ResponseHead head, boolean endStream) {
    stream.headSeen = true;
    if (stream.upgrade != null && head.status() != 101) {
      endRefusedUpgrade(stream);
    }
    stream.bodyLeft = head.isBodiless(stream.answersHead) ? 0 : heads.contentLength();
    stream.remoteEnded = endStream;
    stream.onHead(head, endStream);
    if (endStream) {
      connection.remoteEndTold(stream);
    }
  }
}
