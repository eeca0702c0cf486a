package io.handclasp.proxy.http;

/** Which bytes may stand where (RFC 9110 section 5.6, RFC 9112 section 3). */
public final class Octets {
  /** Lower case of each byte that may stand in a token, 0 for the others. */
  private static final byte[] TOKEN = new byte[256];

  /** Whether a byte may stand in a field value, by its unsigned value. */
  private static final boolean[] VALUE = new boolean[256];

  /** Whether a byte may stand in a host and port. */
  private static final boolean[] HOST = new boolean[256];

  private static final byte[] HEX = new byte[256];

  static {
    for (int c = 0; c < 256; c++) {
      boolean digit = c >= '0' && c <= '9';
      boolean upper = c >= 'A' && c <= 'Z';
      boolean lower = c >= 'a' && c <= 'z';
      if (digit || upper || lower || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
        TOKEN[c] = (byte) (upper ? c + 32 : c);
      }
      VALUE[c] = c == '\t' || (c >= ' ' && c != 127);
      HOST[c] = digit || upper || lower || "-._~:[]".indexOf(c) >= 0;
      HEX[c] = (byte) Character.digit(c < 128 ? c : 0, 16);
    }
  }

  private Octets() {}

  /** The lower case of a byte that may stand in a token (a method, a field name), else 0. */
  public static byte tokenLower(byte octet) {
    return TOKEN[octet & 0xff];
  }

  /** Whether the byte may stand in a field value: no control character but the tab. */
  public static boolean isFieldValue(byte octet) {
    return VALUE[octet & 0xff];
  }

  /** Whether the byte may stand in a request target: visible ASCII but {@code #}. */
  public static boolean isTarget(byte octet) {
    return octet > ' ' && octet < 127 && octet != '#';
  }

  static boolean isHost(byte octet) {
    return HOST[octet & 0xff];
  }

  /** The value of a hexadecimal digit, else -1. */
  public static int hex(byte octet) {
    return HEX[octet & 0xff];
  }

  static boolean isSpace(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
