package io.handclasp.pki.trust;

import io.handclasp.pki.store.PemBlock;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads revocation lists from files: DER or PEM, found by content, several in one PEM file. */
public final class RevocationLists {
  private static final String LABEL = "X509 CRL";

  private RevocationLists() {}

  /**
   * Reads every list of several files, in their order.
   *
   * @throws StoreException naming the first file that cannot be read
   */
  public static List<X509CRL> readAll(Collection<Path> files) throws StoreException {
    List<X509CRL> lists = new ArrayList<>();
    for (Path file : files) {
      lists.addAll(read(file));
    }
    return List.copyOf(lists);
  }

  /**
   * Reads every list of a file; never empty. Text around PEM blocks, and blocks of another kind,
   * are passed over; a list that cannot be read in full is refused, since it may revoke.
   *
   * @throws StoreException {@link StoreFault#FILE_MISSING}, {@link StoreFault#FILE_UNREADABLE} or,
   *     where the file holds no revocation list or one that is damaged, {@link
   *     StoreFault#NOT_A_STORE}
   */
  public static List<X509CRL> read(Path file) throws StoreException {
    byte[] content = content(file);
    if (!PemBlock.holdsBlocks(content)) {
      return List.of(parse(file, content));
    }
    List<X509CRL> lists = new ArrayList<>();
    for (PemBlock block : PemBlock.read(file, content)) {
      if (block.label().equals(LABEL)) {
        lists.add(parse(file, block.der()));
      }
    }
    if (lists.isEmpty()) {
      throw notAList(file, null);
    }
    return List.copyOf(lists);
  }

  private static byte[] content(Path file) throws StoreException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          StoreFault.FILE_MISSING, file, file + ": no such file (expected: a revocation list)", e);
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.FILE_UNREADABLE,
          file,
          file + ": cannot be read; check that it is a file and its permissions",
          e);
    }
  }

  private static X509CRL parse(Path file, byte[] encoded) throws StoreException {
    ByteArrayInputStream octets = new ByteArrayInputStream(encoded);
    X509CRL list = parse(file, octets);
    if (octets.available() > 0) {
      throw damaged(file, list, octets.available() + " octets follow its end", null);
    }
    try {
      RevocationListReader.read(list);
    } catch (DerException e) {
      throw damaged(file, list, e.getMessage(), e);
    }
    return list;
  }

  private static X509CRL parse(Path file, InputStream octets) throws StoreException {
    try {
      CRL list = CertificateFactory.getInstance("X.509").generateCRL(octets);
      if (list instanceof X509CRL x509) {
        return x509;
      }
      throw notAList(file, null);
    } catch (CRLException | CertificateException e) {
      throw notAList(file, e);
    }
  }

  private static StoreException damaged(
      Path file, X509CRL list, @Nullable String why, @Nullable Exception cause) {
    String issuer = NameText.printable(list.getIssuerX500Principal().getName());
    return new StoreException(
        StoreFault.NOT_A_STORE,
        file,
        file + ": the revocation list of " + issuer + " cannot be read: " + why,
        cause);
  }

  private static StoreException notAList(Path file, @Nullable Exception cause) {
    return new StoreException(
        StoreFault.NOT_A_STORE,
        file,
        file + ": holds no revocation list that can be read (expected: a CRL in DER or PEM)",
        cause);
  }
}
