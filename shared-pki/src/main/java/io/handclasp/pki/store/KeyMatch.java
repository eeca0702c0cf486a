package io.handclasp.pki.store;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;

/** Whether a private key and a public key are one pair. */
public final class KeyMatch {
  private KeyMatch() {}

  /**
   * True where what {@code privateKey} signs, {@code publicKey} verifies; RSA keys are compared by
   * modulus, which is quicker and does not depend on the padding they may be used with.
   */
  public static boolean isPair(PrivateKey privateKey, PublicKey publicKey) {
    if (privateKey instanceof RSAKey mine && publicKey instanceof RSAKey theirs) {
      return mine.getModulus().equals(theirs.getModulus());
    }
    byte[] message = PasswordEncryption.random(32);
    try {
      Signature signature = Signature.getInstance(algorithm(privateKey));
      signature.initSign(privateKey);
      signature.update(message);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(message);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException anotherKindOfKey) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot sign with a key it has read", e);
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
