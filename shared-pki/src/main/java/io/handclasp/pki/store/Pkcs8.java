package io.handclasp.pki.store;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** Private keys in PKCS8 (RFC 5208, RFC 5958): what every other form is turned into. */
final class Pkcs8 {
  static final String RSA = "1.2.840.113549.1.1.1";
  static final String EC = "1.2.840.10045.2.1";
  static final String DSA = "1.2.840.10040.4.1";

  private Pkcs8() {}

  /**
   * The key in {@code der}.
   *
   * @throws NoSuchAlgorithmException where the JDK knows no such kind of key
   * @throws GeneralSecurityException where it knows the kind, but not this curve or size
   */
  static PrivateKey key(byte[] der) throws Der.Malformed, GeneralSecurityException {
    Der info = Der.read(der).expect(Der.SEQUENCE);
    Der algorithm = info.child(1).expect(Der.SEQUENCE);
    // Version 2 may carry the public key too, which some Java versions refuse.
    byte[] plain =
        Der.sequence(Der.integer(0), algorithm.encoded(), Der.octetString(info.child(2).octets()));
    return KeyFactory.getInstance(name(algorithm.child(0).oid()))
        .generatePrivate(new PKCS8EncodedKeySpec(plain));
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
