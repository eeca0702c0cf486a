package io.handclasp.proxy.http;

import io.netty.util.AsciiString;
import java.util.Arrays;

/**
 * The path of a target in the one form that routes are compared with: without query, percent
 * encoding of unreserved characters undone, dot segments resolved, empty segments left out. What is
 * forwarded stays as it was sent.
 */
public final class RoutingPath {
  private static final AsciiString ROOT = AsciiString.cached("/");

  private RoutingPath() {}

  /**
   * The comparable path; {@code /} for the target {@code *}.
   *
   * @throws HttpSyntaxException where the path leads above the root, or holds an encoding that is
   *     none, an encoded NUL or a backslash
   */
  public static AsciiString of(AsciiString target) throws HttpSyntaxException {
    if (target.byteAt(0) != '/') {
      return ROOT;
    }
    int length = target.length();
    byte previous = 0;
    for (int i = 0; i < length; i++) {
      byte octet = target.byteAt(i);
      if (octet == '?') {
        return target.subSequence(0, i, false);
      }
      boolean plain =
          octet != '%' && octet != '\\' && !(previous == '/' && (octet == '/' || octet == '.'));
      if (!plain) {
        return resolve(target);
      }
      previous = octet;
    }
    return target;
  }

  private static AsciiString resolve(AsciiString target) throws HttpSyntaxException {
    byte[] decoded = decode(target);
    byte[] path = new byte[decoded.length + 1];
    int length = 0;
    int from = 1;
    for (int i = 1; i <= decoded.length; i++) {
      if (i < decoded.length && decoded[i] != '/') {
        continue;
      }
      int dots = dots(decoded, from, i);
      if (dots == 2) {
        length = parent(path, length);
      } else if (dots != 1 && i > from) {
        path[length++] = '/';
        System.arraycopy(decoded, from, path, length, i - from);
        length += i - from;
      }
      from = i + 1;
    }
    if (length == 0 || decoded[decoded.length - 1] == '/') {
      path[length++] = '/';
    }
    return new AsciiString(path, 0, length, false);
  }

  /** Undoes encodings that say the same as the character itself (RFC 3986 section 6.2.2.2). */
  private static byte[] decode(AsciiString target) throws HttpSyntaxException {
    byte[] decoded = new byte[target.length()];
    int to = 0;
    for (int i = 0; i < target.length() && target.byteAt(i) != '?'; i++) {
      byte octet = target.byteAt(i);
      if (octet == '\\') {
        throw refused("backslash in the path");
      }
      if (octet == '%') {
        int value = encoded(target, i);
        if (isUnreserved(value)) {
          octet = (byte) value;
          i += 2;
        }
      }
      decoded[to++] = octet;
    }
    return Arrays.copyOf(decoded, to);
  }

  private static int encoded(AsciiString target, int at) throws HttpSyntaxException {
    int high = at + 2 < target.length() ? Octets.hex(target.byteAt(at + 1)) : -1;
    int low = high < 0 ? -1 : Octets.hex(target.byteAt(at + 2));
    if (low < 0) {
      throw refused("percent sign without two hexadecimal digits");
    }
    int value = high << 4 | low;
    if (value == 0) {
      throw refused("encoded NUL in the path");
    }
    return value;
  }

  /** 1 or 2 for a dot segment, parameters behind it included as some servers drop them; else 0. */
  private static int dots(byte[] path, int from, int to) {
    int at = from;
    while (at < to && path[at] == '.') {
      at++;
    }
    boolean only = at == to || path[at] == ';';
    int dots = at - from;
    return only && dots <= 2 ? dots : 0;
  }

  private static int parent(byte[] path, int length) throws HttpSyntaxException {
    if (length == 0) {
      throw refused("path that leads above the root");
    }
    int at = length - 1;
    while (path[at] != '/') {
      at--;
    }
    return at;
  }

  private static boolean isUnreserved(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '.'
        || octet == '_'
        || octet == '~';
  }

  private static HttpSyntaxException refused(String detail) {
    return new HttpSyntaxException(FailureKind.REQUEST_PATH, detail);
  }
}
