package io.handclasp.pki.trust;

import static io.handclasp.pki.trust.DerWriter.ascii;
import static io.handclasp.pki.trust.DerWriter.bits;
import static io.handclasp.pki.trust.DerWriter.integer;
import static io.handclasp.pki.trust.DerWriter.seq;
import static io.handclasp.pki.trust.DerWriter.tag;

import io.handclasp.pki.issue.Authority;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A revocation list of which entries and extensions are written by hand. */
final class RawList {
  private static final String NUMBER = "2.5.29.20";

  private final Authority signer;
  private final List<byte[]> entries = new ArrayList<>();
  private final List<byte[]> extensions =
      new ArrayList<>(List.of(RawCertificate.extension(NUMBER, false, integer(1))));

  RawList(Authority signer) {
    this.signer = signer;
  }

  /** Revokes; {@code entryExtensions} are complete extensions. */
  RawList entry(X509Certificate certificate, byte[]... entryExtensions) {
    byte[] serial = integer(certificate.getSerialNumber());
    byte[] date = ascii(0x17, "240101000000Z");
    entries.add(
        entryExtensions.length == 0 ? seq(serial, date) : seq(serial, date, seq(entryExtensions)));
    return this;
  }

  RawList extension(String oid, boolean critical, byte[] value) {
    byte[] extension = RawCertificate.extension(oid, critical, value);
    if (oid.equals(NUMBER)) {
      extensions.set(0, extension);
    } else {
      extensions.add(extension);
    }
    return this;
  }

  /** The entry extension that names another issuer than the one of the list. */
  static byte[] issuedBy(Authority authority) {
    byte[] name = authority.certificate().getSubjectX500Principal().getEncoded();
    return RawCertificate.extension("2.5.29.29", true, seq(tag(0xa4, name)));
  }

  X509CRL create() {
    byte[] issuer = signer.certificate().getSubjectX500Principal().getEncoded();
    byte[] revoked = entries.isEmpty() ? new byte[0] : seq(entries.toArray(byte[][]::new));
    byte[] tail = tag(0xa0, seq(extensions.toArray(byte[][]::new)));
    byte[] signed =
        seq(
            integer(1),
            RawCertificate.ECDSA,
            issuer,
            ascii(0x17, "240101000000Z"),
            ascii(0x17, "491231235959Z"),
            revoked,
            tail);
    try {
      Signature making = Signature.getInstance("SHA256withECDSA");
      making.initSign(signer.key());
      making.update(signed);
      byte[] encoded = seq(signed, RawCertificate.ECDSA, bits(making.sign()));
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
