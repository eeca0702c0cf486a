package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A public key as its certificate states it.
 *
 * @param family what kind of key
 * @param name for people, such as {@code RSA 2048} or {@code EC P-256}
 * @param bits strength in the family's own measure; 0 where unknown
 * @param sound false where the parameters are none that a careful peer accepts
 * @param encoded SubjectPublicKeyInfo, read-only: equal keys have equal octets
 */
record KeyFacts(Family family, String name, int bits, boolean sound, ByteBuffer encoded) {
  /** The kinds of keys that a signature can be checked with. */
  enum Family {
    RSA,
    /** For RSASSA-PSS alone, by its own words (RFC 4055 §1.2). */
    RSA_PSS,
    EC,
    EDDSA,
    OTHER
  }

  private static final int LONGEST_RSA = 8192;
  private static final int SHORTEST_EC = 256;
  private static final int UNCOMPRESSED = 4;

  private static final Map<String, Curve> CURVES =
      Map.of(
          "1.2.840.10045.3.1.7", Curve.sound("P-256", 256, "secp256r1"),
          "1.3.132.0.34", Curve.sound("P-384", 384, "secp384r1"),
          "1.3.132.0.35", Curve.sound("P-521", 521, "secp521r1"),
          "1.3.132.0.33", Curve.refused("P-224", 224),
          "1.2.840.10045.3.1.1", Curve.refused("P-192", 192),
          "1.3.132.0.10", Curve.refused("secp256k1", 256));

  /** A curve y² = x³ + ax + b over a prime field; without equation where it is not accepted. */
  private record Curve(String name, int bits, @Nullable EllipticCurve equation) {
    static Curve sound(String name, int bits, String standard) {
      try {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(standard));
        return new Curve(name, bits, parameters.getParameterSpec(ECParameterSpec.class).getCurve());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has " + name, e);
      }
    }

    static Curve refused(String name, int bits) {
      return new Curve(name, bits, null);
    }

    /** True for a point of the curve: with another one, computing gives secrets away. */
    boolean holds(byte[] uncompressed) {
      int octets = (bits + 7) / 8;
      boolean whole = uncompressed.length == 1 + 2 * octets && uncompressed[0] == UNCOMPRESSED;
      if (equation == null || !whole) {
        return false;
      }
      BigInteger prime = ((ECFieldFp) equation.getField()).getP();
      BigInteger x = new BigInteger(1, uncompressed, 1, octets);
      BigInteger y = new BigInteger(1, uncompressed, 1 + octets, octets);
      BigInteger right =
          x.multiply(x).add(equation.getA()).multiply(x).add(equation.getB()).mod(prime);
      return x.compareTo(prime) < 0
          && y.compareTo(prime) < 0
          && y.multiply(y).mod(prime).equals(right);
    }
  }

  static KeyFacts of(Der info) throws DerException {
    List<Der> parts = info.sequence();
    if (parts.size() != 2) {
      throw new DerException("a public key of " + parts.size() + " elements (expected: 2)");
    }
    List<Der> algorithm = parts.get(0).filledSequence();
    if (algorithm.size() > 2) {
      throw new DerException("a key algorithm of " + algorithm.size() + " elements");
    }
    Der parameters = algorithm.size() > 1 ? algorithm.get(1) : null;
    ByteBuffer encoded = ByteBuffer.wrap(info.encoded()).asReadOnlyBuffer();
    byte[] key = parts.get(1).wholeBits();
    return switch (algorithm.get(0).oid()) {
      case "1.2.840.113549.1.1.1" -> rsa(Family.RSA, Der.parse(key), encoded);
      case "1.2.840.113549.1.1.10" -> rsa(Family.RSA_PSS, Der.parse(key), encoded);
      case "1.2.840.10045.2.1" -> ec(parameters, key, encoded);
      case "1.3.101.112" ->
          edwards("Ed25519", 256, parameters == null && key.length == 32, encoded);
      case "1.3.101.113" -> edwards("Ed448", 456, parameters == null && key.length == 57, encoded);
      case "1.2.840.10040.4.1" -> new KeyFacts(Family.OTHER, "DSA", 0, false, encoded);
      default ->
          new KeyFacts(Family.OTHER, "algorithm " + algorithm.get(0).oid(), 0, false, encoded);
    };
  }

  private static KeyFacts edwards(String name, int bits, boolean sound, ByteBuffer encoded) {
    return new KeyFacts(Family.EDDSA, name, bits, sound, encoded);
  }

  private static KeyFacts rsa(Family family, Der key, ByteBuffer encoded) throws DerException {
    List<Der> numbers = key.sequence();
    if (numbers.size() != 2) {
      throw new DerException("an RSA key of " + numbers.size() + " numbers (expected: 2)");
    }
    BigInteger modulus = numbers.get(0).integer();
    BigInteger exponent = numbers.get(1).integer();
    boolean sound =
        modulus.signum() > 0
            && modulus.testBit(0)
            && modulus.bitLength() <= LONGEST_RSA
            && exponent.testBit(0)
            && exponent.compareTo(BigInteger.valueOf(3)) >= 0
            && exponent.bitLength() <= 64;
    int bits = modulus.bitLength();
    return new KeyFacts(family, "RSA " + bits, bits, sound, encoded);
  }

  private static KeyFacts ec(@Nullable Der parameters, byte[] key, ByteBuffer encoded)
      throws DerException {
    if (parameters == null || !parameters.is(Der.OID)) {
      return new KeyFacts(Family.EC, "EC with a curve of its own", 0, false, encoded);
    }
    String oid = parameters.oid();
    Curve curve = CURVES.getOrDefault(oid, Curve.refused("curve " + oid, 0));
    return new KeyFacts(Family.EC, "EC " + curve.name(), curve.bits(), curve.holds(key), encoded);
  }

  /** True where the key is too short to trust, given the shortest RSA key allowed. */
  boolean isShorterThan(int rsaBits) {
    return switch (family) {
      case RSA, RSA_PSS -> bits < rsaBits;
      case EC -> bits > 0 && bits < SHORTEST_EC;
      case EDDSA, OTHER -> false;
    };
  }
}
