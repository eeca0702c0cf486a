package io.handclasp.pki.store;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** Private keys in PKCS8 (RFC 5208, RFC 5958): what every other form is turned into. */
final class Pkcs8 {
  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String EC = "1.2.840.10045.2.1";
  private static final String DSA = "1.2.840.10040.4.1";
  private static final byte[] NULL = {Der.NULL, 0};

  private Pkcs8() {}

  /**
   * The key in {@code der}.
   *
   * @throws NoSuchAlgorithmException where the JDK does not know this kind of key or curve
   */
  static PrivateKey key(byte[] der) throws Der.Malformed, GeneralSecurityException {
    Der info = Der.read(der).expect(Der.SEQUENCE);
    Der algorithm = info.child(1).expect(Der.SEQUENCE);
    String oid = algorithm.child(0).oid();
    if (oid.equals(EC)) {
      checkCurve(algorithm.child(1));
    }
    // Version 2 may carry the public key too, which some Java versions refuse.
    byte[] plain =
        Der.sequence(Der.integer(0), algorithm.encoded(), Der.octetString(info.child(2).octets()));
    return KeyFactory.getInstance(name(oid)).generatePrivate(new PKCS8EncodedKeySpec(plain));
  }

  /** The key in an EncryptedPrivateKeyInfo. */
  static PrivateKey encryptedKey(byte[] der, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    Der info = Der.read(der).expect(Der.SEQUENCE);
    byte[] data = info.child(1).octets();
    return key(PasswordEncryption.decrypt(info.child(0), data, password));
  }

  /** The key in the traditional form of RSA (RFC 8017, A.1.2). */
  static PrivateKey traditionalRsa(byte[] der) throws Der.Malformed, GeneralSecurityException {
    Der.read(der).expect(Der.SEQUENCE);
    return key(wrap(Der.sequence(Der.oid(RSA), NULL), der));
  }

  /**
   * The key in the traditional form of elliptic curves (RFC 5915), which names the curve itself.
   */
  static PrivateKey traditionalEc(byte[] der) throws Der.Malformed, GeneralSecurityException {
    for (Der value : Der.read(der).expect(Der.SEQUENCE).children()) {
      if (value.isContext(0)) {
        return key(wrap(Der.sequence(Der.oid(EC), value.child(0).encoded()), der));
      }
    }
    throw new Der.Malformed("has an EC key that does not name its curve");
  }

  /** The key in the traditional form of DSA: version, p, q, g, y, x. */
  static PrivateKey traditionalDsa(byte[] der) throws Der.Malformed, GeneralSecurityException {
    Der values = Der.read(der).expect(Der.SEQUENCE);
    byte[] domain =
        Der.sequence(
            values.child(1).encoded(), values.child(2).encoded(), values.child(3).encoded());
    return key(wrap(Der.sequence(Der.oid(DSA), domain), values.child(5).encoded()));
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return Der.sequence(Der.integer(0), algorithm, Der.octetString(key));
  }

  // The key factory says the same for an unknown curve and for a damaged key; this tells them
  // apart.
  private static void checkCurve(Der curve) throws Der.Malformed, NoSuchAlgorithmException {
    try {
      AlgorithmParameters.getInstance("EC").init(curve.encoded());
    } catch (IOException e) {
      String name = curve.tag() == Der.OID ? curve.oid() : "with explicit parameters";
      throw new NoSuchAlgorithmException("elliptic curve " + name, e);
    }
  }

  private static String name(String oid) throws NoSuchAlgorithmException {
    return switch (oid) {
      case RSA -> "RSA";
      case "1.2.840.113549.1.1.10" -> "RSASSA-PSS";
      case EC -> "EC";
      case DSA -> "DSA";
      case "1.3.101.112" -> "Ed25519";
      case "1.3.101.113" -> "Ed448";
      default -> throw new NoSuchAlgorithmException("key algorithm " + oid);
    };
  }
}
