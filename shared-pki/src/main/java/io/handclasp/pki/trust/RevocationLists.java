package io.handclasp.pki.trust;

import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads revocation lists from files: DER or PEM, found by content, several in one PEM file. */
public final class RevocationLists {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN X509 CRL-----([A-Za-z0-9+/=\\s]*)-----END X509 CRL-----", Pattern.DOTALL);

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
   * Reads every list of a file; never empty. Text around PEM blocks is passed over.
   *
   * @throws StoreException {@link StoreFault#FILE_MISSING}, {@link StoreFault#FILE_UNREADABLE} or,
   *     where the file holds no revocation list, {@link StoreFault#NOT_A_STORE}
   */
  public static List<X509CRL> read(Path file) throws StoreException {
    byte[] content = content(file);
    Matcher block = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
    List<X509CRL> lists = new ArrayList<>();
    while (block.find()) {
      lists.add(parse(file, decode(file, block.group(1))));
    }
    if (lists.isEmpty()) {
      lists.add(parse(file, content));
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

  private static byte[] decode(Path file, String base64) throws StoreException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw notAList(file, e);
    }
  }

  private static X509CRL parse(Path file, byte[] encoded) throws StoreException {
    try {
      CRL list =
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(encoded));
      if (list instanceof X509CRL x509) {
        return x509;
      }
      throw notAList(file, null);
    } catch (CRLException | CertificateException e) {
      throw notAList(file, e);
    }
  }

  private static StoreException notAList(Path file, @Nullable Exception cause) {
    return new StoreException(
        StoreFault.NOT_A_STORE,
        file,
        file + ": holds no revocation list that can be read (expected: a CRL in DER or PEM)",
        cause);
  }
}
