package io.handclasp.pki.inspect;

import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.PemBlock;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file: the entries of a key store, the blocks of a PEM file, or one bare certificate.
 * Keys are told of, never opened.
 *
 * @param file where it was read from
 * @param format found by content
 * @param entries in the order of the file; of a key store in alphabetical order
 */
public record FileContents(Path file, StoreFormat format, List<Entry> entries) {
  /** Copies. */
  public FileContents {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file.
   *
   * @param password opens a key store; null where there is none
   * @throws StoreException where it is missing, damaged or none of the known formats
   */
  public static FileContents read(Path file, @Nullable PasswordSource password)
      throws StoreException {
    byte[] bytes = bytes(file);
    if (PemBlock.holdsBlocks(bytes)) {
      return pem(file, bytes);
    }
    if (KeyStoreFile.formatOf(bytes) != null) {
      return keyStore(file, password);
    }
    Entry bare = new Entry("", Kind.CERTIFICATE, List.of(certificate(file, bytes)));
    return new FileContents(file, StoreFormat.DER, List.of(bare));
  }

  /** Every certificate of every entry, in order. */
  public List<X509Certificate> certificates() {
    return entries.stream().flatMap(entry -> entry.chain().stream()).toList();
  }

  /** True where at least one entry is a private key. */
  public boolean holdsKey() {
    return entries.stream().anyMatch(entry -> entry.kind() == Kind.KEY);
  }

  private static FileContents pem(Path file, byte[] bytes) throws StoreException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<Entry> others = new ArrayList<>();
    for (PemBlock block : PemBlock.read(file, bytes)) {
      String label = block.label();
      if (label.equals("CERTIFICATE")
          || label.equals("X509 CERTIFICATE")
          || label.equals("TRUSTED CERTIFICATE")) {
        certificates.add(certificate(file, block.der()));
      } else {
        Kind kind = label.endsWith("PRIVATE KEY") ? Kind.KEY : Kind.OTHER;
        others.add(new Entry(label, kind, List.of()));
      }
    }
    List<Entry> entries = new ArrayList<>();
    if (!certificates.isEmpty()) {
      entries.add(new Entry("", Kind.CERTIFICATE, certificates));
    }
    entries.addAll(others);
    return new FileContents(file, StoreFormat.PEM, entries);
  }

  private static FileContents keyStore(Path file, @Nullable PasswordSource password)
      throws StoreException {
    KeyStoreFile store = KeyStoreFile.open(file, password);
    List<Entry> entries = new ArrayList<>();
    // openssl writes trust stores without the attribute that Java wants.
    Kind trusted = store.lacksTrustFlag() ? Kind.TRUSTED_WITHOUT_FLAG : Kind.TRUSTED;
    for (String alias : store.aliases()) {
      Kind kind = store.holdsKey(alias) ? Kind.KEY : trusted;
      entries.add(new Entry(alias, kind, store.certificates(alias)));
    }
    return new FileContents(file, store.format(), entries);
  }

  private static X509Certificate certificate(Path file, byte[] der) throws StoreException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new StoreException(
          StoreFault.NOT_A_STORE,
          file,
          file + " holds no readable certificate (expected: PEM, DER, PKCS12, JKS or JCEKS).",
          e);
    }
  }

  private static byte[] bytes(Path file) throws StoreException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          StoreFault.FILE_MISSING, file, file + " does not exist; check the path.", e);
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.FILE_UNREADABLE,
          file,
          Files.isDirectory(file)
              ? file + " is a folder; name a file in it."
              : file + " cannot be read; check its permissions.",
          e);
    }
  }

  /** What an entry is. */
  public enum Kind {
    /** A private key, with its chain where the file is a key store. */
    KEY,
    /** A certificate that the store trusts. */
    TRUSTED,
    /** A certificate that the store trusts, without the attribute by which Java would. */
    TRUSTED_WITHOUT_FLAG,
    /** Certificates of a PEM or DER file, which says nothing about trust. */
    CERTIFICATE,
    /** A signing request, a revocation list or another block. */
    OTHER
  }

  /**
   * One entry.
   *
   * @param name the alias, or the label of a PEM block; empty for bare certificates
   * @param kind what it is
   * @param chain its certificates in the order of the file; empty for keys in PEM
   */
  public record Entry(String name, Kind kind, List<X509Certificate> chain) {
    /** Copies. */
    public Entry {
      chain = List.copyOf(chain);
    }
  }
}
