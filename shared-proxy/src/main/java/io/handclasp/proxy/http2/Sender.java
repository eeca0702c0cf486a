package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.wire.GatheredOutput;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Sends the bodies of all streams of a connection within the credit that the peer gave (RFC 9113
 * section 5.2). Streams that only what they share holds back, the connection's credit and its
 * output, take turns; small pieces need not wait for the output, so that what others have queued
 * does not delay them further.
 */
final class Sender {
  /** So much a stream may send before the next one's turn, where credit is short. */
  private static final int SHARE = 16 * 1024;

  private final Http2Connection connection;
  private final FrameWriter writer;
  private final GatheredOutput output;
  private final ArrayDeque<Http2Stream> blocked = new ArrayDeque<>();
  private final ArrayDeque<Http2Stream> waiting = new ArrayDeque<>();
  private int window = Frame.DEFAULT_WINDOW;

  Sender(Http2Connection connection, FrameWriter writer, GatheredOutput output) {
    this.connection = connection;
    this.writer = writer;
    this.output = output;
  }

  void body(Http2Stream stream, ByteBuf data, boolean last) {
    int length = data.readableBytes();
    if (length == 0 && !last) {
      data.release();
    } else if (!stream.hasPending()
        && (length == 0 || (length <= credit(stream) && mayPass(length)))) {
      spend(stream, length);
      writer.data(stream.id, data, last);
      if (last) {
        connection.localEnd(stream);
      }
    } else {
      stream.enqueue(data, last);
      sendPending(stream, Integer.MAX_VALUE);
    }
  }

  void trailers(Http2Stream stream, Fields trailers) {
    if (stream.hasPending()) {
      stream.enqueue(trailers);
    } else {
      writer.trailers(stream.id, trailers);
      connection.localEnd(stream);
    }
  }

  /** Whether more should come; where not, the stream is told when that changes. */
  boolean isWritable(Http2Stream stream) {
    boolean writable = canWrite(stream);
    if (!writable) {
      stream.writableAwaited = true;
      if (!stream.waiting) {
        stream.waiting = true;
        waiting.add(stream);
      }
    }
    return writable;
  }

  private boolean canWrite(Http2Stream stream) {
    return !stream.hasPending() && credit(stream) > 0 && output.isWritable();
  }

  private boolean mayPass(int length) {
    return length <= GatheredOutput.COPIED || output.isWritable();
  }

  private int credit(Http2Stream stream) {
    return Math.min(stream.sendWindow, window);
  }

  private void spend(Http2Stream stream, int bytes) {
    stream.moved |= bytes > 0;
    stream.sendWindow -= bytes;
    window -= bytes;
  }

  /** The peer gave a stream more credit; false where that exceeds what a window can hold. */
  boolean onStreamCredit(Http2Stream stream, int increment) {
    long sum = (long) stream.sendWindow + increment;
    if (sum > Integer.MAX_VALUE) {
      return false;
    }
    stream.sendWindow = (int) sum;
    if (stream.hasPending()) {
      sendPending(stream, Integer.MAX_VALUE);
    }
    tellWritable(stream);
    return true;
  }

  /** The peer gave the connection more credit; false where that exceeds what a window can hold. */
  boolean onConnectionCredit(int increment) {
    long sum = (long) window + increment;
    if (sum > Integer.MAX_VALUE) {
      return false;
    }
    window = (int) sum;
    goOn();
    return true;
  }

  /** The channel takes bytes again, or credit came: what waits is sent, and who waited is told. */
  void goOn() {
    while (window > 0 && output.isWritable() && !blocked.isEmpty()) {
      Http2Stream stream = blocked.poll();
      stream.blocked = false;
      if (!stream.closed) {
        sendPending(stream, SHARE);
      }
    }
    tellWaiting();
  }

  /** What waits for its turn is no more than what is open, whatever a peer opens and leaves. */
  void forget(Http2Stream stream) {
    if (stream.waiting) {
      stream.waiting = false;
      waiting.remove(stream);
    }
    if (stream.blocked) {
      stream.blocked = false;
      blocked.remove(stream);
    }
  }

  private void tellWaiting() {
    for (int left = waiting.size(); left > 0 && output.isWritable(); left--) {
      Http2Stream stream = waiting.poll();
      if (stream == null) {
        return;
      }
      stream.waiting = false;
      if (stream.writableAwaited && !stream.localEnded && !tellWritable(stream)) {
        stream.waiting = true;
        waiting.add(stream);
      }
    }
  }

  private boolean tellWritable(Http2Stream stream) {
    if (!stream.writableAwaited || stream.localEnded || !canWrite(stream)) {
      return false;
    }
    stream.writableAwaited = false;
    stream.onWritable();
    return true;
  }

  /** Sends what credit allows, at most {@code most} bytes. */
  private void sendPending(Http2Stream stream, int most) {
    int left = most;
    ByteBuf data = stream.firstPending();
    while (data != null) {
      int length = data.readableBytes();
      int part = Math.min(left, Math.min(length, credit(stream)));
      if ((part <= 0 && length > 0) || !mayPass(part)) {
        block(stream);
        return;
      }
      left -= part;
      sendPart(stream, data, part);
      data = stream.firstPending();
    }
    sendEnd(stream);
  }

  private void sendPart(Http2Stream stream, ByteBuf data, int part) {
    spend(stream, part);
    if (part < data.readableBytes()) {
      writer.data(stream.id, data.readRetainedSlice(part), false);
      return;
    }
    stream.removeFirstPending();
    boolean last = stream.endsBehindPending() && stream.firstPending() == null;
    writer.data(stream.id, data, last);
    if (last) {
      connection.localEnd(stream);
    }
  }

  private void sendEnd(Http2Stream stream) {
    @Nullable Fields trailers = stream.trailersBehindPending();
    if (!stream.localEnded && trailers != null) {
      writer.trailers(stream.id, trailers);
      connection.localEnd(stream);
    }
  }

  private void block(Http2Stream stream) {
    // Where its own window is what lacks, a WINDOW_UPDATE for it comes by itself.
    if (stream.sendWindow > 0 && !stream.blocked) {
      stream.blocked = true;
      blocked.add(stream);
    }
  }
}
