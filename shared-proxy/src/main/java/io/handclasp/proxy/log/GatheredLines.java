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
    out.write(taken, 0, size);
    out.flush();
    return true;
  }
}
