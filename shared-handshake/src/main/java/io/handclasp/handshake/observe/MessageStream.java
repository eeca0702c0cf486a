package io.handclasp.handshake.observe;

import java.util.Arrays;

/**
 * Joins the handshake messages of one direction from the payloads of its records. Holds at most
 * {@value #LONGEST} bytes; of a longer message only the beginning is kept.
 */
final class MessageStream {
  /** Length of a message's header. */
  static final int HEADER = 4;

  private static final int LONGEST = 128 * 1024;

  private final Sink sink;
  private byte[] held = new byte[0];
  private int filled;
  private int skipped;

  MessageStream(Sink sink) {
    this.sink = sink;
  }

  /** Takes the payload of one record. */
  void feed(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at += filled == 0 ? whole(bytes, at, end) : rest(bytes, at, end);
    }
  }

  /** Bytes of a message that has begun and is not complete; 0 where there is none. */
  int pending() {
    return filled + skipped;
  }

  /** Length with header that the unfinished message announces; 0 where not even that is known. */
  int announced() {
    return filled < HEADER ? 0 : total(held, 0);
  }

  /** Type of the unfinished message; -1 where there is none. */
  int pendingType() {
    return filled == 0 ? -1 : held[0] & 0xff;
  }

  /** Mostly a message lies in its record as a whole and is read where it lies. */
  private int whole(byte[] bytes, int at, int end) {
    if (end - at >= HEADER) {
      int total = total(bytes, at);
      if (total <= end - at) {
        sink.onMessage(bytes[at] & 0xff, bytes, at + HEADER, total - HEADER, total);
        return total;
      }
    }
    return keep(bytes, at, end - at);
  }

  private int rest(byte[] bytes, int at, int end) {
    if (filled < HEADER) {
      return keep(bytes, at, Math.min(HEADER - filled, end - at)) + completeIfEmpty();
    }
    int total = total(held, 0);
    int size = Math.min(total - filled - skipped, end - at);
    keep(bytes, at, size);
    if (filled + skipped == total) {
      complete(total);
    }
    return size;
  }

  private int completeIfEmpty() {
    if (filled == HEADER && total(held, 0) == HEADER) {
      complete(HEADER);
    }
    return 0;
  }

  private int keep(byte[] bytes, int at, int size) {
    int kept = Math.min(size, LONGEST - filled);
    if (held.length < filled + kept) {
      held = Arrays.copyOf(held, Math.min(LONGEST, Math.max(2 * held.length, filled + kept)));
    }
    System.arraycopy(bytes, at, held, filled, kept);
    filled += kept;
    skipped += size - kept;
    return size;
  }

  private void complete(int total) {
    int body = filled - HEADER;
    filled = 0;
    skipped = 0;
    sink.onMessage(held[0] & 0xff, held, HEADER, body, total);
  }

  private static int total(byte[] bytes, int at) {
    return HEADER
        + (((bytes[at + 1] & 0xff) << 16) | ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff));
  }

  /** Takes the messages. */
  interface Sink {
    /**
     * A message; the array is valid during the call only.
     *
     * @param length of the body from {@code offset}; less than announced for very long messages
     * @param total length on the wire with header
     */
    void onMessage(int type, byte[] bytes, int offset, int length, int total);
  }
}
