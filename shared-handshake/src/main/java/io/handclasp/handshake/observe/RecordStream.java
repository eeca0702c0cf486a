package io.handclasp.handshake.observe;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Cuts one direction's bytes into TLS records (RFC 8446 section 5.1), however the network cut them.
 * Holds at most one record.
 */
final class RecordStream {
  /** Length of a record's header. */
  static final int HEADER = 5;

  /** Longest record that anybody may send: 2^14 and what a cipher may add (RFC 5246). */
  private static final int LONGEST = 16_384 + 2_048;

  private final Sink sink;
  private byte[] record = new byte[1024];
  private int filled;
  private int wanted = 1;
  private boolean started;
  private boolean stopped;
  private boolean foreign;

  RecordStream(Sink sink) {
    this.sink = sink;
  }

  /** Looks at the readable bytes; leaves the buffer as it was. */
  void feed(ByteBuf in) {
    int index = in.readerIndex();
    int end = in.writerIndex();
    while (index < end && !stopped) {
      int size = Math.min(wanted - filled, end - index);
      in.getBytes(index, record, filled, size);
      filled += size;
      index += size;
      if (filled == wanted) {
        step(in, index);
      }
    }
  }

  /** Octets of a record that has begun and is not complete; 0 where there is none. */
  int pending() {
    return foreign ? 0 : filled;
  }

  /** How long the record that is not complete would be. */
  String announced() {
    return wanted > HEADER ? wanted + " bytes announced" : "amid the header";
  }

  /** Looks no further; what is held is dropped. */
  void stop() {
    stopped = true;
    record = new byte[0];
  }

  boolean stopped() {
    return stopped;
  }

  private void step(ByteBuf in, int index) {
    if (filled == 1) {
      checkFirstByte(in, index);
    } else if (filled == HEADER && wanted == HEADER) {
      readHeader();
    }
    if (!stopped && filled == wanted) {
      emit();
    }
  }

  private void checkFirstByte(ByteBuf in, int index) {
    int type = record[0] & 0xff;
    if (type >= ContentType.CHANGE_CIPHER_SPEC && type <= ContentType.HEARTBEAT) {
      wanted = HEADER;
    } else {
      notTls(in, index);
    }
  }

  private void notTls(ByteBuf in, int index) {
    boolean first = !started;
    foreign = true;
    byte[] head = new byte[1 + Math.min(63, in.writerIndex() - index)];
    head[0] = record[0];
    in.getBytes(index, head, 1, head.length - 1);
    stop();
    sink.onForeign(first, head);
  }

  private void readHeader() {
    int length = ((record[3] & 0xff) << 8) | (record[4] & 0xff);
    if (record[1] != 3 || length > LONGEST) {
      byte[] head = Arrays.copyOf(record, HEADER);
      foreign = true;
      stop();
      sink.onForeign(!started, head);
      return;
    }
    wanted = HEADER + length;
    if (record.length < wanted) {
      record = Arrays.copyOf(record, wanted);
    }
  }

  private void emit() {
    int length = filled - HEADER;
    filled = 0;
    wanted = 1;
    started = true;
    sink.onRecord(record[0] & 0xff, record, length);
  }

  /** Takes what was cut. */
  interface Sink {
    /**
     * A whole record. The array belongs to the stream and is valid during the call only.
     *
     * @param record header and payload
     * @param length of the payload, which begins behind the {@link #HEADER}
     */
    void onRecord(int type, byte[] record, int length);

    /**
     * Bytes that are no TLS record; nothing follows.
     *
     * @param first true where nothing went before
     */
    void onForeign(boolean first, byte[] head);
  }
}
