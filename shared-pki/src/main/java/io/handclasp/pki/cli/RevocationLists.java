package io.handclasp.pki.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;

/** Reads revocation lists in PEM or DER, several of them in one file. */
final class RevocationLists {
  private RevocationLists() {}

  static List<X509CRL> read(Path file) throws IOException, CommandFailure {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509CRL> lists = new ArrayList<>();
      for (CRL list : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
        lists.add((X509CRL) list);
      }
      if (lists.isEmpty()) {
        throw new CommandFailure(
            ExitCode.BAD_DATA, file + " holds no revocation list (expected: PEM or DER)");
      }
      return lists;
    } catch (CertificateException | CRLException e) {
      throw new CommandFailure(
          ExitCode.BAD_DATA, file + " is no readable revocation list (expected: PEM or DER)");
    }
  }
}
