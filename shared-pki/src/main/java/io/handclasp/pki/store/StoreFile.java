package io.handclasp.pki.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file that was read, and the words for what is wrong with it. */
final class StoreFile {
  private static final long LARGEST = 64L << 20;

  private final Path path;
  private final byte[] bytes;

  StoreFile(Path path, byte[] bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  static StoreFile open(Path path) throws StoreException {
    try {
      if (Files.isDirectory(path)) {
        throw unreadable(path, "is a folder", null);
      }
      if (Files.size(path) > LARGEST) {
        throw unreadable(path, "has " + Files.size(path) + " bytes", null);
      }
      return new StoreFile(path, Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new StoreException(
          StoreFault.FILE_MISSING,
          path,
          "The file " + path + " does not exist; check the path or make the store first.",
          e);
    } catch (IOException e) {
      throw unreadable(path, Faults.why(e), e);
    }
  }

  private static StoreException unreadable(Path path, String what, @Nullable IOException cause) {
    return new StoreException(
        StoreFault.FILE_UNREADABLE,
        path,
        "The file "
            + path
            + " "
            + what
            + ", where a key store, trust store or PEM file is expected; check path and"
            + " permissions.",
        cause);
  }

  Path path() {
    return path;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  boolean isEmpty() {
    return bytes.length == 0;
  }

  /** True where the first four bytes, taken as a number, are this one. */
  boolean startsWith(int magic) {
    return bytes.length > 4 && java.nio.ByteBuffer.wrap(bytes).getInt() == magic;
  }

  StoreException fault(StoreFault fault, String sentence, @Nullable Throwable cause) {
    // Aliases and algorithm names come from the file and may hold anything.
    return new StoreException(fault, path, sentence.replaceAll("\\p{Cntrl}", "?"), cause);
  }

  StoreException damaged(String what, @Nullable Throwable cause) {
    return fault(
        StoreFault.NOT_A_STORE,
        "The file " + path + " is damaged: " + what + "; fetch or make it anew.",
        cause);
  }

  StoreException wrongPassword(String whatItIs, @Nullable Throwable cause) {
    return fault(
        StoreFault.WRONG_PASSWORD,
        "The password does not open " + whatItIs + " in " + path + "; give the right one.",
        cause);
  }

  StoreException passwordMissing(String whatItIs) {
    return fault(
        StoreFault.PASSWORD_MISSING,
        "The file " + path + " holds " + whatItIs + " and no password is given; give one.",
        null);
  }

  StoreException unsupported(GeneralSecurityException cause) {
    return fault(
        StoreFault.ALGORITHM_UNSUPPORTED,
        "The file "
            + path
            + " uses what this Java cannot read ("
            + cause.getMessage()
            + "); make it anew with common algorithms, such as AES-256 and EC P-256 or RSA.",
        cause);
  }

  /** One certificate in DER. */
  X509Certificate certificate(byte[] der) throws StoreException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      if (e.getCause() instanceof InvalidKeyException) {
        throw unsupported(e);
      }
      throw damaged("a certificate in it cannot be read", e);
    }
  }

  /** Every certificate in a PKCS7 bundle, or one bare certificate. */
  List<X509Certificate> certificates(byte[] der) throws StoreException {
    List<X509Certificate> found = new ArrayList<>();
    try {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(der))) {
        if (certificate instanceof X509Certificate x509) {
          found.add(x509);
        }
      }
      return found;
    } catch (CertificateException e) {
      throw damaged("the certificates in it cannot be read", e);
    }
  }

  /** A note that others may read the file, which holds a key. */
  Optional<StoreNote> permissionNote() {
    return KeyFileAccess.readableByOthers(path)
        ? Optional.of(
            note(
                StoreNote.Kind.LAX_PERMISSIONS,
                "holds a private key and may be read by others than its owner; chmod 600 mends"
                    + " it"))
        : Optional.empty();
  }

  StoreNote note(StoreNote.Kind kind, String rest) {
    return new StoreNote(kind, path, "The file " + path + " " + rest + ".");
  }
}
