package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.Octets;
import io.netty.util.AsciiString;

/** Which texts may stand where (RFC 9110 sections 5.1 and 5.5, RFC 9113 section 8.2.1). */
final class Syntax {
  private Syntax() {}

  /** A token without upper-case letters. */
  static boolean isName(AsciiString name) {
    byte[] bytes = name.array();
    int end = name.arrayOffset() + name.length();
    for (int i = name.arrayOffset(); i < end; i++) {
      if (bytes[i] == 0 || Octets.tokenLower(bytes[i]) != bytes[i]) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** A token: upper-case letters too. */
  static boolean isToken(AsciiString token) {
    byte[] bytes = token.array();
    int end = token.arrayOffset() + token.length();
    for (int i = token.arrayOffset(); i < end; i++) {
      if (Octets.tokenLower(bytes[i]) == 0) {
        return false;
      }
    }
    return !token.isEmpty();
  }

  /** No control byte but a tab within, no white space around. */
  static boolean isValue(AsciiString value) {
    int length = value.length();
    if (length == 0) {
      return true;
    }
    byte[] bytes = value.array();
    int begin = value.arrayOffset();
    int end = begin + length;
    if (isBlank(bytes[begin]) || isBlank(bytes[end - 1])) {
      return false;
    }
    for (int i = begin; i < end; i++) {
      if (!Octets.isFieldValue(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  /** Visible ASCII without a fragment: a path with query. */
  static boolean isTarget(AsciiString text) {
    byte[] bytes = text.array();
    int end = text.arrayOffset() + text.length();
    for (int i = text.arrayOffset(); i < end; i++) {
      if (!Octets.isTarget(bytes[i])) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The number in a {@code content-length}, or -1 where it is none that fits a long. */
  static long length(AsciiString digits) {
    int count = digits.length();
    if (count == 0 || count > 18) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < count; i++) {
      int digit = digits.byteAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
