package io.handclasp.pki.trust;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes DER by hand, for what no issuing library would write. */
final class DerWriter {
  private DerWriter() {}

  static byte[] tag(int tag, byte[]... contents) {
    byte[] content = concat(contents);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length >= 0x10000) {
      out.write(0x83);
      out.write(content.length >> 16);
      out.write(content.length >> 8);
    } else if (content.length >= 0x100) {
      out.write(0x82);
      out.write(content.length >> 8);
    } else if (content.length >= 0x80) {
      out.write(0x81);
    }
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] seq(byte[]... contents) {
    return tag(0x30, contents);
  }

  static byte[] octets(byte[] content) {
    return tag(4, content);
  }

  static byte[] bits(byte[] content) {
    return tag(3, new byte[1], content);
  }

  static byte[] bool(boolean value) {
    return tag(1, new byte[] {(byte) (value ? 0xff : 0)});
  }

  static byte[] integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  static byte[] integer(BigInteger value) {
    return tag(2, value.toByteArray());
  }

  static byte[] ascii(int tag, String text) {
    return tag(tag, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static byte[] utf8(String text) {
    return tag(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        base128(
            new BigInteger(arcs[0]).multiply(BigInteger.valueOf(40)).add(new BigInteger(arcs[1]))));
    for (int i = 2; i < arcs.length; i++) {
      out.writeBytes(base128(new BigInteger(arcs[i])));
    }
    return tag(6, out.toByteArray());
  }

  private static byte[] base128(BigInteger arc) {
    int count = Math.max(1, (arc.bitLength() + 6) / 7);
    byte[] out = new byte[count];
    for (int i = 0; i < count; i++) {
      int part = arc.shiftRight(7 * (count - 1 - i)).intValue() & 0x7f;
      out[i] = (byte) (i < count - 1 ? part | 0x80 : part);
    }
    return out;
  }

  /** A distinguished name of one common name. */
  static byte[] commonName(String name) {
    return seq(tag(0x31, seq(oid("2.5.4.3"), utf8(name))));
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
