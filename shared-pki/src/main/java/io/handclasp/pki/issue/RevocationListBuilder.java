package io.handclasp.pki.issue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes a revocation list (RFC 5280, 5). Where not set otherwise it is from five minutes ago, the
 * next one is due in seven days, and its number is the time in milliseconds, so that it grows.
 */
public final class RevocationListBuilder {
  private static final Duration A_WEEK = Duration.ofDays(7);

  private final Authority issuer;
  private final Instant now = Instant.now();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Extension> rawExtensions = new ArrayList<>();
  private final Set<String> leftOut = new TreeSet<>();
  private Instant thisUpdate = now.minus(CertificateBuilder.BACKDATE);
  private @Nullable Instant nextUpdate = now.plus(A_WEEK);
  private BigInteger number = BigInteger.valueOf(now.toEpochMilli());
  private SignatureHash hash = SignatureHash.SHA256;
  private @Nullable PrivateKey signingKey;

  private record Entry(BigInteger serial, Instant at, CRLReason reason) {}

  RevocationListBuilder(Authority issuer) {
    this.issuer = issuer;
  }

  /** The time the list is from. */
  public RevocationListBuilder thisUpdate(Instant time) {
    thisUpdate = time;
    return this;
  }

  /** The time the next list is due. */
  public RevocationListBuilder nextUpdate(Instant time) {
    nextUpdate = time;
    return this;
  }

  /** The list does not say when the next one is due. */
  public RevocationListBuilder noNextUpdate() {
    nextUpdate = null;
    return this;
  }

  /** A list whose successor was due yesterday. */
  public RevocationListBuilder expired() {
    return thisUpdate(now.minus(Duration.ofDays(8))).nextUpdate(now.minus(Duration.ofDays(1)));
  }

  /** The list's number; each list of an authority has a higher one than the list before. */
  public RevocationListBuilder number(BigInteger listNumber) {
    number = listNumber;
    return this;
  }

  /** Revokes a certificate now, without saying why. */
  public RevocationListBuilder revoke(X509Certificate certificate) {
    return revoke(certificate, CRLReason.UNSPECIFIED);
  }

  /** Revokes a certificate now. */
  public RevocationListBuilder revoke(X509Certificate certificate, CRLReason reason) {
    return revoke(certificate.getSerialNumber(), thisUpdate, reason);
  }

  /** Revokes a serial number as of {@code at}. */
  public RevocationListBuilder revoke(BigInteger serial, Instant at, CRLReason reason) {
    entries.add(new Entry(serial, at, reason));
    return this;
  }

  /** The digest under the signature; SHA-256 where not set. */
  public RevocationListBuilder hash(SignatureHash digest) {
    hash = digest;
    return this;
  }

  /** Adds any extension; {@code value} is the DER inside the octet string. */
  public RevocationListBuilder extension(String oid, boolean critical, byte[] value) {
    rawExtensions.add(new Extension(Oids.of(oid), critical, value));
    return this;
  }

  /** FOR TESTS: leaves the list number or the authority key identifier out. */
  public RevocationListBuilder without(String oid) {
    leftOut.add(oid);
    return this;
  }

  /** FOR TESTS: a critical extension that nobody understands. */
  public RevocationListBuilder unknownCriticalExtension() {
    return extension("1.3.6.1.4.1.55555.2", true, new byte[] {5, 0});
  }

  /** FOR TESTS: another key signs than the issuer's. */
  public RevocationListBuilder signedBy(PrivateKey other) {
    signingKey = other;
    return this;
  }

  /** Signs the list. */
  public X509CRL create() {
    X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer.name(), Date.from(thisUpdate));
    if (nextUpdate != null) {
      builder.setNextUpdate(Date.from(nextUpdate));
    }
    for (Entry entry : entries) {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), codeOf(entry.reason()));
    }
    PrivateKey key = signingKey == null ? issuer.key() : signingKey;
    try {
      addExtensions(builder);
      return parse(builder.build(CertificateSigner.contentSigner(hash, key)).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("A revocation list that was just made does not encode", e);
    }
  }

  private void addExtensions(X509v2CRLBuilder builder) throws IOException {
    if (!leftOut.contains(Oids.AUTHORITY_KEY_IDENTIFIER)) {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(CertificateExtensions.keyIdOf(issuer)));
    }
    if (!leftOut.contains(Extension.cRLNumber.getId())) {
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
    }
    for (Extension raw : rawExtensions) {
      builder.addExtension(raw);
    }
  }

  /** The number of a reason in RFC 5280, 5.3.1. */
  static int codeOf(CRLReason reason) {
    return switch (reason) {
      case UNSPECIFIED, UNUSED -> org.bouncycastle.asn1.x509.CRLReason.unspecified;
      case KEY_COMPROMISE -> org.bouncycastle.asn1.x509.CRLReason.keyCompromise;
      case CA_COMPROMISE -> org.bouncycastle.asn1.x509.CRLReason.cACompromise;
      case AFFILIATION_CHANGED -> org.bouncycastle.asn1.x509.CRLReason.affiliationChanged;
      case SUPERSEDED -> org.bouncycastle.asn1.x509.CRLReason.superseded;
      case CESSATION_OF_OPERATION -> org.bouncycastle.asn1.x509.CRLReason.cessationOfOperation;
      case CERTIFICATE_HOLD -> org.bouncycastle.asn1.x509.CRLReason.certificateHold;
      case REMOVE_FROM_CRL -> org.bouncycastle.asn1.x509.CRLReason.removeFromCRL;
      case PRIVILEGE_WITHDRAWN -> org.bouncycastle.asn1.x509.CRLReason.privilegeWithdrawn;
      case AA_COMPROMISE -> org.bouncycastle.asn1.x509.CRLReason.aACompromise;
    };
  }

  private static X509CRL parse(byte[] der) {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    } catch (CertificateException | CRLException e) {
      throw new IllegalStateException("A revocation list that was just made cannot be read", e);
    }
  }
}
