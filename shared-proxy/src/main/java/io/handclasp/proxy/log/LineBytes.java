package io.handclasp.proxy.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line in the making, as the UTF-8 bytes that are written in the end. Not safe for use by several
 * threads.
 */
final class LineBytes {
  private static final int MOST_DIGITS = 20;

  private byte[] bytes;
  private int length;

  LineBytes(int room) {
    bytes = new byte[room];
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Back to what was there at that length. */
  void cut(int before) {
    length = before;
  }

  /** A copy of what was added from there on. */
  byte[] since(int before) {
    return Arrays.copyOfRange(bytes, before, length);
  }

  LineBytes add(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  /** An ASCII character. */
  LineBytes add(char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Any text. */
  LineBytes add(String text) {
    int before = length;
    int size = text.length();
    ensure(size);
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length = before;
        return add(text.getBytes(StandardCharsets.UTF_8));
      }
      bytes[length++] = (byte) c;
    }
    return this;
  }

  /**
   * A text that has only such characters.
   *
   * @param allowed by character; those beyond it are not
   * @return false where it has others; nothing was added then
   */
  boolean addIfOnly(CharSequence text, boolean[] allowed) {
    int size = text.length();
    ensure(size);
    int at = length;
    for (int i = 0; i < size; i++) {
      char c = text.charAt(i);
      if (c >= allowed.length || !allowed[c]) {
        return false;
      }
      bytes[at + i] = (byte) c;
    }
    length = at + size;
    return true;
  }

  LineBytes add(long number) {
    if (number < 0) {
      return add(Long.toString(number));
    }
    ensure(MOST_DIGITS);
    int end = length + digits(number);
    long rest = number;
    for (int at = end - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length = end;
    return this;
  }

  /** Three digits, with zeros in front. */
  LineBytes addThousandths(int number) {
    return add((char) ('0' + number / 100))
        .add((char) ('0' + number / 10 % 10))
        .add((char) ('0' + number % 10));
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
