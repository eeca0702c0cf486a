package io.handclasp.proxy.http;

import io.netty.buffer.ByteBuf;

/**
 * Finds the end of a head in bytes that come in pieces, and refuses on the way what no head may
 * have: a line feed without its carriage return, and more bytes than the limits allow. Remembers
 * how far it looked, so that slow senders cost nothing twice.
 */
final class HeadFinder {
  private final HeadLimits limits;
  private final FailureKind lineTooLong;
  private final FailureKind fieldsTooLarge;
  private final FailureKind malformed;
  private int scanned;
  private int lineStart;
  private int firstLineEnd;

  HeadFinder(
      HeadLimits limits,
      FailureKind lineTooLong,
      FailureKind fieldsTooLarge,
      FailureKind malformed) {
    this.limits = limits;
    this.lineTooLong = lineTooLong;
    this.fieldsTooLarge = fieldsTooLarge;
    this.malformed = malformed;
  }

  /**
   * Length of the head at the reader index, its empty line included, or -1 where more must come.
   * The next call begins anew after a length was returned.
   */
  int find(ByteBuf in) throws HttpSyntaxException {
    int base = in.readerIndex();
    int end = in.writerIndex();
    while (true) {
      int feed = in.indexOf(base + scanned, end, (byte) '\n');
      if (feed < 0) {
        scanned = end - base;
        checkSize(end - base);
        return -1;
      }
      int at = feed - base;
      if (at == 0 || in.getByte(feed - 1) != '\r') {
        throw new HttpSyntaxException(malformed, "line feed without carriage return");
      }
      scanned = at + 1;
      checkLine(at + 1);
      if (at == lineStart + 1 && firstLineEnd != 0) {
        return restart(at + 1);
      }
      lineStart = at + 1;
      if (firstLineEnd == 0) {
        firstLineEnd = at + 1;
      }
    }
  }

  /** Length of the first line with its end once that has come, else 0. */
  int firstLineEnd() {
    return firstLineEnd;
  }

  /** For a section without a first line (trailers): the empty line may come at once. */
  void withoutFirstLine() {
    firstLineEnd = Integer.MIN_VALUE;
  }

  private void checkLine(int upTo) throws HttpSyntaxException {
    if (firstLineEnd == 0 && upTo > limits.line() + 2) {
      throw new HttpSyntaxException(lineTooLong, "first line of " + upTo + " bytes");
    }
    checkSize(upTo);
  }

  private void checkSize(int bytes) throws HttpSyntaxException {
    if (firstLineEnd == 0) {
      if (bytes > limits.line() + 2) {
        throw new HttpSyntaxException(lineTooLong, "first line of more than " + limits.line());
      }
    } else if (bytes - Math.max(0, firstLineEnd) > limits.fields() + 2) {
      throw new HttpSyntaxException(fieldsTooLarge, "fields of more than " + limits.fields());
    }
  }

  private int restart(int length) {
    scanned = 0;
    lineStart = 0;
    firstLineEnd = 0;
    return length;
  }
}
