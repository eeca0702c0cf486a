package io.handclasp.proxy.http;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Takes one body at a time out of the bytes of an HTTP/1.1 connection: by length, by chunks (RFC
 * 9112 section 7.1) or to the connection's end. Chunk extensions are read and dropped.
 */
public final class BodyDecoder {
  /** Longest line before a chunk, extensions included. */
  private static final int CHUNK_LINE = 256;

  /** Where the parts of a body go. */
  public interface Sink {
    /** A part; the sink owns it. */
    void onBody(ByteBuf data, boolean last);

    /** The end, with trailers. */
    void onTrailers(Fields trailers);
  }

  private enum State {
    DONE,
    COUNTED,
    UNTIL_CLOSE,
    CHUNK_LINE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS
  }

  private final FailureKind malformed;
  private final HeadLimits limits;

  private State state = State.DONE;
  private long left;
  private int lineScanned;
  private @Nullable HeadFinder trailerEnd;

  /**
   * A decoder for one direction of one connection.
   *
   * @param malformed what a broken body counts as
   */
  public BodyDecoder(HeadLimits limits, FailureKind malformed) {
    this.malformed = malformed;
    this.limits = limits;
  }

  /** Begins a body; one that is empty is done at once and its sink is never called. */
  public void begin(BodyFraming framing) {
    lineScanned = 0;
    left = framing.length();
    state =
        switch (framing.kind()) {
          case NONE -> State.DONE;
          case LENGTH -> left == 0 ? State.DONE : State.COUNTED;
          case STREAM -> State.CHUNK_LINE;
          case UNTIL_CLOSE -> State.UNTIL_CLOSE;
        };
  }

  /** Whether no body is under way. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Whether the end of the connection is the regular end of this body. */
  public boolean endsWithConnection() {
    return state == State.UNTIL_CLOSE;
  }

  /**
   * Takes what is there of the body and leaves what is behind it.
   *
   * @throws HttpSyntaxException where the chunks are broken; the sink got what came before
   */
  public void decode(ByteBuf in, Sink sink) throws HttpSyntaxException {
    boolean more = true;
    while (more && state != State.DONE) {
      more =
          switch (state) {
            case COUNTED -> counted(in, sink);
            case UNTIL_CLOSE -> untilClose(in, sink);
            case CHUNK_LINE -> chunkLine(in);
            case CHUNK_DATA -> chunkData(in, sink);
            case CHUNK_END -> chunkEnd(in);
            case TRAILERS -> trailers(in, sink);
            case DONE -> false;
          };
    }
  }

  private boolean counted(ByteBuf in, Sink sink) {
    ByteBuf data = take(in);
    if (data != null) {
      if (left == 0) {
        state = State.DONE;
      }
      sink.onBody(data, left == 0);
    }
    return false;
  }

  private boolean untilClose(ByteBuf in, Sink sink) {
    left = Long.MAX_VALUE;
    ByteBuf data = take(in);
    if (data != null) {
      sink.onBody(data, false);
    }
    return false;
  }

  private @Nullable ByteBuf take(ByteBuf in) {
    int length = (int) Math.min(left, in.readableBytes());
    if (length == 0) {
      return null;
    }
    left -= length;
    return in.readRetainedSlice(length);
  }

  private boolean chunkLine(ByteBuf in) throws HttpSyntaxException {
    int start = in.readerIndex();
    int feed = in.indexOf(start + lineScanned, in.writerIndex(), (byte) '\n');
    if (feed < 0) {
      lineScanned = in.readableBytes();
    }
    if ((feed < 0 ? in.writerIndex() : feed) - start > CHUNK_LINE) {
      throw broken("chunk line of more than " + CHUNK_LINE + " bytes");
    }
    if (feed < 0) {
      return false;
    }
    lineScanned = 0;
    left = chunkSize(in, start, feed);
    in.readerIndex(feed + 1);
    if (left == 0) {
      trailerEnd = trailerEnd();
      state = State.TRAILERS;
    } else {
      state = State.CHUNK_DATA;
    }
    return true;
  }

  private long chunkSize(ByteBuf in, int start, int feed) throws HttpSyntaxException {
    if (feed == start || in.getByte(feed - 1) != '\r') {
      throw broken("chunk line without carriage return");
    }
    int end = feed - 1;
    int at = start;
    long size = 0;
    int digit;
    while (at < end && (digit = Octets.hex(in.getByte(at))) >= 0) {
      size = size << 4 | digit;
      at++;
    }
    if (at == start || at - start > 15) {
      throw broken("chunk size of " + (at - start) + " digits");
    }
    checkExtension(in, at, end);
    return size;
  }

  private void checkExtension(ByteBuf in, int from, int end) throws HttpSyntaxException {
    if (from == end) {
      return;
    }
    if (in.getByte(from) != ';') {
      throw broken("chunk size that is not a hexadecimal number");
    }
    for (int at = from; at < end; at++) {
      byte octet = in.getByte(at);
      if (octet < 0 || !Octets.isFieldValue(octet)) {
        throw broken("chunk extension with what is no visible ASCII");
      }
    }
  }

  private boolean chunkData(ByteBuf in, Sink sink) {
    ByteBuf data = take(in);
    if (data == null) {
      return false;
    }
    if (left == 0) {
      state = State.CHUNK_END;
    }
    sink.onBody(data, false);
    return true;
  }

  private boolean chunkEnd(ByteBuf in) throws HttpSyntaxException {
    int at = in.readerIndex();
    if (in.isReadable() && in.getByte(at) != '\r') {
      throw broken("chunk longer than its size");
    }
    if (in.readableBytes() < 2) {
      return false;
    }
    if (in.getByte(at + 1) != '\n') {
      throw broken("chunk without its end");
    }
    in.skipBytes(2);
    state = State.CHUNK_LINE;
    return true;
  }

  private boolean trailers(ByteBuf in, Sink sink) throws HttpSyntaxException {
    int length = requireNonNull(trailerEnd).find(in);
    if (length < 0) {
      return false;
    }
    trailerEnd = null;
    state = State.DONE;
    if (length == 2) {
      in.skipBytes(2);
      sink.onBody(Unpooled.EMPTY_BUFFER, true);
      return false;
    }
    byte[] section = new byte[length];
    in.readBytes(section);
    FieldParser parser = new FieldParser(malformed, malformed);
    parser.parse(section, 0, limits.count());
    if (parser.chunked() || parser.length() >= 0 || parser.host() != null) {
      throw broken("trailer that belongs into the head");
    }
    sink.onTrailers(parser.fields());
    return false;
  }

  private HeadFinder trailerEnd() {
    FailureKind tooLarge =
        malformed == FailureKind.RESPONSE_MALFORMED
            ? FailureKind.RESPONSE_FIELDS_TOO_LARGE
            : FailureKind.REQUEST_FIELDS_TOO_LARGE;
    HeadFinder finder = new HeadFinder(limits, tooLarge, tooLarge, malformed);
    finder.withoutFirstLine();
    return finder;
  }

  private HttpSyntaxException broken(String detail) {
    return new HttpSyntaxException(malformed, detail);
  }
}
