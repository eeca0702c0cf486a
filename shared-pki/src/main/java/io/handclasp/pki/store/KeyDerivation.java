package io.handclasp.pki.store;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The four ways in which key files turn a password into key bytes. */
final class KeyDerivation {
  /** What the bytes made by {@link #pkcs12} are for (RFC 7292, B.3). */
  enum Use {
    KEY(1),
    IV(2),
    MAC(3);

    private final int id;

    Use(int id) {
      this.id = id;
    }
  }

  private KeyDerivation() {}

  /** RFC 7292, B.1: two bytes a character and two zero bytes at the end. */
  static byte[] bmp(char[] password) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * password.length + 2);
    for (char c : password) {
      bytes.putChar(c);
    }
    return bytes.array();
  }

  static byte[] utf8(char[] password) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  /** RFC 7292, B.2; {@code password} as {@link #bmp} makes it, or empty for none at all. */
  static byte[] pkcs12(
      String digest, Use use, byte[] password, byte[] salt, int iterations, int length)
      throws GeneralSecurityException {
    MessageDigest hash = MessageDigest.getInstance(digest);
    int block = digest.equals("SHA-384") || digest.equals("SHA-512") ? 128 : 64;
    byte[] diversifier = new byte[block];
    Arrays.fill(diversifier, (byte) use.id);
    byte[] input = join(stretch(salt, block), stretch(password, block));
    byte[] out = new byte[length];
    for (int done = 0; done < length; ) {
      hash.update(diversifier);
      byte[] a = hash.digest(input);
      for (int i = 1; i < iterations; i++) {
        a = hash.digest(a);
      }
      int taken = Math.min(a.length, length - done);
      System.arraycopy(a, 0, out, done, taken);
      done += taken;
      addToEachBlock(input, stretch(a, block), block);
    }
    return out;
  }

  // Repeats to a whole number of blocks; at least one, unless there is nothing to repeat.
  private static byte[] stretch(byte[] value, int block) {
    byte[] out = new byte[(value.length + block - 1) / block * block];
    for (int i = 0; i < out.length; i++) {
      out[i] = value[i % value.length];
    }
    return out;
  }

  // I_j = (I_j + B + 1) mod 2^v, as numbers, for every block I_j.
  private static void addToEachBlock(byte[] input, byte[] b, int block) {
    BigInteger added = new BigInteger(1, b).add(BigInteger.ONE);
    for (int at = 0; at < input.length; at += block) {
      byte[] sum =
          new BigInteger(1, Arrays.copyOfRange(input, at, at + block)).add(added).toByteArray();
      for (int i = 0; i < block; i++) {
        int from = sum.length - block + i;
        input[at + i] = from < 0 ? 0 : sum[from];
      }
    }
  }

  /** RFC 8018, 5.1. */
  static byte[] pbkdf1(String digest, byte[] password, byte[] salt, int iterations)
      throws GeneralSecurityException {
    MessageDigest hash = MessageDigest.getInstance(digest);
    byte[] out = hash.digest(join(password, salt));
    for (int i = 1; i < iterations; i++) {
      out = hash.digest(out);
    }
    return out;
  }

  /** RFC 8018, 5.2; {@code hmac} such as {@code HmacSHA256}. */
  static byte[] pbkdf2(String hmac, char[] password, byte[] salt, int iterations, int length)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, length * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2With" + hmac).generateSecret(spec).getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  /** What OpenSSL's traditional encrypted keys use: MD5 of what came before, password and salt. */
  static byte[] openssl(byte[] password, byte[] salt, int length) throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] out = new byte[0];
    byte[] last = new byte[0];
    while (out.length < length) {
      last = md5.digest(join(last, join(password, salt)));
      out = join(out, last);
    }
    return Arrays.copyOf(out, length);
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
