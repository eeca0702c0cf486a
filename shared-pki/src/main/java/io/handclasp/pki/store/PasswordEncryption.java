package io.handclasp.pki.store;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.RC2ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encryption under a password, as PKCS8 and PKCS12 name it by an algorithm identifier: PBES2 (RFC
 * 8018, 6.2), PBES1 (RFC 8018, 6.1) and the schemes of PKCS12 (RFC 7292, C). Writes PBES2 with
 * AES-256 and HMAC-SHA-256 only.
 */
final class PasswordEncryption {
  private static final int LONG_PASSWORD = 32;
  // What a file asks for is work for us; the JDK draws the line at the same count.
  static final int MOST_ITERATIONS = 5_000_000;
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final String HMAC_SHA256 = "1.2.840.113549.2.9";
  private static final String AES_256_CBC = "2.16.840.1.101.3.4.1.42";
  private static final byte[] NULL = {Der.NULL, 0};
  private static final SecureRandom RANDOM = new SecureRandom();

  private PasswordEncryption() {}

  /** A block cipher as it is named in algorithm identifiers. */
  private record CipherKind(String name, int keyLength, int ivLength) {}

  /**
   * Decrypts.
   *
   * @param algorithm the algorithm identifier
   * @throws javax.crypto.BadPaddingException where the password is wrong, for most wrong passwords
   * @throws NoSuchAlgorithmException where the scheme is none of the above
   */
  static byte[] decrypt(Der algorithm, byte[] data, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    String oid = algorithm.expect(Der.SEQUENCE).child(0).oid();
    Der parameters = algorithm.child(1).expect(Der.SEQUENCE);
    return switch (oid) {
      case PBES2 -> pbes2(parameters, data, password);
      case "1.2.840.113549.1.5.3" -> pbes1("MD5", parameters, data, password);
      case "1.2.840.113549.1.5.10" -> pbes1("SHA-1", parameters, data, password);
      case "1.2.840.113549.1.12.1.1" ->
          pkcs12(new CipherKind("ARCFOUR", 16, 0), parameters, data, password);
      case "1.2.840.113549.1.12.1.2" ->
          pkcs12(new CipherKind("ARCFOUR", 5, 0), parameters, data, password);
      case "1.2.840.113549.1.12.1.3" ->
          pkcs12(new CipherKind("DESede/CBC/PKCS5Padding", 24, 8), parameters, data, password);
      case "1.2.840.113549.1.12.1.5" ->
          pkcs12(new CipherKind("RC2/CBC/PKCS5Padding", 16, 8), parameters, data, password);
      case "1.2.840.113549.1.12.1.6" ->
          pkcs12(new CipherKind("RC2/CBC/PKCS5Padding", 5, 8), parameters, data, password);
      default -> throw new NoSuchAlgorithmException("encryption scheme " + oid);
    };
  }

  /** True for the schemes that OpenSSL 3 reads with {@code -legacy} only. */
  static boolean legacy(Der algorithm) throws Der.Malformed {
    String oid = algorithm.child(0).oid();
    return oid.startsWith("1.2.840.113549.1.12.1.") && !oid.endsWith(".3");
  }

  private static byte[] pbes2(Der parameters, byte[] data, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    Der scheme = parameters.child(1).expect(Der.SEQUENCE);
    CipherKind kind = cipherKind(scheme.child(0).oid());
    byte[] key = derive(parameters.child(0), password, kind.keyLength());
    byte[] iv = scheme.child(1).expect(Der.OCTET_STRING).octets();
    return run(Cipher.DECRYPT_MODE, kind, key, iv, data);
  }

