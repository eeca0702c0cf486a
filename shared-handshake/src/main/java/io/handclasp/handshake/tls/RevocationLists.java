package io.handclasp.handshake.tls;

import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.io.BufferedInputStream;
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

/** Reads revocation lists, DER or PEM, one or several in a file. */
final class RevocationLists {
  private RevocationLists() {}

  static List<X509CRL> read(List<Path> files) throws StoreException {
    List<X509CRL> lists = new ArrayList<>();
    for (Path file : files) {
      lists.addAll(read(file));
    }
    return lists;
  }

  private static List<X509CRL> read(Path file) throws StoreException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      Collection<? extends CRL> found = CertificateFactory.getInstance("X.509").generateCRLs(in);
      List<X509CRL> lists =
          found.stream().filter(X509CRL.class::isInstance).map(X509CRL.class::cast).toList();
      if (lists.isEmpty()) {
        throw notAList(file, null);
      }
      return lists;
    } catch (NoSuchFileException e) {
      throw new StoreException(
          StoreFault.FILE_MISSING, file, file + ": no such file (expected: a revocation list)", e);
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.FILE_UNREADABLE,
          file,
          file + ": cannot be read (expected: a readable revocation list)",
          e);
    } catch (CRLException | CertificateException e) {
      throw notAList(file, e);
    }
  }

  private static StoreException notAList(Path file, @Nullable Exception e) {
    return new StoreException(
        StoreFault.NOT_A_STORE,
        file,
        file + ": holds no revocation list (expected: X.509 CRL in DER or PEM)",
        e);
  }
}
