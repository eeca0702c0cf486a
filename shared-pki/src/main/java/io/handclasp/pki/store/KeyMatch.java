package io.handclasp.pki.store;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;

/** Whether a private key and a public key are one pair. */
final class KeyMatch {
  private KeyMatch() {}

  /**
   * True where what {@code privateKey} signs, {@code publicKey} verifies; RSA keys are compared by
   * modulus, which is quicker and does not depend on the padding they may be used with.
   *
   * @throws InvalidKeyException where this Java reads such a private key, but cannot sign with it
   */
  static boolean isPair(PrivateKey privateKey, PublicKey publicKey) throws InvalidKeyException {
    if (privateKey instanceof RSAKey mine && publicKey instanceof RSAKey theirs) {
      return mine.getModulus().equals(theirs.getModulus());
    }
    byte[] message = PasswordEncryption.random(32);
    try {
      Signature signature = Signature.getInstance(algorithm(privateKey));
      signature.initSign(privateKey);
      signature.update(message);
      byte[] signed = signature.sign();
      return verifies(signature, publicKey, message, signed);
    } catch (NoSuchAlgorithmException | SignatureException e) {
      throw new InvalidKeyException("a " + privateKey.getAlgorithm() + " key cannot sign", e);
    }
  }

  private static boolean verifies(
      Signature signature, PublicKey publicKey, byte[] message, byte[] signed) {
    try {
      signature.initVerify(publicKey);
      signature.update(message);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException anotherKindOfKey) {
      return false;
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "DSA" -> "SHA256withDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }
}
