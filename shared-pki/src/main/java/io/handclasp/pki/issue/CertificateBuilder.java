package io.handclasp.pki.issue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/**
 * What authorities and leaves have in common: everything a certificate says. Each method sets one
 * thing and returns the builder; whatever is not set has the default named there.
 *
 * <p>The defaults make certificates that every peer takes. The methods after {@link #insecureHash}
 * make what a careful peer must refuse; they are for tests.
 *
 * <p>A builder is used by one thread and makes one certificate.
 *
 * @param <B> the builder itself
 */
public abstract sealed class CertificateBuilder<B extends CertificateBuilder<B>>
    permits AuthorityBuilder, LeafBuilder {
  /** Clocks differ: certificates are valid this long before they are made. */
  public static final Duration BACKDATE = Duration.ofMinutes(5);

  final X500Name subject;
  final @Nullable Authority issuer;
  private final Instant now = Instant.now();
  private KeyType keyType = KeyType.EC_P256;
  private @Nullable KeyPair keyPair;
  private Duration validity;
  private @Nullable Instant from;
  private @Nullable Instant until;

  final List<GeneralName> alternativeNames = new ArrayList<>();
  final List<KeyPurposeId> purposes = new ArrayList<>();
  final List<GeneralName> permitted = new ArrayList<>();
  final List<GeneralName> excluded = new ArrayList<>();
  final List<String> policies = new ArrayList<>();
  final List<Extension> rawExtensions = new ArrayList<>();
  final Set<String> leftOut = new TreeSet<>();
  @Nullable BigInteger serial;
  @Nullable Set<KeyUse> keyUse;
  @Nullable String crlAddress;
  @Nullable String issuerAddress;
  @Nullable X500Name issuerName;
  byte @Nullable [] subjectKeyId;
  byte @Nullable [] authorityKeyId;
  SignatureHash hash = SignatureHash.SHA256;
  @Nullable PrivateKey signingKey;
  boolean versionOne;
  boolean damaged;

  CertificateBuilder(String subject, @Nullable Authority issuer, Duration validity) {
    this.subject = Names.parse(subject);
    this.issuer = issuer;
    this.validity = validity;
  }

  abstract B self();

  /** True where the certificate says that its subject is an authority. */
  abstract boolean claimsAuthority();

  /** Whether basic constraints are there at all, and the path length where there is a limit. */
  abstract @Nullable Integer pathLength();

  /** The key usage where none was set. */
  abstract Set<KeyUse> usualKeyUse(PublicKey subjectKey);

  // ---- key ----

  /** A fresh key of this type; EC P-256 where not set. */
  public B key(KeyType type) {
    keyType = type;
    return self();
  }

  /** An existing key instead of a fresh one: renewals, cross-signing, two names for one key. */
  public B key(KeyPair pair) {
    keyPair = pair;
    return self();
  }

  // ---- validity ----

  /** How long it is valid, from now on; a leaf 90 days, an authority ten years where not set. */
  public B validFor(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("validity: " + duration + " (expected: > 0)");
    }
    validity = duration;
    return self();
  }

  /** Valid from this time; five minutes ago where not set. */
  public B from(Instant time) {
    from = time;
    return self();
  }

  /** Valid until this time; goes before {@link #validFor} and may reach beyond the issuer's end. */
  public B until(Instant time) {
    until = time;
    return self();
  }

  /** Valid until yesterday. */
  public B expired() {
    return from(now.minus(Duration.ofDays(30))).until(now.minus(Duration.ofDays(1)));
  }

  /** Valid from tomorrow. */
  public B notYetValid() {
    return from(now.plus(Duration.ofDays(1))).until(now.plus(Duration.ofDays(30)));
  }

  // ---- names ----

  /** Adds a DNS alternative name; a wildcard such as {@code *.example} is a name like any other. */
  public B dns(String name) {
    alternativeNames.add(new GeneralName(GeneralName.dNSName, name));
    return self();
  }

  /** Adds an IP alternative name, IPv4 or IPv6 in the usual notation. */
  public B ip(String address) {
    alternativeNames.add(new GeneralName(GeneralName.iPAddress, address));
    return self();
  }

  /** Adds a URI alternative name, such as a SPIFFE id. */
  public B uri(String uri) {
    alternativeNames.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
    return self();
  }

  /** Adds an e-mail alternative name. */
  public B email(String address) {
    alternativeNames.add(new GeneralName(GeneralName.rfc822Name, address));
    return self();
  }

  /** No alternative names, not even the one that would be taken from the common name. */
  public B noAlternativeNames() {
    alternativeNames.clear();
    return without(Oids.SUBJECT_ALTERNATIVE_NAME);
  }

  // ---- what it may be used for ----

  /** May be shown by a server. */
  public B server() {
    purposes.add(KeyPurposeId.id_kp_serverAuth);
    return self();
  }

  /** May be shown by a client. */
  public B client() {
    purposes.add(KeyPurposeId.id_kp_clientAuth);
    return self();
  }

  /** Adds another extended key usage by its object identifier. */
  public B purpose(String oid) {
    purposes.add(KeyPurposeId.getInstance(Oids.of(oid)));
    return self();
  }

  /** No extended key usage at all. */
  public B noPurposes() {
    purposes.clear();
    return without(Oids.EXTENDED_KEY_USAGE);
  }

  /** Exactly these key usage bits. */
  public B keyUse(KeyUse first, KeyUse... more) {
    keyUse = EnumSet.of(first, more);
    return self();
  }

  /** No key usage extension. */
  public B noKeyUse() {
    return without(Oids.KEY_USAGE);
  }

  /** Adds a certificate policy. */
  public B policy(String oid) {
    policies.add(oid);
    return self();
  }

  // ---- where to find more ----

  /** Where the revocation list of the issuer is published. */
  public B crlAt(String url) {
    crlAddress = url;
    return self();
  }

  /** Where the issuer's certificate is published (authority information access). */
  public B issuerAt(String url) {
    issuerAddress = url;
    return self();
  }

  // ---- number and signature ----

  /** This serial number instead of 128 random bits. */
  public B serial(BigInteger number) {
    serial = number;
    return self();
  }

  /** This serial number instead of 128 random bits. */
  public B serial(long number) {
    return serial(BigInteger.valueOf(number));
  }

  /** The digest under the signature; SHA-256 where not set. */
  public B hash(SignatureHash secure) {
    if (!secure.secure()) {
      throw new IllegalArgumentException(
          "hash: " + secure + " is broken (expected: SHA256, SHA384 or SHA512)");
    }
    hash = secure;
    return self();
  }

  /** Adds any extension; {@code value} is the DER inside the octet string. */
  public B extension(String oid, boolean critical, byte[] value) {
    rawExtensions.add(new Extension(Oids.of(oid), critical, value));
    return self();
  }

  // ---- what a careful peer must refuse ----

  /** FOR TESTS: signs with a digest that is broken. */
  public B insecureHash(SignatureHash broken) {
    hash = broken;
    return self();
  }

  /** FOR TESTS: X.509 version 1, which has no extensions; what {@code openssl x509 -req} makes. */
  public B versionOne() {
    versionOne = true;
    return self();
  }

  /** FOR TESTS: leaves an extension out, by object identifier; see {@link Oids}. */
  public B without(String oid) {
    leftOut.add(oid);
    return self();
  }

  /** FOR TESTS: a critical extension that nobody understands. */
  public B unknownCriticalExtension() {
    return extension("1.3.6.1.4.1.55555.1", true, new byte[] {5, 0});
  }

  /** FOR TESTS: names another issuer than the one that signs. */
  public B issuerName(String name) {
    issuerName = Names.parse(name);
    return self();
  }

  /** FOR TESTS: another key signs than the issuer's. */
  public B signedBy(PrivateKey other) {
    signingKey = other;
    return self();
  }

  /** FOR TESTS: another subject key identifier than the key's digest. */
  public B subjectKeyId(byte[] id) {
    subjectKeyId = id.clone();
    return self();
  }

  /** FOR TESTS: another authority key identifier than the issuer's. */
  public B authorityKeyId(byte[] id) {
    authorityKeyId = id.clone();
    return self();
  }

  /** FOR TESTS: a signature that does not verify. */
  public B damagedSignature() {
    damaged = true;
    return self();
  }

  // ---- for the makers in this package ----

  KeyPair takeKeyPair() {
    return keyPair != null ? keyPair : keyType.generate();
  }

  Instant notBefore() {
    return from != null ? from : now.minus(BACKDATE);
  }

  // A certificate that outlives its issuer is of no use; only an explicit end may do so.
  Instant notAfter() {
    if (until != null) {
      return until;
    }
    Instant end = (from != null ? from : now).plus(validity);
    if (issuer == null) {
      return end;
    }
    Instant issuersEnd = issuer.certificate().getNotAfter().toInstant();
    return issuersEnd.isBefore(end) && issuersEnd.isAfter(notBefore()) ? issuersEnd : end;
  }

  X509Certificate issue(PublicKey subjectKey, PrivateKey ownKey) {
    return CertificateSigner.sign(this, subjectKey, ownKey);
  }
}
