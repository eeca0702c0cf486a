package io.handclasp.handshake.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Walks the lines of a file, forward or from its end, in chunks; what is too long is cut. */
final class Lines {
  /** Four times what a record may have; the rest of a longer line is not worth the memory. */
  static final int LONGEST = 64 * 1024;

  private static final int CHUNK = 256 * 1024;

  private Lines() {}

  /** Takes one line. */
  interface Sink {
    /**
     * Called for each line, without its end.
     *
     * @param ended false where the file ends before the line does
     * @return false where no more lines are wanted
     */
    boolean line(byte[] line, boolean ended) throws IOException;
  }

  /**
   * From one place to another.
   *
   * @return the place behind the last line that has an end
   */
  static long forward(FileChannel in, long from, long to, Sink sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    ByteArrayOutputStream line = new ByteArrayOutputStream(8 * 1024);
    long at = from;
    long behind = from;
    while (at < to) {
      int length = read(in, at, to, chunk);
      if (length == 0) {
        break;
      }
      int begin = 0;
      for (int i = 0; i < length; i++) {
        if (chunk[i] == '\n') {
          keep(line, chunk, begin, i);
          begin = i + 1;
          behind = at + begin;
          byte[] whole = line.toByteArray();
          line.reset();
          if (!sink.line(whole, true)) {
            return behind;
          }
        }
      }
      keep(line, chunk, begin, length);
      at += length;
    }
    if (line.size() > 0) {
      sink.line(line.toByteArray(), false);
    }
    return behind;
  }

  private static void keep(ByteArrayOutputStream line, byte[] chunk, int begin, int end) {
    line.write(chunk, begin, Math.max(0, Math.min(end - begin, LONGEST - line.size())));
  }

  /**
   * From that place back to the file's start.
   *
   * @return false where the sink wanted no more
   */
  static boolean backward(FileChannel in, long to, Sink sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    byte[] rest = new byte[0];
    boolean ended = false;
    long at = to;
    while (at > 0) {
      long from = Math.max(0, at - CHUNK);
      int length = read(in, from, at, chunk);
      int end = length;
      for (int i = length - 1; i >= 0; i--) {
        if (chunk[i] == '\n') {
          byte[] line = joined(chunk, i + 1, end, rest);
          rest = new byte[0];
          end = i;
          if ((ended || line.length > 0) && !sink.line(line, ended)) {
            return false;
          }
          ended = true;
        }
      }
      rest = joined(chunk, 0, end, rest);
      at = from;
    }
    return rest.length == 0 || sink.line(rest, ended);
  }

  private static byte[] joined(byte[] chunk, int begin, int end, byte[] rest) {
    int length = end - begin;
    byte[] line = new byte[Math.min(LONGEST, length + rest.length)];
    int first = Math.min(length, line.length);
    System.arraycopy(chunk, begin, line, 0, first);
    System.arraycopy(rest, 0, line, first, line.length - first);
    return line;
  }

  /** Fills the chunk as far as the file and the place to stop at allow. */
  static int read(FileChannel in, long from, long to, byte[] chunk) throws IOException {
    int wanted = (int) Math.min(chunk.length, to - from);
    ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, wanted);
    while (buffer.hasRemaining()) {
      if (in.read(buffer, from + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.position();
  }

  /** Where a text of bytes stands next, or -1; skips as many bytes as it has (Horspool). */
  static int indexOf(byte[] text, int from, int to, byte[] wanted, int[] skips) {
    int last = wanted.length - 1;
    int at = from + last;
    while (at < to) {
      int b = text[at] & 0xff;
      if (b == (wanted[last] & 0xff) && matches(text, at - last, wanted)) {
        return at - last;
      }
      at += skips[b];
    }
    return -1;
  }

  private static boolean matches(byte[] text, int at, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (text[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  static int[] skips(byte[] wanted) {
    int[] skips = new int[256];
    Arrays.fill(skips, wanted.length);
    for (int i = 0; i < wanted.length - 1; i++) {
      skips[wanted[i] & 0xff] = wanted.length - 1 - i;
    }
    return skips;
  }
}
