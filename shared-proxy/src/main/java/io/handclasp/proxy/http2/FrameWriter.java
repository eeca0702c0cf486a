package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.GatheredOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.AsciiString;

/**
 * Writes frames into the output that all streams of a connection share. Field blocks are packed in
 * place, so that a head costs no buffer of its own. On the event loop of its connection.
 */
final class FrameWriter {
  /** The largest payload written, whatever more the peer would take: one TLS record's worth. */
  private static final int MAX_DATA = Frame.DEFAULT_MAX_SIZE;

  private static final AsciiString[] STATUS = statuses();

  private final GatheredOutput output;
  private final ByteBufAllocator allocator;
  private final DefaultHttp2HeadersEncoder encoder;
  private final FieldLines lines = new FieldLines();
  private long maxFieldSection = Long.MAX_VALUE;

  FrameWriter(GatheredOutput output, ByteBufAllocator allocator) {
    this.output = output;
    this.allocator = allocator;
    encoder = new DefaultHttp2HeadersEncoder((name, value) -> isLiteral(name), true);
  }

  /**
   * Fields that hold secrets are never put into the table, which requests of several callers share
   * (RFC 7541 section 7.1); nor what differs in each request, which would only drive out the rest.
   */
  private static boolean isLiteral(CharSequence name) {
    return name == FieldName.TRACEPARENT
        || name == FieldName.AUTHORIZATION
        || name == FieldName.COOKIE
        || name == FieldName.SET_COOKIE
        || name == FieldName.PROXY_AUTHORIZATION;
  }

  void preface() {
    output.room(64).writeBytes(Frame.preface());
  }

  /** SETTINGS, as pairs of identifier and value. */
  void settings(long... pairs) {
    int length = pairs.length * 3;
    ByteBuf out = head(length, Frame.SETTINGS, 0, 0);
    for (int i = 0; i < pairs.length; i += 2) {
      out.writeShort((int) pairs[i]).writeInt((int) pairs[i + 1]);
    }
  }

  void settingsAck() {
    head(0, Frame.SETTINGS, Frame.ACK, 0);
  }

  void ping(long data, boolean ack) {
    head(8, Frame.PING, ack ? Frame.ACK : 0, 0).writeLong(data);
  }

  void goAway(int lastStream, ErrorCode code) {
    head(8, Frame.GOAWAY, 0, 0).writeInt(lastStream).writeInt(code.code());
  }

  void reset(int stream, ErrorCode code) {
    head(4, Frame.RST_STREAM, 0, stream).writeInt(code.code());
  }

  void windowUpdate(int stream, int increment) {
    head(4, Frame.WINDOW_UPDATE, 0, stream).writeInt(increment);
  }

  /** Writes a part of a body that flow control allows; the bytes are taken over. */
  void data(int stream, ByteBuf data, boolean endStream) {
    while (data.readableBytes() > MAX_DATA) {
      head(MAX_DATA, Frame.DATA, 0, stream);
      output.append(data.readRetainedSlice(MAX_DATA));
    }
    int length = data.readableBytes();
    int flags = endStream ? Frame.END_STREAM : 0;
    if (length <= GatheredOutput.COPIED) {
      head(length, Frame.DATA, flags, stream, length).writeBytes(data);
      data.release();
    } else {
      head(length, Frame.DATA, flags, stream);
      output.append(data);
    }
  }

  /** Ends a stream without more. */
  void end(int stream) {
    head(0, Frame.DATA, Frame.END_STREAM, stream);
  }

  void request(int stream, RequestHead head, boolean endStream) {
    lines.reset();
    AsciiString upgrade = head.upgrade();
    lines.line(Pseudo.METHOD, upgrade == null ? head.method() : Method.CONNECT);
    if (upgrade != null) {
      lines.line(Pseudo.PROTOCOL, upgrade);
    }
    lines.line(Pseudo.SCHEME, head.scheme());
    lines.line(Pseudo.AUTHORITY, head.authority());
    lines.line(Pseudo.PATH, head.target());
    addAll(head.fields());
    addLength(head.framing());
    block(stream, endStream);
  }

  /**
   * @param upgraded whether a 101 has to be told as 200 (RFC 8441)
   */
  void response(int stream, ResponseHead head, boolean upgraded, boolean endStream) {
    lines.reset();
    lines.line(Pseudo.STATUS, STATUS[upgraded ? 200 : head.status()]);
    if (upgraded) {
      addAllButUpgrade(head.fields());
    } else {
      addAll(head.fields());
    }
    addLength(head.framing());
    block(stream, endStream);
  }

