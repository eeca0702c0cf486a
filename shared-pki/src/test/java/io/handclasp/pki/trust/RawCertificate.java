package io.handclasp.pki.trust;

import static io.handclasp.pki.trust.DerWriter.ascii;
import static io.handclasp.pki.trust.DerWriter.bits;
import static io.handclasp.pki.trust.DerWriter.bool;
import static io.handclasp.pki.trust.DerWriter.commonName;
import static io.handclasp.pki.trust.DerWriter.concat;
import static io.handclasp.pki.trust.DerWriter.integer;
import static io.handclasp.pki.trust.DerWriter.octets;
import static io.handclasp.pki.trust.DerWriter.oid;
import static io.handclasp.pki.trust.DerWriter.seq;
import static io.handclasp.pki.trust.DerWriter.tag;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A leaf for {@code back.example}, EC P-256, of which every field can be written by hand. */
final class RawCertificate {
  static final byte[] ECDSA = seq(oid("1.2.840.10045.4.3.2"));

  private final KeyPair pair = KeyType.EC_P256.generate();
  byte[] version = tag(0xa0, integer(2));
  byte[] serial = integer(4711);
  byte[] algorithm = ECDSA;
  byte[] outerAlgorithm = ECDSA;
  byte[] issuer;
  byte[] notBefore = ascii(0x17, "200101000000Z");
  byte[] notAfter = ascii(0x17, "491231235959Z");
  byte[] subject = commonName("back");
  byte[] key = pair.getPublic().getEncoded();
  byte[] uniqueIds = new byte[0];
  byte[] trailing = new byte[0];
  final List<byte[]> extensions = new ArrayList<>();
  private final PrivateKey signer;

  RawCertificate(Authority authority) {
    issuer = authority.certificate().getSubjectX500Principal().getEncoded();
    signer = authority.key();
    extensions.add(extension("2.5.29.17", false, seq(ascii(0x82, "back.example"))));
    extensions.add(extension("2.5.29.35", false, seq(tag(0x80, keyId(authority)))));
  }

  private static byte[] keyId(Authority authority) {
    byte[] value = authority.certificate().getExtensionValue("2.5.29.14");
    byte[] id = new byte[value.length - 4];
    System.arraycopy(value, 4, id, 0, id.length);
    return id;
  }

  static byte[] extension(String oid, boolean critical, byte[] value) {
    return critical ? seq(oid(oid), bool(true), octets(value)) : seq(oid(oid), octets(value));
  }

  byte[] toBeSigned() {
    byte[] tail =
        extensions.isEmpty() ? new byte[0] : tag(0xa3, seq(extensions.toArray(byte[][]::new)));
    return seq(
        version,
        serial,
        algorithm,
        issuer,
        seq(notBefore, notAfter),
        subject,
        key,
        uniqueIds,
        tail,
        trailing);
  }

  X509Certificate create() {
    byte[] signed = toBeSigned();
    byte[] signature = sign(signed);
    byte[] encoded = seq(signed, outerAlgorithm, bits(signature));
    return opaque(encoded, signed, signature);
  }

  X509Certificate opaque(byte[] encoded, byte[] signed, byte[] signature) {
    return new OpaqueCertificate(encoded, signed, signature, "SHA256withECDSA", pair.getPublic());
  }

  /** A certificate of that content, whose signature every key is said to have made. */
  X509Certificate asIfSigned(byte[] signed) {
    byte[] encoded = seq(signed, outerAlgorithm, bits(new byte[70]));
    return new OpaqueCertificate(encoded, signed, null, "SHA256withECDSA", pair.getPublic());
  }

  byte[] encoded() {
    byte[] signed = toBeSigned();
    return concat(seq(signed, outerAlgorithm, bits(sign(signed))));
  }

  byte[] sign(byte[] signed) {
    try {
      Signature making = Signature.getInstance("SHA256withECDSA");
      making.initSign(signer);
      making.update(signed);
      return making.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
