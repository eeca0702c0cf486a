package io.handclasp.handshake.observe;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Describes bytes that are not TLS, without what a request line may hide behind its path. */
final class ForeignBytes {
  private static final int LONGEST_HEX = 16;

  private ForeignBytes() {}

  /** The first line where it is text, up to a question mark; hexadecimal otherwise. */
  static String describe(byte[] head) {
    int end = 0;
    while (end < head.length && Printable.isPrintable(head[end]) && head[end] != '?') {
      end++;
    }
    if (end < Math.min(4, head.length) && !endsLine(head, end)) {
      return "0x" + HexFormat.of().formatHex(head, 0, Math.min(head.length, LONGEST_HEX));
    }
    return new String(head, 0, end, StandardCharsets.US_ASCII);
  }

  private static boolean endsLine(byte[] head, int at) {
    return at > 0 && (head[at] == '\r' || head[at] == '\n');
  }
}
