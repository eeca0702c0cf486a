package io.handclasp.handshake.observe;

import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens the protected records of one direction under one traffic secret (RFC 8446 sections 5.2 and
 * 7.3). Used for handshake messages, tickets and alerts only. Confined to the thread that made it.
 */
final class RecordCipher {
  private static final int IV_LENGTH = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] KEY_LABEL = "tls13 key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] IV_LABEL = "tls13 iv".getBytes(StandardCharsets.US_ASCII);

  /** Looking an algorithm up costs more than a record does, so each thread does it once. */
  private static final FastThreadLocal<Map<Integer, Suite>> SUITES =
      new FastThreadLocal<>() {
        @Override
        protected Map<Integer, Suite> initialValue() {
          return new HashMap<>();
        }
      };

  private final Suite suite;
  private final SecretKeySpec key;
  private final byte[] iv;
  private long sequence;

  private RecordCipher(Suite suite, SecretKeySpec key, byte[] iv) {
    this.suite = suite;
    this.key = key;
    this.iv = iv;
  }

  /**
   * Derives key and nonce from a secret, which may be wiped afterwards.
   *
   * @return null where the suite is none of RFC 8446's three with 16-byte tags, or this Java cannot
   *     do it
   */
  static @Nullable RecordCipher of(int suite, byte[] secret) {
    try {
      Suite known = SUITES.get().get(suite);
      if (known == null) {
        known = Suite.of(suite);
        if (known == null) {
          return null;
        }
        SUITES.get().put(suite, known);
      }
      return of(known, secret);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private static RecordCipher of(Suite suite, byte[] secret) throws GeneralSecurityException {
    Mac mac = suite.mac();
    mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
    byte[] key = expandLabel(mac, KEY_LABEL, suite.keyLength());
    byte[] iv = expandLabel(mac, IV_LABEL, IV_LENGTH);
    SecretKeySpec spec = new SecretKeySpec(key, suite.algorithm());
    Arrays.fill(key, (byte) 0);
    return new RecordCipher(suite, spec, iv);
  }

  /** HKDF-Expand-Label with an empty context; never more than one block is needed here. */
  private static byte[] expandLabel(Mac mac, byte[] label, int length) {
    mac.update((byte) (length >> 8));
    mac.update((byte) length);
    mac.update((byte) label.length);
    mac.update(label);
    mac.update((byte) 0);
    mac.update((byte) 1);
    return Arrays.copyOf(mac.doFinal(), length);
  }

  /**
   * Opens the next record of this direction.
   *
   * @param record header and payload
   * @param length of the payload
   * @return content, padding and type byte; null where the tag does not fit
   */
  byte @Nullable [] open(byte[] record, int length) {
    try {
      Cipher cipher = suite.cipher();
      cipher.init(Cipher.DECRYPT_MODE, key, suite.nonce(nonce()));
      cipher.updateAAD(record, 0, RecordStream.HEADER);
      byte[] inner = cipher.doFinal(record, RecordStream.HEADER, length);
      sequence++;
      return inner;
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private byte[] nonce() {
    byte[] nonce = iv.clone();
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[IV_LENGTH - 1 - i] ^= (byte) (sequence >>> (8 * i));
    }
    return nonce;
  }

  /** The algorithms of a suite; both are set up anew for each use. */
  private record Suite(Cipher cipher, Mac mac, String algorithm, int keyLength) {
    static @Nullable Suite of(int suite) throws GeneralSecurityException {
      return switch (suite) {
        case 0x1301 -> of("AES/GCM/NoPadding", "AES", 16, "HmacSHA256");
        case 0x1302 -> of("AES/GCM/NoPadding", "AES", 32, "HmacSHA384");
        case 0x1303 -> of("ChaCha20-Poly1305", "ChaCha20", 32, "HmacSHA256");
        default -> null;
      };
    }

    private static Suite of(String transformation, String algorithm, int keyLength, String mac)
        throws GeneralSecurityException {
      return new Suite(
          Cipher.getInstance(transformation), Mac.getInstance(mac), algorithm, keyLength);
    }

    AlgorithmParameterSpec nonce(byte[] nonce) {
      return algorithm.equals("AES")
          ? new GCMParameterSpec(TAG_BITS, nonce)
          : new IvParameterSpec(nonce);
    }
  }
}
