package io.handclasp.handshake.observe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Opens the protected records of one direction under one traffic secret (RFC 8446 sections 5.2 and
 * 7.3). Used for handshake messages, tickets and alerts only.
 */
final class RecordCipher {
  private static final int IV_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final Cipher cipher;
  private final SecretKeySpec key;
  private final boolean gcm;
  private final byte[] iv;
  private long sequence;

  private RecordCipher(Cipher cipher, SecretKeySpec key, boolean gcm, byte[] iv) {
    this.cipher = cipher;
    this.key = key;
    this.gcm = gcm;
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
      return switch (suite) {
        case 0x1301 -> of("AES/GCM/NoPadding", "AES", 16, mac("HmacSHA256", secret));
        case 0x1302 -> of("AES/GCM/NoPadding", "AES", 32, mac("HmacSHA384", secret));
        case 0x1303 -> of("ChaCha20-Poly1305", "ChaCha20", 32, mac("HmacSHA256", secret));
        default -> null;
      };
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  private static RecordCipher of(String transformation, String algorithm, int keyLength, Mac mac)
      throws GeneralSecurityException {
    byte[] key = expandLabel(mac, "key", keyLength);
    byte[] iv = expandLabel(mac, "iv", IV_LENGTH);
    SecretKeySpec spec = new SecretKeySpec(key, algorithm);
    Arrays.fill(key, (byte) 0);
    return new RecordCipher(Cipher.getInstance(transformation), spec, algorithm.equals("AES"), iv);
  }

  private static Mac mac(String algorithm, byte[] secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(secret, algorithm));
    return mac;
  }

  /** HKDF-Expand-Label with an empty context; never more than one block is needed here. */
  private static byte[] expandLabel(Mac mac, String label, int length) {
    byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    mac.update((byte) (length >> 8));
    mac.update((byte) length);
    mac.update((byte) full.length);
    mac.update(full);
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
      byte[] nonce = nonce();
      cipher.init(
          Cipher.DECRYPT_MODE,
          key,
          gcm ? new GCMParameterSpec(TAG_BITS, nonce) : new IvParameterSpec(nonce));
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
}
