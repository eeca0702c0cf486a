package io.handclasp.pki.issue;

import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.jspecify.annotations.Nullable;

/** The extensions of one certificate, in the order in which most tools write them. */
final class CertificateExtensions {
  private final CertificateBuilder<?> told;
  private final PublicKey subjectKey;

  CertificateExtensions(CertificateBuilder<?> told, PublicKey subjectKey) {
    this.told = told;
    this.subjectKey = subjectKey;
  }

  void addTo(X509v3CertificateBuilder builder) throws CertIOException {
    add(builder, Extension.basicConstraints.getId(), true, basicConstraints());
    add(builder, Extension.keyUsage.getId(), true, keyUsage());
    add(builder, Extension.extendedKeyUsage.getId(), false, purposes());
    add(builder, Extension.subjectKeyIdentifier.getId(), false, subjectKeyId());
    add(builder, Extension.authorityKeyIdentifier.getId(), false, authorityKeyId());
    // RFC 5280, 4.2.1.6: critical where the subject is empty.
    boolean nameless = told.subject.getRDNs().length == 0;
    add(builder, Extension.subjectAlternativeName.getId(), nameless, alternativeNames());
    add(builder, Extension.nameConstraints.getId(), true, nameConstraints());
    add(builder, Extension.certificatePolicies.getId(), false, policies());
    add(builder, Extension.cRLDistributionPoints.getId(), false, crlDistribution());
    add(builder, Extension.authorityInfoAccess.getId(), false, issuerAddress());
    for (Extension raw : told.rawExtensions) {
      builder.addExtension(raw);
    }
  }

  private void add(
      X509v3CertificateBuilder builder, String oid, boolean critical, @Nullable ASN1Encodable value)
      throws CertIOException {
    boolean replaced =
        told.rawExtensions.stream().anyMatch(raw -> raw.getExtnId().getId().equals(oid));
    if (value != null && !replaced && !told.leftOut.contains(oid)) {
      builder.addExtension(Oids.of(oid), critical, value);
    }
  }

  private ASN1Encodable basicConstraints() {
    Integer pathLength = told.pathLength();
    return told.claimsAuthority() && pathLength != null
        ? new BasicConstraints(pathLength)
        : new BasicConstraints(told.claimsAuthority());
  }

  private ASN1Encodable keyUsage() {
    Set<KeyUse> uses = told.keyUse == null ? told.usualKeyUse(subjectKey) : told.keyUse;
    return new KeyUsage(uses.stream().mapToInt(KeyUse::bit).reduce(0, (a, b) -> a | b));
  }

  // An authority without purposes may issue for all; a leaf without a role serves both.
  private @Nullable ASN1Encodable purposes() {
    if (!told.purposes.isEmpty()) {
      return new ExtendedKeyUsage(told.purposes.toArray(KeyPurposeId[]::new));
    }
    return told instanceof AuthorityBuilder
        ? null
        : new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
  }

  private ASN1Encodable subjectKeyId() {
    return told.subjectKeyId == null
        ? keyIdOf(subjectKey)
        : new SubjectKeyIdentifier(told.subjectKeyId);
  }

  private @Nullable ASN1Encodable authorityKeyId() {
    if (told.authorityKeyId != null) {
      return new AuthorityKeyIdentifier(told.authorityKeyId);
    }
    if (told.issuer == null) {
      return new AuthorityKeyIdentifier(keyIdOf(subjectKey).getKeyIdentifier());
    }
    return new AuthorityKeyIdentifier(keyIdOf(told.issuer));
  }

  /** The issuer's own identifier goes first, so that both match however it was made. */
  static byte[] keyIdOf(Authority issuer) {
    byte[] own = issuer.certificate().getExtensionValue(Oids.SUBJECT_KEY_IDENTIFIER);
    if (own == null) {
      return keyIdOf(issuer.certificate().getPublicKey()).getKeyIdentifier();
    }
    return SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(own).getOctets())
        .getKeyIdentifier();
  }

  private static SubjectKeyIdentifier keyIdOf(PublicKey key) {
    try {
      return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java lacks SHA-1, which names keys (RFC 5280)", e);
    }
  }

  private @Nullable ASN1Encodable alternativeNames() {
    if (!told.alternativeNames.isEmpty()) {
      return new GeneralNames(told.alternativeNames.toArray(GeneralName[]::new));
    }
    Optional<GeneralName> fromCommonName =
        told instanceof AuthorityBuilder ? Optional.empty() : Names.commonNameAsHost(told.subject);
    return fromCommonName.map(GeneralNames::new).orElse(null);
  }

  private @Nullable ASN1Encodable nameConstraints() {
    if (told.permitted.isEmpty() && told.excluded.isEmpty()) {
      return null;
    }
    return new NameConstraints(subtrees(told.permitted), subtrees(told.excluded));
  }

  private static GeneralSubtree @Nullable [] subtrees(java.util.List<GeneralName> names) {
    return names.isEmpty()
        ? null
        : names.stream().map(GeneralSubtree::new).toArray(GeneralSubtree[]::new);
  }

  private @Nullable ASN1Encodable policies() {
    return told.policies.isEmpty()
        ? null
        : new CertificatePolicies(
            told.policies.stream()
                .map(oid -> new PolicyInformation(Oids.of(oid)))
                .toArray(PolicyInformation[]::new));
  }

  private @Nullable ASN1Encodable crlDistribution() {
    if (told.crlAddress == null) {
      return null;
    }
    GeneralName address = new GeneralName(GeneralName.uniformResourceIdentifier, told.crlAddress);
    DistributionPoint point =
        new DistributionPoint(new DistributionPointName(new GeneralNames(address)), null, null);
    return new CRLDistPoint(new DistributionPoint[] {point});
  }

  private @Nullable ASN1Encodable issuerAddress() {
    return told.issuerAddress == null
        ? null
        : new AuthorityInformationAccess(
            AccessDescription.id_ad_caIssuers,
            new GeneralName(GeneralName.uniformResourceIdentifier, told.issuerAddress));
  }
}
