package io.handclasp.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Frames by hand, and what was written taken apart, without the code under test. */
final class Raw {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int PRIORITISED = 32;

  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private Raw() {}

  /** A frame that was written. */
  @SuppressWarnings("ArrayRecordComponent") // Looked at once, never compared.
  record Seen(int type, int flags, int stream, byte[] payload) {
    int number() {
      return Unpooled.wrappedBuffer(payload).readInt();
    }

    /** The code in RST_STREAM or GOAWAY. */
    ErrorCode code() {
      return ErrorCode.of(Unpooled.wrappedBuffer(payload).getInt(type == GOAWAY ? 4 : 0));
    }

    boolean has(int flag) {
      return (flags & flag) != 0;
    }
  }

  static ByteBuf frame(int type, int flags, int stream, byte... payload) {
    return Unpooled.buffer()
        .writeMedium(payload.length)
        .writeByte(type)
        .writeByte(flags)
        .writeInt(stream)
        .writeBytes(payload);
  }

  static ByteBuf settings(long... pairs) {
    ByteBuf payload = Unpooled.buffer();
    for (int i = 0; i < pairs.length; i += 2) {
      payload.writeShort((int) pairs[i]).writeInt((int) pairs[i + 1]);
    }
    return frame(SETTINGS, 0, 0, bytes(payload));
  }

  static ByteBuf headers(int stream, boolean last, String... namesAndValues) {
    int flags = END_HEADERS | (last ? END_STREAM : 0);
    return frame(HEADERS, flags, stream, block(namesAndValues));
  }

  static ByteBuf data(int stream, boolean last, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return frame(DATA, last ? END_STREAM : 0, stream, bytes);
  }

  static ByteBuf reset(int stream, int code) {
    return frame(RST_STREAM, 0, stream, number(code));
  }

  static ByteBuf windowUpdate(int stream, int increment) {
    return frame(WINDOW_UPDATE, 0, stream, number(increment));
  }

  static byte[] number(int number) {
    return bytes(Unpooled.buffer().writeInt(number));
  }

  /** A field block of literals that are not indexed (RFC 7541 section 6.2.2). */
  static byte[] block(String... namesAndValues) {
    ByteBuf block = Unpooled.buffer();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.writeByte(0);
      text(block, namesAndValues[i]);
      text(block, namesAndValues[i + 1]);
    }
    return bytes(block);
  }

  static String[] get(String path, String... more) {
    String[] all = new String[8 + more.length];
    String[] usual = {
      ":method", "GET", ":scheme", "http", ":authority", "example.org", ":path", path
    };
    System.arraycopy(usual, 0, all, 0, 8);
    System.arraycopy(more, 0, all, 8, more.length);
    return all;
  }

  private static void text(ByteBuf block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      block.writeByte(bytes.length);
    } else {
      block.writeByte(127);
      int rest = bytes.length - 127;
      while (rest >= 128) {
        block.writeByte((rest & 127) | 128);
        rest >>>= 7;
      }
      block.writeByte(rest);
    }
    block.writeBytes(bytes);
  }

  static byte[] bytes(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    buffer.release();
    return bytes;
  }

  /** All frames written since the last call. */
  static List<Seen> seen(EmbeddedChannel channel) {
    channel.runPendingTasks();
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    if (all.readableBytes() >= 24 && all.getByte(0) == 'P' && all.getByte(1) == 'R') {
      all.skipBytes(24);
    }
    List<Seen> frames = new ArrayList<>();
    while (all.isReadable()) {
      int length = all.readUnsignedMedium();
      int type = all.readByte();
      int flags = all.readByte();
      int stream = all.readInt();
      byte[] payload = new byte[length];
      all.readBytes(payload);
      frames.add(new Seen(type, flags, stream, payload));
    }
    all.release();
    return frames;
  }
}
