package io.handclasp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The little that the load's client and origin must know of a message's head (RFC 9112), read where
 * it lies: what they spend of two cores, the pairs do not get.
 */
final class MessageHead {
  private static final ByteBuf END = text("\r\n\r\n");
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
  private static final ByteBuf SUCCESS = text("HTTP/1.1 200");

  private MessageHead() {}

  /** How many of the readable bytes are the head, its empty line with it; 0 while it goes on. */
  static int length(ByteBuf in) {
    int at = ByteBufUtil.indexOf(END, in);
    return at < 0 ? 0 : at - in.readerIndex() + END.readableBytes();
  }

  /** What {@code Content-Length} says in a head of so many bytes, or -1 where it is not there. */
  static long contentLength(ByteBuf in, int head) {
    int value = behind(LENGTH, in, head);
    return value < 0 ? -1 : number(in, value, in.readerIndex() + head);
  }

  /** Whether a head of so many bytes says that its connection ends, as proxies write that. */
  static boolean endsConnection(ByteBuf in, int head) {
    return behind(CLOSE, in, head) >= 0;
  }

  /** Where the line that begins so goes on, or -1 where there is none. */
  private static int behind(byte[] lowerCase, ByteBuf in, int head) {
    int end = in.readerIndex() + head;
    int line = in.readerIndex();
    while (line < end) {
      if (is(in, line, end, lowerCase)) {
        return line + lowerCase.length;
      }
      int feed = in.indexOf(line, end, (byte) '\n');
      line = feed < 0 ? end : feed + 1;
    }
    return -1;
  }

  /** Whether an answer says 200. */
  static boolean isSuccess(ByteBuf in) {
    return startsWith(in, SUCCESS);
  }

  /** Whether the readable bytes begin so. */
  static boolean startsWith(ByteBuf in, ByteBuf text) {
    int length = text.readableBytes();
    return in.readableBytes() >= length
        && ByteBufUtil.equals(in, in.readerIndex(), text, text.readerIndex(), length);
  }

  /** That text, to be looked for. */
  static ByteBuf text(String text) {
    return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  /** Names are told apart without regard to case. */
  private static boolean is(ByteBuf in, int from, int end, byte[] lowerCase) {
    if (end - from < lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      byte letter = in.getByte(from + i);
      if ((letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(ByteBuf in, int from, int end) {
    long value = 0;
    for (int at = from; at < end && in.getByte(at) != '\r'; at++) {
      byte digit = in.getByte(at);
      if (digit >= '0' && digit <= '9') {
        value = value * 10 + (digit - '0');
      }
    }
    return value;
  }
}
