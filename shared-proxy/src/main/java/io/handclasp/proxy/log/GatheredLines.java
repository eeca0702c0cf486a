package io.handclasp.proxy.log;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whole lines on their way to the output: any thread adds, one writes all that gathered meanwhile.
 * What a line costs the thread that adds it is a copy under a lock that nobody holds for longer.
 */
final class GatheredLines {
  /** Java copies each piece once more on its way; one of this size needs no fresh memory for it. */
  private static final int PIECE = 32 * 1_024;

  private final int most;
  private byte[] bytes;
  private byte[] spare;
  private int length;
  private int lines;
  private @Nullable Thread waiting;

  /** At most so many bytes wait. */
  GatheredLines(int most) {
    this.most = most;
    bytes = new byte[most / 64];
    spare = new byte[most / 64];
  }

  /**
   * Adds a line with its end.
   *
   * @return false where too much waits already
   */
  boolean add(byte[] line, int size) {
    Thread wake;
    synchronized (this) {
      int end = length + size;
      if (end > most) {
        return false;
      }
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(2 * bytes.length, end)));
      }
      System.arraycopy(line, 0, bytes, length, size);
      length = end;
      lines++;
      wake = waiting;
      waiting = null;
    }
    if (wake != null) {
      LockSupport.unpark(wake);
    }
    return true;
  }

  /** Lines that wait. */
  synchronized int size() {
    return lines;
  }

  /**
   * Writes what gathered. On the one thread that writes.
   *
   * @return false where there is nothing; the thread is unparked once there is
   */
  boolean writeTo(OutputStream out) throws IOException {
    byte[] taken;
    int size;
    synchronized (this) {
      if (length == 0) {
        waiting = Thread.currentThread();
        return false;
      }
      taken = bytes;
      size = length;
      bytes = spare;
      spare = taken;
      length = 0;
      lines = 0;
    }
    for (int from = 0; from < size; ) {
      int to = endOfPiece(taken, from, size);
      out.write(taken, from, to - from);
      from = to;
    }
    out.flush();
    return true;
  }

  /** Whole lines, so that what others write to the same output comes in between. */
  private static int endOfPiece(byte[] bytes, int from, int size) {
    int to = Math.min(size, from + PIECE);
    if (to == size) {
      return to;
    }
    for (int i = to; i > from; i--) {
      if (bytes[i - 1] == '\n') {
        return i;
      }
    }
    return to;
  }
}
