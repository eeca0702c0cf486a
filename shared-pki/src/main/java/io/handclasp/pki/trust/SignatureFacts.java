package io.handclasp.pki.trust;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signature algorithm as a certificate or a revocation list states it.
 *
 * @param name for people, such as {@code SHA256withRSA}, or the object identifier
 * @param strength whether it may be relied on
 * @param family the keys it goes with
 */
record SignatureFacts(String name, Strength strength, KeyFacts.Family family) {
  /** How far a signature of an algorithm may be relied on. */
  enum Strength {
    /** No attack known. */
    GOOD,
    /** SHA-1: collisions are affordable. */
    SHA1,
    /** MD2, MD5, DSA and whatever is not known here. */
    REFUSED
  }

  private static final String PSS = "1.2.840.113549.1.1.10";
  private static final String SHA1 = "1.3.14.3.2.26";
  private static final Set<String> SHA2 =
      Set.of("2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3");

  private static final Map<String, SignatureFacts> KNOWN =
      Map.ofEntries(
          good("1.2.840.113549.1.1.11", "SHA256withRSA", KeyFacts.Family.RSA),
          good("1.2.840.113549.1.1.12", "SHA384withRSA", KeyFacts.Family.RSA),
          good("1.2.840.113549.1.1.13", "SHA512withRSA", KeyFacts.Family.RSA),
          good("1.2.840.113549.1.1.14", "SHA224withRSA", KeyFacts.Family.RSA),
          good("1.2.840.10045.4.3.1", "SHA224withECDSA", KeyFacts.Family.EC),
          good("1.2.840.10045.4.3.2", "SHA256withECDSA", KeyFacts.Family.EC),
          good("1.2.840.10045.4.3.3", "SHA384withECDSA", KeyFacts.Family.EC),
          good("1.2.840.10045.4.3.4", "SHA512withECDSA", KeyFacts.Family.EC),
          good("1.3.101.112", "Ed25519", KeyFacts.Family.EDDSA),
          good("1.3.101.113", "Ed448", KeyFacts.Family.EDDSA),
          known("1.2.840.113549.1.1.5", "SHA1withRSA", Strength.SHA1, KeyFacts.Family.RSA),
          known("1.3.14.3.2.29", "SHA1withRSA", Strength.SHA1, KeyFacts.Family.RSA),
          known("1.2.840.10045.4.1", "SHA1withECDSA", Strength.SHA1, KeyFacts.Family.EC),
          known("1.2.840.113549.1.1.4", "MD5withRSA", Strength.REFUSED, KeyFacts.Family.RSA),
          known("1.2.840.113549.1.1.2", "MD2withRSA", Strength.REFUSED, KeyFacts.Family.RSA),
          known("1.2.840.10040.4.3", "SHA1withDSA", Strength.REFUSED, KeyFacts.Family.OTHER),
          known(
              "2.16.840.1.101.3.4.3.2", "SHA256withDSA", Strength.REFUSED, KeyFacts.Family.OTHER));

  private static Map.Entry<String, SignatureFacts> good(
      String oid, String name, KeyFacts.Family family) {
    return known(oid, name, Strength.GOOD, family);
  }

  private static Map.Entry<String, SignatureFacts> known(
      String oid, String name, Strength strength, KeyFacts.Family family) {
    return Map.entry(oid, new SignatureFacts(name, strength, family));
  }

  /** Reads an AlgorithmIdentifier. */
  static SignatureFacts of(Der identifier) throws DerException {
    List<Der> parts = identifier.filledSequence();
    if (parts.size() > 2) {
      throw new DerException("an algorithm of " + parts.size() + " elements (expected: 1 or 2)");
    }
    String oid = parts.get(0).oid();
    Der parameters = parts.size() > 1 ? parts.get(1) : null;
    if (oid.equals(PSS)) {
      return pss(parameters);
    }
    SignatureFacts known = KNOWN.get(oid);
    if (known != null && parameters != null && !known.mayHave(parameters)) {
      throw new DerException("parameters that " + known.name() + " does not have");
    }
    return known != null ? known : new SignatureFacts(oid, Strength.REFUSED, KeyFacts.Family.OTHER);
  }

  /** RSA has NULL there, the others nothing (RFC 4055 §5, RFC 5758 §3.2, RFC 8410 §3). */
  private boolean mayHave(Der parameters) {
    return switch (family) {
      case RSA, OTHER -> parameters.is(Der.NULL) && parameters.length() == 0;
      default -> false;
    };
  }

  private static SignatureFacts pss(@Nullable Der parameters) throws DerException {
    String hash = SHA1;
    if (parameters != null && parameters.is(Der.SEQUENCE)) {
      for (Der field : parameters.sequence()) {
        if (field.is(0xa0)) {
          hash = field.inner().filledSequence().get(0).oid();
        }
      }
    }
    Strength strength =
        SHA2.contains(hash) ? Strength.GOOD : hash.equals(SHA1) ? Strength.SHA1 : Strength.REFUSED;
    return new SignatureFacts("RSASSA-PSS", strength, KeyFacts.Family.RSA_PSS);
  }

  /** Whether a key of that kind may make such signatures at all. */
  boolean goesWith(KeyFacts key) {
    boolean same = key.family() == family;
    boolean anyRsa = key.family() == KeyFacts.Family.RSA && family == KeyFacts.Family.RSA_PSS;
    return key.sound() && (same || anyRsa);
  }
}
