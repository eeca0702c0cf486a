package io.handclasp.pki.inspect;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Map;

/** Names keys as people do: {@code EC P-256}, {@code RSA 4096}, {@code Ed25519}. */
final class KeyTypes {
  private static final Map<String, String> CURVES =
      Map.of(
          "1.2.840.10045.3.1.7", "P-256",
          "secp256r1", "P-256",
          "1.3.132.0.34", "P-384",
          "secp384r1", "P-384",
          "1.3.132.0.35", "P-521",
          "secp521r1", "P-521");

  private KeyTypes() {}

  static String of(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return key.getAlgorithm() + " " + rsa.getModulus().bitLength();
    }
    if (key instanceof ECPublicKey ec) {
      return "EC " + curve(ec.getParams());
    }
    if (key instanceof EdECPublicKey ed) {
      return ed.getParams().getName();
    }
    if (key instanceof DSAPublicKey dsa && dsa.getParams() != null) {
      return "DSA " + dsa.getParams().getP().bitLength();
    }
    return key.getAlgorithm();
  }

  /** Size of the modulus or field in bits; 0 where the key has no such size. */
  static int bits(Key key) {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    if (key instanceof ECPublicKey ec) {
      return ec.getParams().getCurve().getField().getFieldSize();
    }
    if (key instanceof DSAPublicKey dsa && dsa.getParams() != null) {
      return dsa.getParams().getP().bitLength();
    }
    return 0;
  }

  private static String curve(ECParameterSpec spec) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(spec);
      String name = parameters.getParameterSpec(ECGenParameterSpec.class).getName();
      return CURVES.getOrDefault(name, name);
    } catch (GeneralSecurityException e) {
      return spec.getCurve().getField().getFieldSize() + " bits";
    }
  }
}
