package io.handclasp.pki.inspect;

import java.util.ArrayList;
import java.util.List;

/**
 * Just enough DER to read the key identifiers and addresses that the JDK leaves as bytes. Bounded
 * by the array it is given; definite lengths only, as RFC 5280 wants.
 */
final class Der {
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private final int tag;
  private final byte[] content;

  private Der(int tag, byte[] content) {
    this.tag = tag;
    this.content = content;
  }

  /** The identifier octet. */
  int tag() {
    return tag;
  }

  /** What stands inside. */
  byte[] content() {
    return content.clone();
  }

  /**
   * Reads the elements that stand one after the other.
   *
   * @throws IllegalArgumentException where the bytes are not DER
   */
  static List<Der> read(byte[] bytes) {
    List<Der> elements = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int tag = octet(bytes, at);
      int length = octet(bytes, at + 1);
      at += 2;
      if (length >= 0x80) {
        int count = length - 0x80;
        if (count < 1 || count > 3) {
          throw new IllegalArgumentException("DER length of " + count + " octets");
        }
        length = 0;
        for (int i = 0; i < count; i++) {
          length = length << 8 | octet(bytes, at++);
        }
      }
      if (length > bytes.length - at) {
        throw new IllegalArgumentException("DER element of " + length + " octets is cut off");
      }
      byte[] content = new byte[length];
      System.arraycopy(bytes, at, content, 0, length);
      elements.add(new Der(tag, content));
      at += length;
    }
    return elements;
  }

  /** The only element of the bytes, which must have the tag. */
  static Der one(byte[] bytes, int tag) {
    List<Der> elements = read(bytes);
    if (elements.size() != 1 || elements.get(0).tag() != tag) {
      throw new IllegalArgumentException("DER element with tag " + tag + " expected");
    }
    return elements.get(0);
  }

  /** The elements inside this one. */
  List<Der> children() {
    return read(content);
  }

  private static int octet(byte[] bytes, int at) {
    if (at >= bytes.length) {
      throw new IllegalArgumentException("DER element is cut off");
    }
    return bytes[at] & 0xff;
  }
}
