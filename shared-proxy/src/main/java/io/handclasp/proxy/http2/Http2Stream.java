package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.Fields;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One stream: a request and its response. Subclasses hear what the peer sends through the {@code
 * on…} methods, and send through the others. Everything happens on the connection's event loop.
 *
 * <pre>
 *   open ── both ends said END_STREAM ──► closed
 *     └──── reset by either, or the connection broke ──► closed
 * </pre>
 *
 * <p>Nothing is told of a stream after it closed, and what is sent on it then is dropped.
 */
public abstract sealed class Http2Stream permits ServerStream, ClientStream {
  private @Nullable Http2Connection connection;
  int id;

  boolean localEnded;
  boolean remoteEnded;
  boolean closed;

  // Sending.
  int sendWindow;
  private @Nullable ArrayDeque<ByteBuf> pending;
  private @Nullable Fields pendingTrailers;
  private boolean pendingEnd;
  boolean blocked;
  boolean waiting;
  boolean writableAwaited;

  /** Whether some of the body went out since this was looked at last. */
  boolean moved;

  // Receiving.
  private int receiveWindow;
  private int receiveTarget;
  private int unreturned;
  private int unconsumed;

  /** Bytes of the peer's body still to come by its content-length; -1 where that says nothing. */
  long bodyLeft = -1;

  /** The code to reset the stream with once our side ended; null where it ends in order. */
  @Nullable ErrorCode resetBehindEnd;

  /** What the peer still sends is not wanted, though the stream is open. */
  boolean discarding;

  /** Given up without the peer's being told yet, before our message was complete. */
  boolean unfinished;

  private boolean abandoned;

  /** For subclasses, which are made first and opened then. */
  Http2Stream() {}

  /** The bytes are the receiver's; {@link #consumed} gives the credit back. */
  protected abstract void onBody(ByteBuf data, boolean last);

  /** The peer's message ends with trailers. */
  protected abstract void onTrailers(Fields trailers);

  /** {@link #isWritable()} became true after it was asked for in vain. */
  protected abstract void onWritable();

  /** The stream is dead; nothing more is told of it. */
  protected abstract void onFailure(StreamFailure failure);

  /** Whether the stream was told its end, so that a reset behind it is not told. */
  abstract boolean isEndTold();

  /** Sends a part of the body, when flow control allows; the bytes are taken over. */
  public final void body(ByteBuf data, boolean last) {
    if (localEnded) {
      data.release();
    } else {
      connection().sender().body(this, data, last);
    }
  }

  /** Ends our side with trailers. */
  public final void trailers(Fields trailers) {
    if (!localEnded) {
      connection().sender().trailers(this, trailers);
    }
  }

  /** Whether more of the body should come now; else {@link #onWritable()} will tell. */
  public final boolean isWritable() {
    return !localEnded && connection().sender().isWritable(this);
  }

  /** Gives back credit for bytes that {@link #onBody} delivered and that went on. */
  public final void consumed(int bytes) {
    if (!closed && bytes > 0) {
      returnCredit(Math.min(bytes, unconsumed));
    }
  }

  /** Gives the stream up; nothing more is told of it. */
  public final void reset(ErrorCode code) {
    if (!closed && !abandoned) {
      connection().giveUp(this, code);
    }
  }

  /** The peer will be told later that this is not wanted; until then it keeps its place. */
  final void abandon() {
    abandoned = true;
    discarding = true;
    unfinished = !localEnded;
    localEnded = true;
    dropPending();
    connection().creditConnection(forgetUnconsumed());
  }

  /** Bytes came that nobody wants. A stream that was abandoned gets no credit for more. */
  final void discard(int bytes) {
    if (abandoned) {
      unconsumed -= bytes;
      connection().creditConnection(bytes);
    } else {
      returnCredit(bytes);
    }
  }

  /** The number of the stream on its connection. */
  public final int id() {
    return id;
  }

  final Http2Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("stream: not opened (expected: opened by a connection)");
    }
    return connection;
  }

  final void opened(Http2Connection by, int number, int sendCredit, int receiveCredit) {
    connection = by;
    id = number;
    sendWindow = sendCredit;
    receiveWindow = receiveCredit;
    receiveTarget = receiveCredit;
  }

  /** Counts bytes that came; false where the peer had no credit for them. */
  final boolean received(int bytes) {
    receiveWindow -= bytes;
    unconsumed += bytes;
    return receiveWindow >= 0;
  }

  /** Gives back credit for bytes that nobody will consume: padding. */
  final void returnCredit(int bytes) {
    unconsumed -= bytes;
    unreturned += bytes;
    Http2Connection on = connection();
    on.creditConnection(bytes);
    if (!remoteEnded && unreturned >= receiveTarget / 2) {
      growWindow(on.options().streamWindowMost());
      on.writer().windowUpdate(id, unreturned);
      receiveWindow += unreturned;
      unreturned = 0;
    }
  }

  /** Bytes that went on this quickly earn a larger window; a slow reader keeps the small one. */
  private void growWindow(int most) {
    if (unconsumed <= receiveTarget / 8 && receiveTarget < most) {
      int more = Math.min(most, 2 * receiveTarget) - receiveTarget;
      if (connection().takeGrowth(more)) {
        unreturned += more;
        receiveTarget += more;
      }
    }
  }

  /** What the window has grown by. */
  final int growth(int from) {
    return receiveTarget - from;
  }

  /** Bytes that came and for which no credit was given back; none are counted any more. */
  final int forgetUnconsumed() {
    int bytes = unconsumed;
    unconsumed = 0;
    return bytes;
  }

  // Bytes that flow control holds back.

  final boolean hasPending() {
    return pendingEnd || pendingTrailers != null || (pending != null && !pending.isEmpty());
  }

  final void enqueue(ByteBuf data, boolean last) {
    if (pending == null) {
      pending = new ArrayDeque<>(4);
    }
    pending.add(data);
    pendingEnd |= last;
  }

  final void enqueue(Fields trailers) {
    pendingTrailers = trailers;
  }

  final @Nullable ByteBuf firstPending() {
    return pending == null ? null : pending.peek();
  }

  /** Takes the first piece out; it is the caller's from now on. */
  final void removeFirstPending() {
    if (pending != null) {
      pending.poll();
    }
  }

  /** Whether all of our message is there and waits for credit. */
  final boolean isEndPending() {
    return pendingEnd || pendingTrailers != null;
  }

  final boolean endsBehindPending() {
    return pendingEnd;
  }

  final @Nullable Fields trailersBehindPending() {
    return pendingTrailers;
  }

  final void dropPending() {
    ByteBuf data = firstPending();
    while (data != null) {
      removeFirstPending();
      data.release();
      data = firstPending();
    }
    pendingEnd = false;
    pendingTrailers = null;
  }
}
