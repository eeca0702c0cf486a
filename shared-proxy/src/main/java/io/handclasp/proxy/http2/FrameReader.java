package io.handclasp.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a byte stream into frames. Bytes of DATA are passed on as they come, where they lie; other
 * frames wait until they are complete, and field blocks until their last CONTINUATION. On the event
 * loop of its connection.
 */
final class FrameReader {
  private final FrameSink sink;
  private final ByteBufAllocator allocator;
  private final int maxBlock;
  private @Nullable ByteBuf preface;
  private @Nullable ByteBuf rest;
  private boolean firstFrame = true;

  // The DATA frame whose bytes are awaited: nothing but padding may remain.
  private boolean inData;
  private boolean padLengthAwaited;
  private boolean dataWanted;
  private int dataLeft;
  private int paddingLeft;

  // The field block that CONTINUATION frames have to complete.
  private @Nullable ByteBuf block;
  private int blockStream;
  private boolean blockEndsStream;

  private boolean reading;
  private boolean closed;

  /**
   * A reader at the beginning of a connection.
   *
   * @param expectPreface true for the server
   * @param maxBlock most bytes that the frames of one field block may bring together
   */
  FrameReader(FrameSink sink, ByteBufAllocator allocator, boolean expectPreface, int maxBlock) {
    this.sink = sink;
    this.allocator = allocator;
    this.maxBlock = maxBlock;
    preface = expectPreface ? Frame.preface() : null;
  }

  /** Reads what is there; the buffer stays the caller's. */
  void read(ByteBuf in) throws ConnectionError {
    if (closed) {
      return;
    }
    reading = true;
    try {
      if (rest == null) {
        readFrames(in);
        keepRest(in);
      } else {
        readBehindRest(in);
      }
    } finally {
      reading = false;
      if (closed) {
        release();
      }
    }
  }

  /** Reads nothing any more; safe from within {@link #read}. */
  void close() {
    closed = true;
    if (!reading) {
      release();
    }
  }

  private void release() {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (block != null) {
      block.release();
      block = null;
    }
  }

  /** What was kept is never more than one frame that is not complete: fill it up from the new. */
  private void readBehindRest(ByteBuf in) throws ConnectionError {
    while (!closed && rest != null && in.isReadable()) {
      rest.writeBytes(in, Math.min(in.readableBytes(), missing(rest)));
      readFrames(rest);
      if (!rest.isReadable()) {
        rest.release();
        rest = null;
      }
    }
    if (!closed && rest == null) {
      readFrames(in);
      keepRest(in);
    }
  }

  private static int missing(ByteBuf rest) {
    int whole =
        rest.readableBytes() < Frame.HEAD
            ? Frame.HEAD
            : Frame.HEAD + rest.getUnsignedMedium(rest.readerIndex());
    return Math.max(1, whole - rest.readableBytes());
  }

  private void keepRest(ByteBuf in) {
    if (closed || !in.isReadable()) {
      return;
    }
    int kept = in.readableBytes();
    rest = allocator.buffer(Math.max(64, kept + missing(in)));
    rest.writeBytes(in);
  }

  private void readFrames(ByteBuf in) throws ConnectionError {
    if (preface != null && !readPreface(in, preface)) {
      return;
    }
    while (!closed) {
      if (inData) {
        if (!readData(in)) {
          return;
        }
      } else if (!readFrame(in)) {
        return;
      }
    }
  }

  private boolean readPreface(ByteBuf in, ByteBuf expected) throws ConnectionError {
    while (expected.isReadable() && in.isReadable()) {
      if (in.readByte() != expected.readByte()) {
        throw ConnectionError.protocol("the connection preface is not HTTP/2's");
      }
    }
    if (expected.isReadable()) {
      return false;
    }
    preface = null;
    return true;
  }

