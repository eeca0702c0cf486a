package io.handclasp.pki.issue;

import io.handclasp.pki.store.Identity;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/**
 * Makes the certificate of a server or client and, with {@link #create()}, its key.
 *
 * <p>Where not set otherwise: valid 90 days; for servers and clients alike; the alternative name is
 * taken from the common name where that is a host name or an address.
 */
public final class LeafBuilder extends CertificateBuilder<LeafBuilder> {
  private static final Duration NINETY_DAYS = Duration.ofDays(90);

  private boolean claimsAuthority;
  private boolean withRoot;
  private boolean leafOnly;
  private @Nullable String alias;

  LeafBuilder(String subject, @Nullable Authority issuer) {
    super(subject, issuer, NINETY_DAYS);
  }

  /** The alias under which stores will hold it; made from the common name where not set. */
  public LeafBuilder alias(String name) {
    alias = name;
    return this;
  }

  /** The chain ends with the root, which a peer does not need. */
  public LeafBuilder withRoot() {
    withRoot = true;
    return this;
  }

  /** The chain holds the leaf alone: the intermediates are missing. */
  public LeafBuilder leafOnly() {
    leafOnly = true;
    return this;
  }

  /** FOR TESTS: basic constraints say that the leaf is an authority. */
  public LeafBuilder claimingAuthority() {
    claimsAuthority = true;
    return this;
  }

  /** Makes the key, signs the certificate: leaf first, intermediates after it, no root. */
  public Identity create() {
    KeyPair pair = takeKeyPair();
    X509Certificate leaf = issue(pair.getPublic(), pair.getPrivate());
    return new Identity(aliasOrName(), pair.getPrivate(), chainOf(leaf));
  }

  /**
   * Signs a certificate for a key whose private half is elsewhere, as for a signing request.
   *
   * @throws IllegalStateException for a self-signed leaf, which needs the private half
   */
  public X509Certificate certify(PublicKey subjectKey) {
    if (issuer == null) {
      throw new IllegalStateException("A leaf without an authority signs itself: use create()");
    }
    return issue(subjectKey, issuer.key());
  }

  /** The chain that {@code leaf} is shown with: intermediates, and the root where asked for. */
  List<X509Certificate> chainOf(X509Certificate leaf) {
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(leaf);
    if (issuer != null && !leafOnly) {
      List<X509Certificate> above = issuer.chain();
      chain.addAll(withRoot ? above : above.stream().filter(c -> !selfIssued(c)).toList());
    }
    return chain;
  }

  private static boolean selfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private String aliasOrName() {
    String name = alias != null ? alias : Names.commonName(subject).orElse("identity");
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  LeafBuilder self() {
    return this;
  }

  @Override
  boolean claimsAuthority() {
    return claimsAuthority;
  }

  @Override
  @Nullable Integer pathLength() {
    return null;
  }

  // TLS 1.2 key exchange by RSA encryption needs its own bit; all else signs.
  @Override
  Set<KeyUse> usualKeyUse(PublicKey subjectKey) {
    boolean encrypts =
        subjectKey.getAlgorithm().equals("RSA")
            && (purposes.isEmpty() || purposes.contains(KeyPurposeId.id_kp_serverAuth));
    return encrypts
        ? EnumSet.of(KeyUse.DIGITAL_SIGNATURE, KeyUse.KEY_ENCIPHERMENT)
        : EnumSet.of(KeyUse.DIGITAL_SIGNATURE);
  }
}