  /** The key that a PBKDF2 algorithm identifier describes. */
  static byte[] derive(Der function, char[] password, int keyLength)
      throws Der.Malformed, GeneralSecurityException {
    String oid = function.expect(Der.SEQUENCE).child(0).oid();
    if (!oid.equals(PBKDF2)) {
      throw new NoSuchAlgorithmException("key derivation " + oid);
    }
    List<Der> values = function.child(1).expect(Der.SEQUENCE).children();
    String hmac = "HmacSHA1";
    for (Der value : values.subList(Math.min(2, values.size()), values.size())) {
      if (value.tag() == Der.SEQUENCE) {
        hmac = hmacName(value.child(0).oid());
      }
    }
    byte[] salt = function.child(1).child(0).expect(Der.OCTET_STRING).octets();
    int iterations = iterations(function.child(1).child(1));
    return KeyDerivation.pbkdf2(hmac, password, salt, iterations, keyLength);
  }

  static int iterations(Der count) throws Der.Malformed, GeneralSecurityException {
    if (count.count() > MOST_ITERATIONS) {
      throw new NoSuchAlgorithmException("iteration count " + count.count());
    }
    return count.count();
  }

  static String hmacName(String oid) throws NoSuchAlgorithmException {
    return switch (oid) {
      case "1.2.840.113549.2.7" -> "HmacSHA1";
      case "1.2.840.113549.2.8" -> "HmacSHA224";
      case HMAC_SHA256 -> "HmacSHA256";
      case "1.2.840.113549.2.10" -> "HmacSHA384";
      case "1.2.840.113549.2.11" -> "HmacSHA512";
      default -> throw new NoSuchAlgorithmException("message authentication " + oid);
    };
  }

  private static CipherKind cipherKind(String oid) throws NoSuchAlgorithmException {
    return switch (oid) {
      case "2.16.840.1.101.3.4.1.2" -> new CipherKind("AES/CBC/PKCS5Padding", 16, 16);
      case "2.16.840.1.101.3.4.1.22" -> new CipherKind("AES/CBC/PKCS5Padding", 24, 16);
      case AES_256_CBC -> new CipherKind("AES/CBC/PKCS5Padding", 32, 16);
      case "1.2.840.113549.3.7" -> new CipherKind("DESede/CBC/PKCS5Padding", 24, 8);
      case "1.3.14.3.2.7" -> new CipherKind("DES/CBC/PKCS5Padding", 8, 8);
      default -> throw new NoSuchAlgorithmException("cipher " + oid);
    };
  }

  private static byte[] pbes1(String digest, Der parameters, byte[] data, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    byte[] salt = parameters.child(0).expect(Der.OCTET_STRING).octets();
    byte[] made =
        KeyDerivation.pbkdf1(
            digest, KeyDerivation.utf8(password), salt, iterations(parameters.child(1)));
    CipherKind kind = new CipherKind("DES/CBC/PKCS5Padding", 8, 8);
    byte[] key = Arrays.copyOf(made, 8);
    return run(Cipher.DECRYPT_MODE, kind, key, Arrays.copyOfRange(made, 8, 16), data);
  }

  private static byte[] pkcs12(CipherKind kind, Der parameters, byte[] data, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    byte[] salt = parameters.child(0).expect(Der.OCTET_STRING).octets();
    int iterations = iterations(parameters.child(1));
    byte[] secret = KeyDerivation.bmp(password);
    try {
      return pkcs12(kind, secret, salt, iterations, data);
    } catch (GeneralSecurityException e) {
      if (password.length > 0) {
        throw e;
      }
      // Some writers take an empty password for none at all.
      return pkcs12(kind, new byte[0], salt, iterations, data);
    }
  }

  private static byte[] pkcs12(
      CipherKind kind, byte[] secret, byte[] salt, int iterations, byte[] data)
      throws GeneralSecurityException {
    byte[] key =
        KeyDerivation.pkcs12(
            "SHA-1", KeyDerivation.Use.KEY, secret, salt, iterations, kind.keyLength());
    byte[] iv =
        KeyDerivation.pkcs12(
            "SHA-1", KeyDerivation.Use.IV, secret, salt, iterations, kind.ivLength());
    return run(Cipher.DECRYPT_MODE, kind, key, iv, data);
  }

