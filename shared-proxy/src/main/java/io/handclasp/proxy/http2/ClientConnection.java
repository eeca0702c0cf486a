package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.wire.Turn;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The client's end of a connection. */
public abstract non-sealed class ClientConnection extends Http2Connection {
  private static final long PACE_MILLIS = 20;

  private final ResetPace pace = new ResetPace(System::nanoTime);
  private final ArrayDeque<Http2Stream> abandoned = new ArrayDeque<>();
  private @Nullable IncomingResponses incoming;
  private boolean settled;

  /** A connection to be added to its channel. */
  protected ClientConnection(Turn turn, Http2Options options) {
    super(turn, options);
  }

  /** {@link #room()} may have grown. */
  protected abstract void onRoom();

  /** The server takes no more requests; told before the streams it never took. */
  protected abstract void onGoAway();

  /** How many more streams may be opened now. */
  public final int room() {
    IncomingResponses responses = incoming;
    if (responses == null || isDraining() || !responses.hasNumbersLeft()) {
      return 0;
    }
    return Math.max(0, Math.min(options().streams(), responses.settings.maxStreams) - active());
  }

  /** Whether the server has told its settings yet. */
  public final boolean isSettled() {
    return settled;
  }

  /** Whether the server takes extended CONNECT (RFC 8441): an upgrade can be asked for. */
  public final boolean takesUpgrades() {
    return incoming != null && incoming.settings.extendedConnect;
  }

  /** Whether the fields of a request are within what the server said it takes. */
  public final boolean fits(RequestHead head) {
    return writer().fits(head);
  }

  /**
   * Opens a stream with a request; only while there is {@link #room()}.
   *
   * @param last true where neither body nor trailers follow
   */
  public final void open(ClientStream stream, RequestHead head, boolean last) {
    IncomingResponses responses = incoming;
    if (responses == null || room() == 0) {
      throw new IllegalStateException("room: 0 (expected: at least 1)");
    }
    responses.open(stream, head, last);
  }

  /** Asks the server for a sign of life. */
  public final void ping() {
    if (!isEnded()) {
      writer().ping(0, false);
    }
  }

  @Override
  public final void drain() {
    if (!isDraining()) {
      startDraining();
      writer().goAway(0, ErrorCode.NO_ERROR);
      closeIfDrained();
    }
  }

  @Override
  final FrameSink begin(FrameWriter to) {
    Http2Options options = options();
    to.preface();
    to.settings(
        PeerSettings.ENABLE_PUSH,
        0,
        PeerSettings.INITIAL_WINDOW_SIZE,
        options.streamWindow(),
        PeerSettings.MAX_HEADER_LIST_SIZE,
        options.fields());
    incoming = new IncomingResponses(this);
    return incoming;
  }

  @Override
  final boolean isServer() {
    return false;
  }

  @Override
  final int lastPeerStream() {
    return 0;
  }

  @Override
  final void onStreamClosed() {
    if (!isDraining()) {
      onRoom();
    }
  }

  @Override
  final void onStreamDone() {
    pace.onStreamDone();
  }

  /**
   * Those who share the connection must not suffer from one who asks and leaves without end, which
   * servers punish by closing it: beyond what they stand, streams are left open for a while, and
   * what comes on them is dropped.
   */
  @Override
  final void giveUp(Http2Stream stream, ErrorCode code) {
    if (abandoned.isEmpty() && pace.take()) {
      reset(stream, code);
      return;
    }
    if (abandoned.isEmpty()) {
      scheduleResets();
    }
    abandoned.add(stream);
    stream.abandon();
  }

  private void scheduleResets() {
    context().executor().schedule(this::resetAbandoned, PACE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void resetAbandoned() {
    if (isEnded()) {
      abandoned.clear();
      return;
    }
    Http2Stream next = abandoned.peek();
    while (next != null && (next.closed || pace.take())) {
      abandoned.remove();
      if (!next.closed) {
        reset(next, ErrorCode.CANCEL);
      }
      next = abandoned.peek();
    }
    if (next != null) {
      scheduleResets();
    }
  }

  @Override
  final boolean mayClose() {
    return true;
  }

  @Override
  final void onPong(long data) {
    // That something came is all that was wanted: see reads().
  }

  final void onSettings() {
    settled = true;
    onRoom();
  }
}
