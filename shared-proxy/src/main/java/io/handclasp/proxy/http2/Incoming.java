package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What frames mean (RFC 9113 sections 5 and 6), where both roles agree. Breaches within a stream
 * reset it; others end the connection.
 */
abstract class Incoming implements FrameSink {
  final Http2Connection connection;
  final HeadReader heads;
  final PeerSettings settings;

  // The DATA frame under way.
  private @Nullable Http2Stream dataStream;
  private boolean dataEndsStream;
  private int dataCounted;
  private int dataPassed;

  Incoming(Http2Connection connection, PeerSettings settings) {
    this.connection = connection;
    this.settings = settings;
    heads = new HeadReader(connection.options());
  }

  /** Whether a stream of that number was never opened. */
  abstract boolean isIdle(int stream);

  /** A field block that begins a stream, or comes on one that is closed. */
  abstract void onHeadersWithoutStream(int id, boolean endStream) throws ConnectionError;

  /** A field block on an open stream. */
  abstract void onHeaders(Http2Stream stream, boolean endStream) throws ConnectionError;

  /** Whether DATA may come yet. */
  abstract boolean mayCarryData(Http2Stream stream);

  /** The peer's settings changed. */
  abstract void onSettingsTaken();

  @Override
  public final boolean onData(int id, int length, boolean endStream) throws ConnectionError {
    connection.receive(length);
    Http2Stream stream = connection.find(id);
    if (stream == null) {
      checkClosed(id, "DATA");
    } else if (stream.remoteEnded) {
      fail(stream, ErrorCode.STREAM_CLOSED);
      stream = null;
    } else if (!mayCarryData(stream)) {
      fail(stream, ErrorCode.PROTOCOL_ERROR);
      stream = null;
    } else if (!stream.received(length)) {
      fail(stream, ErrorCode.FLOW_CONTROL_ERROR);
      // Its bytes, these too, were given back when it was closed.
      return false;
    }
    if (stream == null) {
      connection.creditConnection(length);
      return false;
    }
    if (stream.discarding) {
      stream.discard(length);
      if (endStream) {
        connection.remoteEndDiscarded(stream);
      }
      return false;
    }
    dataStream = stream;
    dataEndsStream = endStream;
    dataCounted = length;
    dataPassed = 0;
    return true;
  }

  @Override
  public final void onDataPart(ByteBuf in, int length, boolean frameEnd) throws ConnectionError {
    Http2Stream stream = dataStream;
    if (stream == null || stream.closed) {
      return;
    }
    dataPassed += length;
    boolean last = frameEnd && dataEndsStream;
    if (!fitsContentLength(stream, length, last)) {
      fail(stream, ErrorCode.PROTOCOL_ERROR);
      return;
    }
    if (frameEnd && dataPassed < dataCounted) {
      stream.returnCredit(dataCounted - dataPassed);
    }
    if (last) {
      stream.remoteEnded = true;
    }
    if (length > 0 || last) {
      ByteBuf part =
          length == 0 ? Unpooled.EMPTY_BUFFER : in.retainedSlice(in.readerIndex(), length);
      stream.onBody(part, last);
    }
    if (last) {
      connection.remoteEndTold(stream);
    }
  }

  private static boolean fitsContentLength(Http2Stream stream, int length, boolean last) {
    if (stream.bodyLeft < 0) {
      return true;
    }
    stream.bodyLeft -= length;
    return last ? stream.bodyLeft == 0 : stream.bodyLeft >= 0;
  }

  @Override
  public final void onHeaders(int id, boolean endStream, ByteBuf block) throws ConnectionError {
    heads.unpack(id, block);
    Http2Stream stream = connection.find(id);
    if (stream == null) {
      onHeadersWithoutStream(id, endStream);
    } else if (stream.remoteEnded) {
      fail(stream, ErrorCode.STREAM_CLOSED);
    } else if (stream.discarding) {
      if (endStream) {
        connection.remoteEndDiscarded(stream);
      }
    } else {
      onHeaders(stream, endStream);
    }
  }

  /** The field block just unpacked must be trailers. */
  final void onTrailers(Http2Stream stream, boolean endStream) throws ConnectionError {
    Fields trailers = heads.trailers();
    if (heads.fault() == FailureKind.REQUEST_FIELDS_TOO_LARGE) {
      connection.resetForFault(
          stream, ErrorCode.PROTOCOL_ERROR, StreamFailure.Cause.FIELDS_TOO_LARGE);
    } else if (!endStream || trailers == null || stream.bodyLeft > 0) {
      fail(stream, ErrorCode.PROTOCOL_ERROR);
    } else {
      stream.remoteEnded = true;
      stream.onTrailers(trailers);
      connection.remoteEndTold(stream);
    }
  }

