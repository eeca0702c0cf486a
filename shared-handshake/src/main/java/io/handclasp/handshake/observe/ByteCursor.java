package io.handclasp.handshake.observe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads numbers and fields from bytes that a stranger sent. Never throws for what they hold: past
 * the end it yields zeros and empty parts and says so in {@link #overrun()}.
 */
final class ByteCursor {
  private final byte[] bytes;
  private int position;
  private final int end;
  private boolean overrun;

  ByteCursor(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = Math.min(bytes.length, offset + length);
  }

  int remaining() {
    return end - position;
  }

  boolean hasMore() {
    return position < end;
  }

  /** True where more was read than was there: the message is malformed. */
  boolean overrun() {
    return overrun;
  }

  int u8() {
    if (position >= end) {
      overrun = true;
      return 0;
    }
    return bytes[position++] & 0xff;
  }

  int u16() {
    return (u8() << 8) | u8();
  }

  int u24() {
    return (u16() << 8) | u8();
  }

  void skip(int length) {
    position += clip(length);
  }

  /** The next {@code length} bytes as a cursor of their own. */
  ByteCursor part(int length) {
    int size = clip(length);
    ByteCursor part = new ByteCursor(bytes, position, size);
    position += size;
    return part;
  }

  byte[] copy(int length) {
    int size = clip(length);
    byte[] copy = Arrays.copyOfRange(bytes, position, position + size);
    position += size;
    return copy;
  }

  String ascii(int length) {
    int size = clip(length);
    String text = new String(bytes, position, size, StandardCharsets.US_ASCII);
    position += size;
    return text;
  }

  private int clip(int length) {
    if (length > end - position) {
      overrun = true;
      return end - position;
    }
    return length;
  }
}
