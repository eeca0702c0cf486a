package io.handclasp.pki.issue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Turns what a builder was told into signed bytes. */
final class CertificateSigner {
  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateSigner() {}

  static X509Certificate sign(
      CertificateBuilder<?> told, PublicKey subjectKey, PrivateKey subjectsOwn) {
    Authority issuer = told.issuer;
    PrivateKey key = issuer == null ? subjectsOwn : issuer.key();
    ContentSigner signer =
        contentSigner(told.hash, told.signingKey == null ? key : told.signingKey);
    try {
      X509CertificateHolder holder =
          told.versionOne ? versionOne(told, subjectKey, signer) : v3(told, subjectKey, signer);
      return parse(told.damaged ? damage(holder.getEncoded()) : holder.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("A certificate that was just made does not encode", e);
    }
  }

  static ContentSigner contentSigner(SignatureHash hash, PrivateKey key) {
    try {
      JcaContentSignerBuilder builder = new JcaContentSignerBuilder(hash.algorithmWith(key));
      if (BouncyCastle.made(key) || key.getAlgorithm().equals("RSASSA-PSS")) {
        builder.setProvider(BouncyCastle.PROVIDER);
      }
      return builder.build(key);
    } catch (OperatorCreationException e) {
      throw new IllegalArgumentException(
          "A " + key.getAlgorithm() + " key cannot sign with " + hash, e);
    }
  }

  static BigInteger randomSerial() {
    BigInteger serial = new BigInteger(128, RANDOM);
    return serial.signum() == 0 ? BigInteger.ONE : serial;
  }

  static X500Name issuerName(CertificateBuilder<?> told) {
    if (told.issuerName != null) {
      return told.issuerName;
    }
    return told.issuer == null ? told.subject : told.issuer.name();
  }

  private static BigInteger serial(CertificateBuilder<?> told) {
    return told.serial == null ? randomSerial() : told.serial;
  }

  private static X509CertificateHolder versionOne(
      CertificateBuilder<?> told, PublicKey subjectKey, ContentSigner signer) {
    return new X509v1CertificateBuilder(
            issuerName(told),
            serial(told),
            date(told.notBefore()),
            date(told.notAfter()),
            told.subject,
            SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()))
        .build(signer);
  }

  private static X509CertificateHolder v3(
      CertificateBuilder<?> told, PublicKey subjectKey, ContentSigner signer)
      throws CertIOException {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuerName(told),
            serial(told),
            date(told.notBefore()),
            date(told.notAfter()),
            told.subject,
            SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
    new CertificateExtensions(told, subjectKey).addTo(builder);
    return builder.build(signer);
  }

  private static Date date(Instant instant) {
    return Date.from(instant);
  }

  // The signature is the last value of the encoding.
  private static byte[] damage(byte[] encoded) {
    byte[] copy = encoded.clone();
    copy[copy.length - 1] ^= 1;
    return copy;
  }

  /** By the JDK where it can, else (unknown curves) by Bouncy Castle. */
  static X509Certificate parse(byte[] der) {
    try {
      return generate(CertificateFactory.getInstance("X.509"), der);
    } catch (CertificateException unknownToTheJdk) {
      return parseByBouncyCastle(der, unknownToTheJdk);
    }
  }

  private static X509Certificate parseByBouncyCastle(byte[] der, CertificateException first) {
    try {
      return generate(CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER), der);
    } catch (CertificateException e) {
      e.addSuppressed(first);
      throw new IllegalStateException("A certificate that was just made cannot be read", e);
    }
  }

  private static X509Certificate generate(CertificateFactory factory, byte[] der)
      throws CertificateException {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }
}
