package io.handclasp.pki.store;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The seal of a PKCS12 file (RFC 7292, 4): a keyed digest over its content, which tells a wrong
 * password before anything is decrypted. Reads PBMAC1 (RFC 9579) too, but does not write it, since
 * Java before 26 cannot read it.
 */
final class Pkcs12Mac {
  private static final String PBMAC1 = "1.2.840.113549.1.5.14";
  private static final String SHA256 = "2.16.840.1.101.3.4.2.1";
  private static final byte[] NULL = {Der.NULL, 0};

  private final Der macData;

  Pkcs12Mac(Der macData) {
    this.macData = macData;
  }

  boolean isPbmac1() throws Der.Malformed {
    return algorithm().child(0).oid().equals(PBMAC1);
  }

  /** True where the password seals this content. */
  boolean seals(byte[] content, char[] password) throws Der.Malformed, GeneralSecurityException {
    byte[] expected = macData.child(0).child(1).octets();
    if (isPbmac1()) {
      return MessageDigest.isEqual(expected, pbmac1(content, password));
    }
    boolean holds = MessageDigest.isEqual(expected, classic(content, KeyDerivation.bmp(password)));
    // Some writers take an empty password for none at all.
    return holds
        || (password.length == 0 && MessageDigest.isEqual(expected, classic(content, new byte[0])));
  }

  private Der algorithm() throws Der.Malformed {
    return macData.expect(Der.SEQUENCE).child(0).expect(Der.SEQUENCE).child(0);
  }

  private byte[] classic(byte[] content, byte[] password)
      throws Der.Malformed, GeneralSecurityException {
    List<Der> values = macData.children();
    int iterations = values.size() > 2 ? PasswordEncryption.iterations(values.get(2)) : 1;
    String digest = digestName(algorithm().child(0).oid());
    return mac(digest, content, password, values.get(1).octets(), iterations);
  }

  private static byte[] mac(
      String digest, byte[] content, byte[] password, byte[] salt, int iterations)
      throws GeneralSecurityException {
    int length = MessageDigest.getInstance(digest).getDigestLength();
    byte[] key =
        KeyDerivation.pkcs12(digest, KeyDerivation.Use.MAC, password, salt, iterations, length);
    return hmac("Hmac" + digest.replace("-", ""), key, content);
  }

  private byte[] pbmac1(byte[] content, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    Der parameters = algorithm().child(1).expect(Der.SEQUENCE);
    String hmac = PasswordEncryption.hmacName(parameters.child(1).child(0).oid());
    int length = keyLength(parameters.child(0).child(1), Mac.getInstance(hmac).getMacLength());
    return hmac(hmac, PasswordEncryption.derive(parameters.child(0), password, length), content);
  }

  // PBKDF2 parameters: salt, iteration count, and perhaps the length of the key.
  private static int keyLength(Der parameters, int usual) throws Der.Malformed {
    List<Der> values = parameters.children();
    return values.size() > 2 && values.get(2).tag() == Der.INTEGER ? values.get(2).count() : usual;
  }

  private static byte[] hmac(String name, byte[] key, byte[] content)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance(name);
    mac.init(new SecretKeySpec(key, name));
    return mac.doFinal(content);
  }

  private static String digestName(String oid) throws NoSuchAlgorithmException {
    return switch (oid) {
      case "1.3.14.3.2.26" -> "SHA-1";
      case "2.16.840.1.101.3.4.2.4" -> "SHA-224";
      case SHA256 -> "SHA-256";
      case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
      case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
      default -> throw new NoSuchAlgorithmException("digest " + oid);
    };
  }

  /** The seal over {@code content}, with HMAC-SHA-256, in DER. */
  static byte[] make(byte[] content, char[] password) throws GeneralSecurityException {
    byte[] salt = PasswordEncryption.random(16);
    int iterations = PasswordEncryption.iterations(password);
    byte[] seal = mac("SHA-256", content, KeyDerivation.bmp(password), salt, iterations);
    byte[] digestInfo = Der.sequence(Der.sequence(Der.oid(SHA256), NULL), Der.octetString(seal));
    return Der.sequence(digestInfo, Der.octetString(salt), Der.integer(iterations));
  }
}
