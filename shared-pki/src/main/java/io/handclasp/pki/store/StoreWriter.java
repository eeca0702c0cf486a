package io.handclasp.pki.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Writes identities and trusted certificates. Files with keys are for their owner only (0600), new
 * files never overwrite, and a crash leaves the old file or the new one.
 *
 * <pre>{@code
 * StoreWriter.pkcs12(Path.of("back.p12"), back, password);
 * StoreWriter.pem(Path.of("back.crt"), Path.of("back.key"), back);
 * StoreWriter.trustPkcs12(Path.of("trust.p12"), List.of(root.certificate()), password);
 * }</pre>
 */
public final class StoreWriter {
  private StoreWriter() {}

  /** A PKCS12 key store that Java, OpenSSL, nginx and HAProxy read. */
  public static void pkcs12(Path file, Identity identity, char[] password) throws StoreException {
    SafeFile.create(file, keyStore("PKCS12", identity, password), SafeFile.Access.OWNER);
  }

  /** A JKS key store, for old Java programs. */
  public static void jks(Path file, Identity identity, char[] password) throws StoreException {
    SafeFile.create(file, keyStore("JKS", identity, password), SafeFile.Access.OWNER);
  }

  /** The chain and the key in a PEM file each; the key as PKCS8, not encrypted. */
  public static void pem(Path chainFile, Path keyFile, Identity identity) throws StoreException {
    SafeFile.create(keyFile, pemKey(identity), SafeFile.Access.OWNER);
    SafeFile.create(chainFile, pemCertificates(identity.chain()), SafeFile.Access.EVERYONE);
  }

  /** Key and chain in one PEM file; the key as PKCS8, not encrypted. */
  public static void pem(Path file, Identity identity) throws StoreException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(pemKey(identity));
    both.writeBytes(pemCertificates(identity.chain()));
    SafeFile.create(file, both.toByteArray(), SafeFile.Access.OWNER);
  }

  /** A PKCS12 trust store, with the attribute by which Java trusts its certificates. */
  public static void trustPkcs12(Path file, Collection<X509Certificate> trusted, char[] password)
      throws StoreException {
    SafeFile.create(file, trustStore("PKCS12", trusted, password), SafeFile.Access.EVERYONE);
  }

  /** A JKS trust store, for old Java programs. */
  public static void trustJks(Path file, Collection<X509Certificate> trusted, char[] password)
      throws StoreException {
    SafeFile.create(file, trustStore("JKS", trusted, password), SafeFile.Access.EVERYONE);
  }

  /** The trusted certificates as PEM. */
  public static void trustPem(Path file, Collection<X509Certificate> trusted)
      throws StoreException {
    SafeFile.create(file, pemCertificates(List.copyOf(trusted)), SafeFile.Access.EVERYONE);
  }

  private static byte[] keyStore(String type, Identity identity, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      Certificate[] chain = identity.chain().toArray(Certificate[]::new);
      store.setKeyEntry(identity.alias(), identity.key(), password, chain);
      return encode(store, password);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java cannot write a " + type + " key store", e);
    }
  }

  private static byte[] trustStore(
      String type, Collection<X509Certificate> trusted, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      for (X509Certificate certificate : trusted) {
        store.setCertificateEntry("ca" + (store.size() + 1), certificate);
      }
      return encode(store, password);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java cannot write a " + type + " trust store", e);
    }
  }

  private static byte[] encode(KeyStore store, char[] password)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password);
    return out.toByteArray();
  }

  private static byte[] pemKey(Identity identity) {
    return PemBlock.of("PRIVATE KEY", identity.key().getEncoded())
        .text()
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] pemCertificates(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append(PemBlock.of("CERTIFICATE", certificate.getEncoded()).text());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("A certificate does not encode", e);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