  void trailers(int stream, Fields trailers) {
    lines.reset();
    addAll(trailers);
    block(stream, true);
  }

  private void addAll(Fields fields) {
    for (int line = 0; line < fields.size(); line++) {
      lines.line(fields.name(line), fields.value(line));
    }
  }

  /** Which protocol was changed to is known from the request. */
  private void addAllButUpgrade(Fields fields) {
    for (int line = 0; line < fields.size(); line++) {
      if (!fields.name(line).equals(FieldName.UPGRADE)) {
        lines.line(fields.name(line), fields.value(line));
      }
    }
  }

  private void addLength(BodyFraming framing) {
    if (framing.length() >= 0) {
      lines.line(FieldName.CONTENT_LENGTH, digits(framing.length()));
    }
  }

  /** Whether the peer is ready to take that many bytes of fields; it said so in its SETTINGS. */
  boolean fits(RequestHead head) {
    if (maxFieldSection == Long.MAX_VALUE) {
      return true;
    }
    long size = 5 * 48 + head.authority().length() + (long) head.target().length();
    Fields fields = head.fields();
    for (int line = 0; line < fields.size(); line++) {
      size += 32 + fields.name(line).length() + (long) fields.value(line).length();
    }
    return size <= maxFieldSection;
  }

  void maxFieldSection(long most) {
    maxFieldSection = most;
  }

  /** The peer's limit for the table of our packed fields. */
  void maxTable(long bytes) throws ConnectionError {
    try {
      encoder.configuration().maxHeaderTableSize(bytes);
    } catch (Http2Exception e) {
      throw ConnectionError.protocol("SETTINGS_HEADER_TABLE_SIZE of " + bytes);
    }
  }

  void close() {
    encoder.close();
  }

  private void block(int stream, boolean endStream) {
    ByteBuf out = output.room(512);
    int begin = out.writerIndex();
    out.writeZero(Frame.HEAD);
    try {
      encoder.encodeHeaders(stream, lines, out);
    } catch (Http2Exception e) {
      // The encoder was told to mind no limit, and knows no other reason.
      throw new IllegalStateException("HPACK", e);
    }
    int length = out.writerIndex() - begin - Frame.HEAD;
    int flags = endStream ? Frame.END_STREAM : 0;
    if (length <= Frame.DEFAULT_MAX_SIZE) {
      setHead(out, begin, length, Frame.HEADERS, flags | Frame.END_HEADERS, stream);
    } else {
      setHead(out, begin, Frame.DEFAULT_MAX_SIZE, Frame.HEADERS, flags, stream);
      splitBlock(out, begin + Frame.HEAD + Frame.DEFAULT_MAX_SIZE, stream);
    }
  }

  /** What is too long for one frame is moved into CONTINUATION frames. */
  private void splitBlock(ByteBuf out, int from, int stream) {
    ByteBuf rest = allocator.buffer(out.writerIndex() - from);
    rest.writeBytes(out, from, out.writerIndex() - from);
    out.writerIndex(from);
    while (rest.isReadable()) {
      int part = Math.min(rest.readableBytes(), Frame.DEFAULT_MAX_SIZE);
      int flags = part == rest.readableBytes() ? Frame.END_HEADERS : 0;
      int begin = out.writerIndex();
      out.writeZero(Frame.HEAD);
      setHead(out, begin, part, Frame.CONTINUATION, flags, stream);
      out.writeBytes(rest, part);
    }
    rest.release();
  }

  private ByteBuf head(int length, int type, int flags, int stream) {
    return head(length, type, flags, stream, 32);
  }

  private ByteBuf head(int length, int type, int flags, int stream, int room) {
    ByteBuf out = output.room(Frame.HEAD + room);
    out.writeInt(length << 8 | type);
    out.writeByte(flags);
    out.writeInt(stream);
    return out;
  }

  private static void setHead(ByteBuf out, int at, int length, int type, int flags, int stream) {
    out.setInt(at, length << 8 | type);
    out.setByte(at + 4, flags);
    out.setInt(at + 5, stream);
  }

  private static AsciiString digits(long number) {
    return number < 1000 && number >= 100
        ? STATUS[(int) number]
        : AsciiString.cached(Long.toString(number));
  }

  private static AsciiString[] statuses() {
    AsciiString[] texts = new AsciiString[1000];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = AsciiString.cached(Integer.toString(i));
    }
    return texts;
  }
}
