package io.handclasp.pki.inspect;

import io.handclasp.pki.store.KeyFileAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at files as such. */
final class FileLint {
  private FileLint() {}

  static List<LintFinding> findings(Path file, boolean holdsKey, @Nullable StorePeer peer) {
    List<LintFinding> findings = new ArrayList<>();
    try {
      if (holdsKey) {
        permissions(file, findings);
      }
      algorithms(file, peer, findings);
    } catch (IOException e) {
      // Whoever reads the file's content reports that it cannot be read; nothing to add here.
      return findings;
    }
    return findings;
  }

  private static void permissions(Path file, List<LintFinding> findings) throws IOException {
    if (!KeyFileAccess.excess(file).isEmpty()) {
      findings.add(
          new LintFinding(
              LintCode.FILE_PERMISSIONS,
              file.toString(),
              "holds a key and is open to others: "
                  + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                  + " (expected: rw-------)",
              "chmod 600 " + file));
    }
  }

  private static void algorithms(Path file, @Nullable StorePeer peer, List<LintFinding> findings)
      throws IOException {
    for (String identifier : Pkcs12Algorithms.of(file)) {
      boolean old = Pkcs12Algorithms.isRc2(identifier) || Pkcs12Algorithms.isRc4(identifier);
      if (old && peer != StorePeer.JAVA) {
        String name = Pkcs12Algorithms.isRc2(identifier) ? "RC2" : "RC4";
        add(
            file,
            "is encrypted with " + name + ", which OpenSSL 3 reads with -legacy only",
            findings);
      }
      if (Pkcs12Algorithms.isPbmac1(identifier) && peer != StorePeer.OPENSSL) {
        add(file, "is protected with PBMAC1, which Java reads from version 26 on", findings);
      }
    }
  }

  private static void add(Path file, String sentence, List<LintFinding> findings) {
    findings.add(
        new LintFinding(
            LintCode.PKCS12_ALGORITHM,
            file.toString(),
            sentence,
            "pki convert " + file + " --to pkcs12 writes it with AES-256 and a SHA-256 MAC"));
  }
}
