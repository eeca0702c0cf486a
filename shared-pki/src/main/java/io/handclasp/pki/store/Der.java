package io.handclasp.pki.store;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One value of DER or BER: enough of ITU-T X.690 to read key files and PKCS12, and to write the few
 * structures that the JDK wants around a key. Lengths are checked against what is there; indefinite
 * lengths and octet strings in pieces, which some PKCS12 writers use, are understood. Good for
 * files and for showing what they hold; the judge of trust reads certificates by a strict reader of
 * its own, so that nothing can be read in two ways.
 */
public final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  public static final int OID = 0x06;
  static final int UTF8_STRING = 0x0C;
  static final int BMP_STRING = 0x1E;
  public static final int SEQUENCE = 0x30;
  static final int SET = 0x31;
  private static final int CONSTRUCTED = 0x20;
  private static final int CONTEXT = 0x80;
  private static final int DEEPEST = 64;

  private final byte[] bytes;
  private final int start;
  private final int contentStart;
  private final int contentEnd;
  private final int end;

  private Der(byte[] bytes, int start, int contentStart, int contentEnd, int end) {
    this.bytes = bytes;
    this.start = start;
    this.contentStart = contentStart;
    this.contentEnd = contentEnd;
    this.end = end;
  }

  /** The bytes are not what they should be. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The value that fills the bytes. */
  public static Der only(byte[] bytes) throws Malformed {
    Der value = read(bytes);
    if (value.end != bytes.length) {
      throw new Malformed("has more after its value");
    }
    return value;
  }

  /** The first value; what follows it is left alone. */
  static Der read(byte[] bytes) throws Malformed {
    return at(bytes, 0, bytes.length, 0);
  }

  private static Der at(byte[] bytes, int start, int limit, int depth) throws Malformed {
    if (depth > DEEPEST) {
      throw new Malformed("nested too deeply");
    }
    if (start + 2 > limit) {
      throw new Malformed("ends in the middle of a value");
    }
    if ((bytes[start] & 0x1F) == 0x1F) {
      throw new Malformed("has a tag of several bytes");
    }
    int first = bytes[start + 1] & 0xFF;
    if (first == 0x80) {
      return indefinite(bytes, start, limit, depth);
    }
    int lengthBytes = first < 0x80 ? 0 : first & 0x7F;
    if (lengthBytes > 4 || start + 2 + lengthBytes > limit) {
      throw new Malformed("has a length that does not fit");
    }
    long length = lengthBytes == 0 ? first : 0;
    for (int i = 0; i < lengthBytes; i++) {
      length = (length << 8) | (bytes[start + 2 + i] & 0xFF);
    }
    int content = start + 2 + lengthBytes;
    if (length > limit - content) {
      throw new Malformed("ends in the middle of a value");
    }
    int end = content + (int) length;
    return new Der(bytes, start, content, end, end);
  }

  // Values follow until two zero bytes where a value would begin (X.690, 8.1.3.6).
  private static Der indefinite(byte[] bytes, int start, int limit, int depth) throws Malformed {
    int at = start + 2;
    while (at + 2 <= limit) {
      if (bytes[at] == 0 && bytes[at + 1] == 0) {
        return new Der(bytes, start, start + 2, at, at + 2);
      }
      at = at(bytes, at, limit, depth + 1).end;
    }
    throw new Malformed("ends in the middle of a value");
  }

  /** The identifier octet. */
  public int tag() {
    return bytes[start] & 0xFF;
  }

  boolean isContext(int number) {
    return (tag() & ~CONSTRUCTED) == (CONTEXT | number);
  }

  /** The value with its tag and length. */
  byte[] encoded() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** What stands inside. */
  public byte[] content() {
    return Arrays.copyOfRange(bytes, contentStart, contentEnd);
  }

  /** The values inside. */
  public List<Der> children() throws Malformed {
    if ((tag() & CONSTRUCTED) == 0) {
      throw new Malformed("has a plain value where a structure belongs");
    }
    List<Der> children = new ArrayList<>();
    int at = contentStart;
    while (at < contentEnd) {
      Der child = at(bytes, at, contentEnd, 0);
      children.add(child);
      at = child.end;
    }
    return children;
  }

  /** The value inside at this place, which must be there. */
  Der child(int index) throws Malformed {
    List<Der> children = children();
    if (index >= children.size()) {
      throw new Malformed("lacks a value");
    }
    return children.get(index);
  }

  /** This value, which must have the given tag. */
  public Der expect(int tag) throws Malformed {
    if (tag() != tag) {
      throw new Malformed("has another type of value than belongs there");
    }
    return this;
  }

  /** The bytes of an octet string, also of one in pieces, whatever its tag. */
  byte[] octets() throws Malformed {
    if ((tag() & CONSTRUCTED) == 0) {
      return content();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Der piece : children()) {
      all.writeBytes(piece.octets());
    }
    return all.toByteArray();
  }

  BigInteger integer() throws Malformed {
    if (expect(INTEGER).contentStart == contentEnd) {
      throw new Malformed("has an empty number");
    }
    return new BigInteger(content());
  }

  /** A number that must be positive and small, such as an iteration count. */
  int count() throws Malformed {
    BigInteger value = integer();
    if (value.signum() <= 0 || value.bitLength() > 31) {
      throw new Malformed("has a count out of range");
    }
    return value.intValue();
  }

  String oid() throws Malformed {
    expect(OID);
    StringBuilder text = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    for (byte b : content()) {
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(b & 0x7F));
      if (b >= 0) {
        text.append(text.isEmpty() ? firstArcs(arc.intValue()) : "." + arc);
        arc = BigInteger.ZERO;
      }
    }
    return text.toString();
  }

  private static String firstArcs(int value) {
    int first = Math.min(value / 40, 2);
    return first + "." + (value - 40 * first);
  }

  // ---- writing ----

  static byte[] write(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    writeLength(whole, content.size());
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    byte[] digits = BigInteger.valueOf(length).toByteArray();
    int skip = digits[0] == 0 ? 1 : 0;
    out.write(0x80 | (digits.length - skip));
    out.write(digits, skip, digits.length - skip);
  }

  static byte[] sequence(byte[]... parts) {
    return write(SEQUENCE, parts);
  }

  /** A set in the order that DER asks for (X.690, 11.6). */
  static byte[] set(byte[]... parts) {
    byte[][] sorted = parts.clone();
    Arrays.sort(sorted, Arrays::compareUnsigned);
    return write(SET, sorted);
  }

  /** {@code [number] IMPLICIT OCTET STRING}. */
  static byte[] implicitOctets(int number, byte[] value) {
    return write(CONTEXT | number, value);
  }

  static byte[] integer(long value) {
    return write(INTEGER, BigInteger.valueOf(value).toByteArray());
  }

  static byte[] octetString(byte[] value) {
    return write(OCTET_STRING, value);
  }

  /** A constructed context-specific value: {@code [number] EXPLICIT}. */
  static byte[] context(int number, byte[]... parts) {
    return write(CONTEXT | CONSTRUCTED | number, parts);
  }

  static byte[] oid(String text) {
    String[] arcs = text.split("\\.");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    writeArc(content, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      writeArc(content, Long.parseLong(arcs[i]));
    }
    return write(OID, content.toByteArray());
  }

  private static void writeArc(ByteArrayOutputStream out, long arc) {
    for (int shift = 63 - 63 % 7; shift > 0; shift -= 7) {
      if (arc >>> shift != 0) {
        out.write((int) (((arc >>> shift) & 0x7F) | 0x80));
      }
    }
    out.write((int) (arc & 0x7F));
  }
}