  private boolean readFrame(ByteBuf in) throws ConnectionError {
    if (in.readableBytes() < Frame.HEAD) {
      return false;
    }
    int at = in.readerIndex();
    int length = in.getUnsignedMedium(at);
    int type = in.getByte(at + 3);
    int flags = in.getByte(at + 4);
    int stream = in.getInt(at + 5) & 0x7fff_ffff;
    checkHead(length, type, flags, stream);
    if (type == Frame.DATA) {
      in.readerIndex(at + Frame.HEAD);
      beginData(stream, length, flags);
      return true;
    }
    if (in.readableBytes() < Frame.HEAD + length) {
      return false;
    }
    int end = at + Frame.HEAD + length;
    int writer = in.writerIndex();
    in.setIndex(at + Frame.HEAD, end);
    try {
      readPayload(in, type, flags, stream);
    } finally {
      in.setIndex(end, writer);
    }
    return true;
  }

  private void checkHead(int length, int type, int flags, int stream) throws ConnectionError {
    if (length > Frame.DEFAULT_MAX_SIZE) {
      throw ConnectionError.frameSize("frame of " + length + " bytes");
    }
    if (firstFrame) {
      if (type != Frame.SETTINGS || (flags & Frame.ACK) != 0) {
        throw ConnectionError.protocol("the first frame is not SETTINGS");
      }
      firstFrame = false;
    }
    if (block != null && (type != Frame.CONTINUATION || stream != blockStream)) {
      throw ConnectionError.protocol("a field block was not continued");
    }
  }

  private void readPayload(ByteBuf in, int type, int flags, int stream) throws ConnectionError {
    int length = in.readableBytes();
    switch (type) {
      case Frame.HEADERS -> readHeaders(in, flags, stream);
      case Frame.CONTINUATION -> readContinuation(in, flags, stream);
      case Frame.PRIORITY -> readPriority(in, stream);
      case Frame.RST_STREAM -> {
        requireStream(stream);
        requireLength(length == 4, "RST_STREAM", length);
        sink.onReset(stream, ErrorCode.of(in.readInt()));
      }
      case Frame.SETTINGS -> readSettings(in, flags, stream);
      case Frame.PUSH_PROMISE -> throw ConnectionError.protocol("PUSH_PROMISE is not taken here");
      case Frame.PING -> {
        requireConnection(stream);
        requireLength(length == 8, "PING", length);
        sink.onPing(in.readLong(), (flags & Frame.ACK) != 0);
      }
      case Frame.GOAWAY -> {
        requireConnection(stream);
        requireLength(length >= 8, "GOAWAY", length);
        sink.onGoAway(in.readInt() & 0x7fff_ffff, ErrorCode.of(in.readInt()));
      }
      case Frame.WINDOW_UPDATE -> {
        requireLength(length == 4, "WINDOW_UPDATE", length);
        sink.onWindowUpdate(stream, in.readInt() & 0x7fff_ffff);
      }
      default -> sink.onIdleFrame();
    }
  }

  private void readPriority(ByteBuf in, int stream) throws ConnectionError {
    requireStream(stream);
    if (in.readableBytes() != 5) {
      sink.onMalformedFrame(stream, ErrorCode.FRAME_SIZE_ERROR);
    } else if (dependency(in) == stream) {
      sink.onMalformedFrame(stream, ErrorCode.PROTOCOL_ERROR);
    } else {
      sink.onPriority();
    }
  }

  private void readSettings(ByteBuf in, int flags, int stream) throws ConnectionError {
    requireConnection(stream);
    int length = in.readableBytes();
    if ((flags & Frame.ACK) != 0) {
      requireLength(length == 0, "SETTINGS with ACK", length);
      sink.onSettingsAck();
    } else {
      requireLength(length % 6 == 0, "SETTINGS", length);
      sink.onSettings(in);
    }
  }

  private void readHeaders(ByteBuf in, int flags, int stream) throws ConnectionError {
    requireStream(stream);
    int padding = (flags & Frame.PADDED) != 0 ? readPadLength(in) : 0;
    if ((flags & Frame.PRIORITISED) != 0) {
      requireLength(in.readableBytes() >= 5, "HEADERS with priority", in.readableBytes());
      if (dependency(in) == stream) {
        throw ConnectionError.protocol("stream " + stream + " that depends on itself");
      }
      in.skipBytes(5);
    }
    if (padding > in.readableBytes()) {
      throw ConnectionError.protocol("padding longer than the frame");
    }
    in.writerIndex(in.writerIndex() - padding);
    boolean endStream = (flags & Frame.END_STREAM) != 0;
    if ((flags & Frame.END_HEADERS) != 0) {
      sink.onHeaders(stream, endStream, in);
      return;
    }
    blockStream = stream;
    blockEndsStream = endStream;
    block = allocator.buffer(2 * Frame.DEFAULT_MAX_SIZE).writeBytes(in);
  }

