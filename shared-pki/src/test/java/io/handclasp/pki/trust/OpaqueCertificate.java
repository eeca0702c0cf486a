package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of which the provider understands nothing but its octets and its signature, as
 * lazily reading providers hand them out: so that the judge sees what the JDK would not parse.
 */
final class OpaqueCertificate extends X509Certificate {
  private static final long serialVersionUID = 1L;

  private final byte[] encoded;
  private final byte[] signed;
  private final byte @Nullable [] signature;
  private final String algorithm;
  private final transient PublicKey key;

  /** Without a signature every key is said to have made it. */
  OpaqueCertificate(
      byte[] encoded, byte[] signed, byte @Nullable [] signature, String algorithm, PublicKey key) {
    this.encoded = encoded;
    this.signed = signed;
    this.signature = signature;
    this.algorithm = algorithm;
    this.key = key;
  }

  @Override
  public byte[] getEncoded() {
    return encoded.clone();
  }

  @Override
  public void verify(PublicKey issuer)
      throws NoSuchAlgorithmException, InvalidKeyException, SignatureException {
    if (signature == null) {
      return;
    }
    Signature check = Signature.getInstance(algorithm);
    check.initVerify(issuer);
    check.update(signed);
    if (!check.verify(signature)) {
      throw new SignatureException("does not verify");
    }
  }

  @Override
  public void verify(PublicKey issuer, String provider)
      throws NoSuchAlgorithmException, InvalidKeyException, SignatureException {
    verify(issuer);
  }

  @Override
  public PublicKey getPublicKey() {
    return key;
  }

  @Override
  public X500Principal getSubjectX500Principal() {
    return new X500Principal("CN=opaque");
  }

  @Override
  public X500Principal getIssuerX500Principal() {
    return new X500Principal("CN=opaque issuer");
  }

  @Override
  public String toString() {
    return "OpaqueCertificate[" + encoded.length + " octets]";
  }

  @Override
  public byte[] getSignature() {
    return signature == null ? new byte[0] : signature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpaqueCertificate that && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  // What the judge must never need.

  private static UnsupportedOperationException notRead() {
    return new UnsupportedOperationException("not read");
  }

  @Override
  public void checkValidity() {
    throw notRead();
  }

  @Override
  public void checkValidity(Date date) {
    throw notRead();
  }

  @Override
  public int getVersion() {
    throw notRead();
  }

  @Override
  public BigInteger getSerialNumber() {
    throw notRead();
  }

  @Override
  @Deprecated
  public Principal getIssuerDN() {
    throw notRead();
  }

  @Override
  @Deprecated
  public Principal getSubjectDN() {
    throw notRead();
  }

  @Override
  public Date getNotBefore() {
    throw notRead();
  }

  @Override
  public Date getNotAfter() {
    throw notRead();
  }

  @Override
  public byte[] getTBSCertificate() {
    throw notRead();
  }

  @Override
  public String getSigAlgName() {
    throw notRead();
  }

  @Override
  public String getSigAlgOID() {
    throw notRead();
  }

  @Override
  public byte[] getSigAlgParams() {
    throw notRead();
  }

  @Override
  public boolean[] getIssuerUniqueID() {
    throw notRead();
  }

  @Override
  public boolean[] getSubjectUniqueID() {
    throw notRead();
  }

  @Override
  public boolean[] getKeyUsage() {
    throw notRead();
  }

  @Override
  public int getBasicConstraints() {
    throw notRead();
  }

  @Override
  public boolean hasUnsupportedCriticalExtension() {
    throw notRead();
  }

  @Override
  public Set<String> getCriticalExtensionOIDs() {
    throw notRead();
  }

  @Override
  public Set<String> getNonCriticalExtensionOIDs() {
    throw notRead();
  }

  @Override
  public byte[] getExtensionValue(String oid) {
    throw notRead();
  }
}