  @Override
  public final void onReset(int id, ErrorCode code) throws ConnectionError {
    Http2Stream stream = connection.find(id);
    if (stream == null) {
      requireKnown(id, "RST_STREAM");
      connection.budget().charge(FloodBudget.CHEAP, "resets of closed streams");
      return;
    }
    connection.failStream(
        stream,
        new StreamFailure(StreamFailure.Cause.PEER, code, code == ErrorCode.REFUSED_STREAM));
    if (connection.isServer()) {
      connection.budget().charge(FloodBudget.WASTED_STREAM, "streams that were reset");
    }
  }

  @Override
  public final void onSettings(ByteBuf payload) throws ConnectionError {
    connection.budget().charge(FloodBudget.ANSWERED, "SETTINGS");
    connection.countReply();
    int windowBefore = settings.initialWindow;
    settings.take(payload);
    connection.writer().maxTable(settings.headerTable);
    connection.writer().maxFieldSection(settings.maxFieldSection);
    connection.writer().settingsAck();
    if (settings.initialWindow != windowBefore) {
      changeWindows(settings.initialWindow - windowBefore);
    }
    onSettingsTaken();
  }

  /** Section 6.9.2: windows of open streams move by the difference, below zero even. */
  private void changeWindows(int difference) throws ConnectionError {
    for (Http2Stream stream : connection.snapshot()) {
      if (!stream.closed && !connection.sender().onStreamCredit(stream, difference)) {
        throw new ConnectionError(
            ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE overflows a window");
      }
    }
  }

  @Override
  public final void onSettingsAck() {
    // Ours only ever allow more than the defaults, so nothing waits for them to take effect.
  }

  @Override
  public final void onPing(long data, boolean ack) throws ConnectionError {
    if (ack) {
      connection.onPong(data);
    } else {
      connection.budget().charge(FloodBudget.ANSWERED, "PING");
      connection.countReply();
      connection.writer().ping(data, true);
    }
  }

  @Override
  public final void onWindowUpdate(int id, int increment) throws ConnectionError {
    connection.budget().charge(FloodBudget.CHEAP, "WINDOW_UPDATE");
    if (id == 0) {
      onConnectionCredit(increment);
      return;
    }
    Http2Stream stream = connection.find(id);
    if (stream == null) {
      requireKnown(id, "WINDOW_UPDATE");
    } else if (increment == 0) {
      fail(stream, ErrorCode.PROTOCOL_ERROR);
    } else if (!connection.sender().onStreamCredit(stream, increment)) {
      fail(stream, ErrorCode.FLOW_CONTROL_ERROR);
    }
  }

  private void onConnectionCredit(int increment) throws ConnectionError {
    if (increment == 0) {
      throw ConnectionError.protocol("WINDOW_UPDATE of 0");
    }
    if (!connection.sender().onConnectionCredit(increment)) {
      throw new ConnectionError(ErrorCode.FLOW_CONTROL_ERROR, "WINDOW_UPDATE overflows the window");
    }
  }

  @Override
  public final void onPriority() throws ConnectionError {
    connection.budget().charge(FloodBudget.CHEAP, "PRIORITY");
  }

  @Override
  public final void onIdleFrame() throws ConnectionError {
    connection.budget().charge(FloodBudget.IDLE_FRAME, "frames that carry nothing");
  }

  @Override
  public final void onMalformedFrame(int id, ErrorCode code) throws ConnectionError {
    Http2Stream stream = connection.find(id);
    if (stream == null) {
      throw new ConnectionError(code, "malformed frame on stream " + id);
    }
    fail(stream, code);
  }

  final void fail(Http2Stream stream, ErrorCode code) throws ConnectionError {
    connection.resetForFault(stream, code, StreamFailure.Cause.MALFORMED);
  }

  final void requireKnown(int id, String frame) throws ConnectionError {
    if (isIdle(id)) {
      throw ConnectionError.protocol(frame + " on idle stream " + id);
    }
  }

  /** Frames may still come for a stream that this end reset, and for no other closed one. */
  final void checkClosed(int id, String frame) throws ConnectionError {
    requireKnown(id, frame);
    if (!connection.wasReset(id)) {
      throw new ConnectionError(ErrorCode.STREAM_CLOSED, frame + " on closed stream " + id);
    }
    connection.budget().charge(FloodBudget.CHEAP, "frames on closed streams");
  }
}
