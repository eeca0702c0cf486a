package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes identities and trusted certificates. Files with keys are for their owner only (0600), a
 * file that is replaced keeps its owner, group and mode as {@link SafeFile} says, none is
 * overwritten unless its {@link StoreTarget} says so, and a crash leaves the old file or the new
 * one.
 *
 * <pre>{@code
 * StoreWriter.pkcs12(Path.of("back.p12"), back, password);
 * StoreWriter.pem(Path.of("back.crt"), Path.of("back.key"), back);
 * StoreWriter.trustPkcs12(Path.of("trust.p12"), List.of(root.certificate()), password);
 * StoreWriter.identity(StoreTarget.jks(Path.of("back.jks"), source).replacing(), back);
 * }</pre>
 */
public final class StoreWriter {
  private StoreWriter() {}

  /** A PKCS12 key store that Java, OpenSSL, nginx and HAProxy read. */
  public static void pkcs12(Path file, Identity identity, char[] password) throws StoreException {
    identity(StoreTarget.pkcs12(file, PasswordSource.of(password)), identity);
  }

  /** A JKS key store, for old Java programs. */
  public static void jks(Path file, Identity identity, char[] password) throws StoreException {
    identity(StoreTarget.jks(file, PasswordSource.of(password)), identity);
  }

  /** Key and chain in one PEM file; the key as PKCS8, not encrypted. */
  public static void pem(Path file, Identity identity) throws StoreException {
    identity(StoreTarget.pem(file), identity);
  }

  /** The chain and the key in a PEM file each; the key as PKCS8, not encrypted. */
  public static void pem(Path chainFile, Path keyFile, Identity identity) throws StoreException {
    key(StoreTarget.pem(keyFile), identity.key());
    certificates(StoreTarget.pem(chainFile), identity.chain());
  }

  /** A PKCS12 trust store, with the attribute by which Java trusts its certificates. */
  public static void trustPkcs12(Path file, Collection<X509Certificate> trusted, char[] password)
      throws StoreException {
    trusted(StoreTarget.pkcs12(file, PasswordSource.of(password)), trusted);
  }

  /** A JKS trust store, for old Java programs. */
  public static void trustJks(Path file, Collection<X509Certificate> trusted, char[] password)
      throws StoreException {
    trusted(StoreTarget.jks(file, PasswordSource.of(password)), trusted);
  }

  /** The trusted certificates as PEM. */
  public static void trustPem(Path file, Collection<X509Certificate> trusted)
      throws StoreException {
    trusted(StoreTarget.pem(file), trusted);
  }

  /** A key with its chain. */
  public static void identity(StoreTarget target, Identity identity) throws StoreException {
    write(target, List.of(identity), List.of());
  }

  /** Trusted certificates, under the aliases ca1, ca2 and so on. */
  public static void trusted(StoreTarget target, Collection<X509Certificate> trusted)
      throws StoreException {
    List<TrustedEntry> entries = new ArrayList<>();
    for (X509Certificate certificate : trusted) {
      entries.add(new TrustedEntry("ca" + (entries.size() + 1), certificate));
    }
    write(target, List.of(), entries);
  }

  /** Everything at once: how stores are converted and changed. */
  public static void write(
      StoreTarget target, List<Identity> identities, List<TrustedEntry> trusted)
      throws StoreException {
    try (Secret secret = new Secret(target.password())) {
      byte[] content = encode(target.format(), identities, trusted, secret.chars());
      SafeFile.Access access =
          identities.isEmpty() ? SafeFile.Access.EVERYONE : SafeFile.Access.OWNER;
      SafeFile.write(target.file(), content, access, target.overwrite());
    }
  }

  /** A key alone, in a PEM file: as PKCS8, encrypted where the target has a password. */
  public static void key(StoreTarget target, PrivateKey key) throws StoreException {
    requirePem(target);
    try (Secret secret = new Secret(target.password())) {
      byte[] content = ascii(pemKey(key, secret.chars()));
      SafeFile.write(target.file(), content, SafeFile.Access.OWNER, target.overwrite());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot encrypt a key", e);
    }
  }

  /** Certificates alone, in a PEM file, in the given order. */
  public static void certificates(StoreTarget target, List<X509Certificate> certificates)
      throws StoreException {
    requirePem(target);
    byte[] content = ascii(pemCertificates(certificates));
    SafeFile.write(target.file(), content, SafeFile.Access.EVERYONE, target.overwrite());
  }

  private static void requirePem(StoreTarget target) {
    if (target.format() != StoreFormat.PEM) {
      throw new IllegalArgumentException("format: " + target.format() + " (expected: PEM)");
    }
  }

  private static byte[] encode(
      StoreFormat format,
      List<Identity> identities,
      List<TrustedEntry> trusted,
      char @Nullable [] password) {
    try {
      if (format == StoreFormat.PEM) {
        return pem(identities, trusted, password);
      }
      if (password == null) {
        throw new IllegalArgumentException("password: none (expected: one, for " + format + ")");
      }
      return format == StoreFormat.PKCS12
          ? Pkcs12Writer.encode(identities, trusted, password)
          : javaStore(format, identities, trusted, password);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java cannot write a " + format + " store", e);
    }
  }

  private static byte[] javaStore(
      StoreFormat format, List<Identity> identities, List<TrustedEntry> trusted, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(format.name());
    store.load(null, null);
    for (Identity identity : identities) {
      Certificate[] chain = identity.chain().toArray(Certificate[]::new);
      store.setKeyEntry(identity.alias(), identity.key(), password, chain);
    }
    for (TrustedEntry entry : trusted) {
      store.setCertificateEntry(entry.alias(), entry.certificate());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password);
    return out.toByteArray();
  }

  private static byte[] pem(
      List<Identity> identities, List<TrustedEntry> trusted, char @Nullable [] password)
      throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    for (Identity identity : identities) {
      text.append(pemKey(identity.key(), password)).append(pemCertificates(identity.chain()));
    }
    text.append(pemCertificates(trusted.stream().map(TrustedEntry::certificate).toList()));
    return ascii(text.toString());
  }

  private static String pemKey(PrivateKey key, char @Nullable [] password)
      throws GeneralSecurityException {
    if (password == null) {
      return PemBlock.of("PRIVATE KEY", key.getEncoded()).text();
    }
    PasswordEncryption.Sealed sealed = PasswordEncryption.encrypt(key.getEncoded(), password);
    byte[] der = Der.sequence(sealed.algorithm(), Der.octetString(sealed.data()));
    return PemBlock.of("ENCRYPTED PRIVATE KEY", der).text();
  }

  private static String pemCertificates(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append(PemBlock.of("CERTIFICATE", certificate.getEncoded()).text());
      }
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("A certificate does not encode", e);
    }
    return text.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