  private static byte[] run(int mode, CipherKind kind, byte[] key, byte[] iv, byte[] data)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(kind.name());
    String algorithm = kind.name().replaceAll("/.*", "");
    AlgorithmParameterSpec parameters = parameters(algorithm, key, iv);
    if (parameters == null) {
      cipher.init(mode, new SecretKeySpec(key, algorithm));
    } else {
      cipher.init(mode, new SecretKeySpec(key, algorithm), parameters);
    }
    return cipher.doFinal(data);
  }

  private static @Nullable AlgorithmParameterSpec parameters(
      String algorithm, byte[] key, byte[] iv) {
    return switch (algorithm) {
      case "ARCFOUR" -> null;
      case "RC2" -> new RC2ParameterSpec(key.length * 8, iv);
      default -> new IvParameterSpec(iv);
    };
  }

  /** Decrypts with one of the ciphers that OpenSSL names in the DEK-Info header of a key. */
  static byte[] decryptTraditional(String cipher, byte[] iv, byte[] data, char[] password)
      throws GeneralSecurityException {
    CipherKind kind =
        switch (cipher) {
          case "DES-EDE3-CBC" -> new CipherKind("DESede/CBC/PKCS5Padding", 24, 8);
          case "DES-CBC" -> new CipherKind("DES/CBC/PKCS5Padding", 8, 8);
          case "AES-128-CBC" -> new CipherKind("AES/CBC/PKCS5Padding", 16, 16);
          case "AES-192-CBC" -> new CipherKind("AES/CBC/PKCS5Padding", 24, 16);
          case "AES-256-CBC" -> new CipherKind("AES/CBC/PKCS5Padding", 32, 16);
          default -> throw new NoSuchAlgorithmException("cipher " + cipher);
        };
    byte[] salt = Arrays.copyOf(iv, 8);
    byte[] key = KeyDerivation.openssl(KeyDerivation.utf8(password), salt, kind.keyLength());
    return run(Cipher.DECRYPT_MODE, kind, key, iv, data);
  }

  // ---- writing ----

  /**
   * How often a password is stretched: as the JDK does it where a person may have thought of it,
   * and as OpenSSL does it where nobody can have. What no guess finds gains nothing by stretching,
   * and whoever opens the store would wait for it at every start.
   */
  static int iterations(char[] password) {
    return password.length < LONG_PASSWORD ? 10_000 : 2_048;
  }

  /** The algorithm identifier in DER, and what was encrypted under it. */
  static final class Sealed {
    private final byte[] algorithm;
    private final byte[] data;

    Sealed(byte[] algorithm, byte[] data) {
      this.algorithm = algorithm;
      this.data = data;
    }

    byte[] algorithm() {
      return algorithm.clone();
    }

    byte[] data() {
      return data.clone();
    }
  }

  /** Encrypts with PBES2, PBKDF2 with HMAC-SHA-256, AES-256 in CBC mode. */
  static Sealed encrypt(byte[] plain, char[] password) throws GeneralSecurityException {
    byte[] salt = random(16);
    byte[] iv = random(16);
    int iterations = iterations(password);
    byte[] key = KeyDerivation.pbkdf2("HmacSHA256", password, salt, iterations, 32);
    byte[] data =
        run(Cipher.ENCRYPT_MODE, new CipherKind("AES/CBC/PKCS5Padding", 32, 16), key, iv, plain);
    byte[] function =
        Der.sequence(
            Der.oid(PBKDF2),
            Der.sequence(
                Der.octetString(salt),
                Der.integer(iterations),
                Der.sequence(Der.oid(HMAC_SHA256), NULL)));
    byte[] scheme = Der.sequence(Der.oid(AES_256_CBC), Der.octetString(iv));
    return new Sealed(Der.sequence(Der.oid(PBES2), Der.sequence(function, scheme)), data);
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
