package io.handclasp.pki.issue;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** Object identifiers of the extensions that builders set by themselves (RFC 5280, 4.2). */
public final class Oids {
  /** Subject key identifier. */
  public static final String SUBJECT_KEY_IDENTIFIER = Extension.subjectKeyIdentifier.getId();

  /** Key usage. */
  public static final String KEY_USAGE = Extension.keyUsage.getId();

  /** Subject alternative name. */
  public static final String SUBJECT_ALTERNATIVE_NAME = Extension.subjectAlternativeName.getId();

  /** Basic constraints. */
  public static final String BASIC_CONSTRAINTS = Extension.basicConstraints.getId();

  /** Name constraints. */
  public static final String NAME_CONSTRAINTS = Extension.nameConstraints.getId();

  /** The number of a revocation list. */
  public static final String CRL_NUMBER = Extension.cRLNumber.getId();

  /** Authority key identifier. */
  public static final String AUTHORITY_KEY_IDENTIFIER = Extension.authorityKeyIdentifier.getId();

  /** Extended key usage. */
  public static final String EXTENDED_KEY_USAGE = Extension.extendedKeyUsage.getId();

  private Oids() {}

  static ASN1ObjectIdentifier of(String oid) {
    return new ASN1ObjectIdentifier(oid);
  }
}
