package io.handclasp.proxy.http;

import io.netty.util.AsciiString;

/** Host and port as they stand in {@code Host}, {@code :authority} and absolute targets. */
public final class Authority {
  private Authority() {}

  /**
   * Whether this is a host and an optional port (RFC 9110 section 7.2) of letters, digits and
   * {@code -._~}, or an IPv6 address in brackets. User information, percent and comma are refused.
   */
  public static boolean isValid(AsciiString text) {
    int end = hostEnd(text);
    if (end <= 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!Octets.isHost(text.byteAt(i))) {
        return false;
      }
    }
    return end == text.length() || isPort(text, end + 1);
  }

  /** The host in lower case, without port; brackets stay. */
  public static AsciiString host(AsciiString authority) {
    int end = Math.max(0, hostEnd(authority));
    return authority.subSequence(0, end, false).toLowerCase();
  }

  /** Whether two name the same host and port, where a port left out is {@code defaultPort}. */
  public static boolean same(AsciiString one, AsciiString other, int defaultPort) {
    if (one.contentEqualsIgnoreCase(other)) {
      return true;
    }
    return host(one).equals(host(other)) && port(one, defaultPort) == port(other, defaultPort);
  }

  private static int port(AsciiString authority, int defaultPort) {
    int end = hostEnd(authority);
    return end + 1 >= authority.length()
        ? defaultPort
        : authority.parseInt(end + 1, authority.length());
  }

  /** Index of the colon before the port or the length; -1 where brackets or colons do not fit. */
  private static int hostEnd(AsciiString text) {
    int length = text.length();
    if (length > 0 && text.byteAt(0) == '[') {
      int close = text.indexOf(']', 0);
      if (close < 3 || !isAddress(text, close)) {
        return -1;
      }
      int after = close + 1;
      return after == length || text.byteAt(after) == ':' ? after : -1;
    }
    for (int i = 0; i < length; i++) {
      byte octet = text.byteAt(i);
      if (octet == ':') {
        return i;
      }
      if (octet == '[' || octet == ']') {
        return -1;
      }
    }
    return length;
  }

  private static boolean isAddress(AsciiString text, int close) {
    for (int i = 1; i < close; i++) {
      byte octet = text.byteAt(i);
      if (Octets.hex(octet) < 0 && octet != ':' && octet != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPort(AsciiString text, int from) {
    int digits = text.length() - from;
    if (digits == 0 || digits > 5) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.byteAt(i) < '0' || text.byteAt(i) > '9') {
        return false;
      }
    }
    return text.parseInt(from, text.length()) <= 65_535;
  }
}
