package io.handclasp.pki.trust;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** IP addresses written out (RFC 4291 §2.2 and dotted quads), without asking any name service. */
final class IpText {
  private static final int GROUPS = 8;

  private IpText() {}

  /** The 4 or 16 octets; null where the text is no IP address. Brackets around IPv6 are allowed. */
  static byte @Nullable [] parse(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      return v6(text.substring(1, text.length() - 1));
    }
    return text.indexOf(':') >= 0 ? v6(text) : v4(text);
  }

  private static byte @Nullable [] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    byte[] octets = new byte[4];
    for (int i = 0; i < 4; i++) {
      int value = number(parts[i], 10, 3);
      boolean leadingZero = parts[i].length() > 1 && parts[i].charAt(0) == '0';
      if (value < 0 || value > 255 || leadingZero) {
        return null;
      }
      octets[i] = (byte) value;
    }
    return octets;
  }

  private static byte @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      List<Integer> groups = groups(text);
      return groups == null || groups.size() != GROUPS ? null : octets(groups, List.of());
    }
    List<Integer> head = groups(text.substring(0, gap));
    List<Integer> tail = groups(text.substring(gap + 2));
    if (head == null || tail == null || head.size() + tail.size() >= GROUPS) {
      return null;
    }
    return octets(head, tail);
  }

  private static @Nullable List<Integer> groups(String text) {
    List<Integer> groups = new ArrayList<>();
    if (text.isEmpty()) {
      return groups;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      byte[] quad = i == parts.length - 1 ? v4(parts[i]) : null;
      if (quad != null) {
        groups.add(ByteBuffer.wrap(quad).getShort(0) & 0xffff);
        groups.add(ByteBuffer.wrap(quad).getShort(2) & 0xffff);
        continue;
      }
      int value = number(parts[i], 16, 4);
      if (value < 0) {
        return null;
      }
      groups.add(value);
    }
    return groups;
  }

  private static byte[] octets(List<Integer> head, List<Integer> tail) {
    ByteBuffer octets = ByteBuffer.allocate(2 * GROUPS);
    head.forEach(g -> octets.putShort(g.shortValue()));
    octets.position(2 * (GROUPS - tail.size()));
    tail.forEach(g -> octets.putShort(g.shortValue()));
    return octets.array();
  }

  private static int number(String text, int radix, int longest) {
    if (text.isEmpty() || text.length() > longest) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }
}
