package io.handclasp.pki.issue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of key a certificate may carry. {@link #EC_P256} is the default everywhere.
 *
 * <p>The weak and exotic ones exist so that tests can show what a judge must refuse; {@link
 * #recommended()} tells them apart.
 */
public enum KeyType {
  /** Elliptic curve P-256: small, fast, understood by everyone. */
  EC_P256("EC", "secp256r1", 0, true),
  /** Elliptic curve P-384. */
  EC_P384("EC", "secp384r1", 0, true),
  /** Elliptic curve P-521. */
  EC_P521("EC", "secp521r1", 0, true),
  /** RSA with 2048 bits. */
  RSA_2048("RSA", null, 2048, true),
  /** RSA with 3072 bits. */
  RSA_3072("RSA", null, 3072, true),
  /** RSA with 4096 bits. */
  RSA_4096("RSA", null, 4096, true),
  /** Edwards curve 25519; BoringSSL does not take it in TLS certificates. */
  ED25519("Ed25519", null, 0, true),
  /** Edwards curve 448; few TLS peers take it. */
  ED448("Ed448", null, 0, false),
  /** RSA too short for today. */
  RSA_1024("RSA", null, 1024, false),
  /** RSA that only says RSASSA-PSS, which many peers do not take in TLS certificates. */
  RSA_PSS_2048("RSASSA-PSS", null, 2048, false),
  /** DSA, which TLS 1.3 has dropped. */
  DSA_2048("DSA", null, 2048, false),
  /** The curve of Bitcoin; the JDK and BoringSSL do not read it. */
  EC_SECP256K1("EC", "secp256k1", 0, false),
  /** A Brainpool curve; the JDK does not read it. */
  EC_BRAINPOOL_P256("EC", "brainpoolP256r1", 0, false);

  private final String algorithm;
  private final @Nullable String curve;
  private final int bits;
  private final boolean recommended;

  KeyType(String algorithm, @Nullable String curve, int bits, boolean recommended) {
    this.algorithm = algorithm;
    this.curve = curve;
    this.bits = bits;
    this.recommended = recommended;
  }

  /** The word for configuration and command line, such as {@code ec-p256} or {@code rsa-4096}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** False for kinds that serve tests only. */
  public boolean recommended() {
    return recommended;
  }

  /**
   * Finds the type by its {@link #code()}.
   *
   * @throws IllegalArgumentException naming the recommended codes
   */
  public static KeyType parse(String code) {
    for (KeyType type : values()) {
      if (type.code().equals(code.toLowerCase(Locale.ROOT))) {
        return type;
      }
    }
    String known =
        Arrays.stream(values())
            .filter(KeyType::recommended)
            .map(KeyType::code)
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException("key type: " + code + " (expected one of: " + known + ")");
  }

  /** A fresh key pair from the secure random source of the JDK. */
  public KeyPair generate() {
    try {
      KeyPairGenerator generator =
          unknownToTheJdk()
              ? KeyPairGenerator.getInstance(algorithm, BouncyCastle.PROVIDER)
              : KeyPairGenerator.getInstance(algorithm);
      if (curve != null) {
        generator.initialize(new ECGenParameterSpec(curve));
      } else if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java makes no key of type " + code(), e);
    }
  }

  private boolean unknownToTheJdk() {
    return this == EC_SECP256K1 || this == EC_BRAINPOOL_P256;
  }
}