  private void readContinuation(ByteBuf in, int flags, int stream) throws ConnectionError {
    requireStream(stream);
    ByteBuf begun = block;
    if (begun == null) {
      throw ConnectionError.protocol("CONTINUATION without a field block to continue");
    }
    boolean end = (flags & Frame.END_HEADERS) != 0;
    if (!end && !in.isReadable()) {
      sink.onIdleFrame();
    }
    if (begun.readableBytes() + in.readableBytes() > maxBlock) {
      throw ConnectionError.calm("field block of more than " + maxBlock + " bytes");
    }
    begun.writeBytes(in);
    if (end) {
      block = null;
      try {
        sink.onHeaders(stream, blockEndsStream, begun);
      } finally {
        begun.release();
      }
    }
  }

  private void beginData(int stream, int length, int flags) throws ConnectionError {
    requireStream(stream);
    boolean endStream = (flags & Frame.END_STREAM) != 0;
    if ((flags & Frame.PADDED) != 0 && length == 0) {
      throw ConnectionError.frameSize("DATA without its pad length");
    }
    if (length == 0 && !endStream) {
      sink.onIdleFrame();
    }
    inData = true;
    padLengthAwaited = (flags & Frame.PADDED) != 0;
    dataLeft = length;
    paddingLeft = 0;
    dataWanted = sink.onData(stream, length, endStream);
  }

  /** Passes on what is there of the present DATA frame; false where more has to come. */
  private boolean readData(ByteBuf in) throws ConnectionError {
    if (padLengthAwaited) {
      if (!in.isReadable()) {
        return false;
      }
      padLengthAwaited = false;
      dataLeft--;
      paddingLeft = in.readUnsignedByte();
      if (paddingLeft > dataLeft) {
        throw ConnectionError.protocol("padding longer than the frame");
      }
      dataLeft -= paddingLeft;
    }
    if (dataLeft > 0 || dataWanted) {
      int part = Math.min(dataLeft, in.readableBytes());
      if (part == 0 && dataLeft > 0) {
        return false;
      }
      dataLeft -= part;
      passOn(in, part);
      if (dataLeft > 0) {
        return false;
      }
    }
    int skipped = Math.min(paddingLeft, in.readableBytes());
    in.skipBytes(skipped);
    paddingLeft -= skipped;
    inData = paddingLeft > 0;
    return !inData;
  }

  private void passOn(ByteBuf in, int part) throws ConnectionError {
    int behind = in.readerIndex() + part;
    if (dataWanted) {
      boolean frameEnd = dataLeft == 0;
      // Told once: padding that comes later must not tell the end again.
      dataWanted = !frameEnd;
      sink.onDataPart(in, part, frameEnd);
    }
    in.readerIndex(behind);
  }

  /** The stream that another depends on; without meaning since RFC 9113, but never itself. */
  private static int dependency(ByteBuf in) {
    return in.getInt(in.readerIndex()) & 0x7fff_ffff;
  }

  private static int readPadLength(ByteBuf in) throws ConnectionError {
    requireLength(in.isReadable(), "HEADERS with padding", 0);
    return in.readUnsignedByte();
  }

  private static void requireStream(int stream) throws ConnectionError {
    if (stream == 0) {
      throw ConnectionError.protocol("frame of a stream on stream 0");
    }
  }

  private static void requireConnection(int stream) throws ConnectionError {
    if (stream != 0) {
      throw ConnectionError.protocol("frame of the connection on stream " + stream);
    }
  }

  private static void requireLength(boolean right, String frame, int length)
      throws ConnectionError {
    if (!right) {
      throw ConnectionError.frameSize(frame + " of " + length + " bytes");
    }
  }
}
