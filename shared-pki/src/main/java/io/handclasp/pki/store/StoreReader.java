package io.handclasp.pki.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads identities and trusted certificates from files of any of the known formats. */
public final class StoreReader {
  private StoreReader() {}

  /**
   * Reads the key and its chain, and checks that they belong together.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static Identity identity(IdentitySource source) throws StoreException {
    byte[] bytes = bytes(source.file());
    try {
      if (PemBlock.holdsBlocks(bytes)) {
        Path keyFile = source.keyFile() == null ? source.file() : source.keyFile();
        return new Identity(
            "pem", key(keyFile, bytes(keyFile)), certificates(source.file(), bytes));
      }
      char[] password = password(source.password());
      KeyStore store = store(source.file(), bytes, password);
      for (String alias : Collections.list(store.aliases())) {
        boolean wanted = source.alias() == null || source.alias().equalsIgnoreCase(alias);
        if (wanted && store.isKeyEntry(alias)) {
          char[] own = source.keyPassword() == null ? password : source.keyPassword().read();
          List<X509Certificate> chain = new ArrayList<>();
          for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
          }
          return new Identity(alias, (PrivateKey) store.getKey(alias, own), chain);
        }
      }
      throw new StoreException(
          StoreFault.NO_KEY, source.file(), "No key in " + source.file() + ".", null);
    } catch (GeneralSecurityException e) {
      throw unreadable(source.file(), e);
    }
  }

  /**
   * Reads every certificate that the store trusts; never empty.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static List<X509Certificate> trusted(TrustSource source) throws StoreException {
    byte[] bytes = bytes(source.file());
    List<X509Certificate> trusted = new ArrayList<>();
    try {
      if (PemBlock.holdsBlocks(bytes)) {
        trusted.addAll(certificates(source.file(), bytes));
      } else {
        KeyStore store = store(source.file(), bytes, password(source.password()));
        for (String alias : Collections.list(store.aliases())) {
          if (store.isCertificateEntry(alias)) {
            trusted.add((X509Certificate) store.getCertificate(alias));
          }
        }
      }
    } catch (GeneralSecurityException e) {
      throw unreadable(source.file(), e);
    }
    if (trusted.isEmpty()) {
      throw new StoreException(
          StoreFault.NO_CERTIFICATES,
          source.file(),
          "The trust store " + source.file() + " holds no trusted certificate.",
          null);
    }
    return trusted;
  }

  private static char @Nullable [] password(@Nullable PasswordSource source) throws StoreException {
    return source == null ? null : source.read();
  }

  private static KeyStore store(Path file, byte[] bytes, char @Nullable [] password)
      throws StoreException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), password);
      return store;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<X509Certificate> certificates(Path file, byte[] bytes)
      throws StoreException, GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (PemBlock block : PemBlock.read(file, bytes)) {
      if (block.label().equals("CERTIFICATE")) {
        found.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
      }
    }
    return found;
  }

  private static PrivateKey key(Path file, byte[] bytes)
      throws StoreException, GeneralSecurityException {
    for (PemBlock block : PemBlock.read(file, bytes)) {
      if (block.label().equals("PRIVATE KEY")) {
        try {
          return Pkcs8.key(block.der());
        } catch (Der.Malformed e) {
          throw unreadable(file, e);
        }
      }
    }
    throw new StoreException(StoreFault.NO_KEY, file, "No key in " + file + ".", null);
  }

  private static byte[] bytes(Path file) throws StoreException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.FILE_MISSING, file, "The file " + file + " " + Faults.why(e) + ".", e);
    }
  }

  private static StoreException unreadable(Path file, Exception e) {
    return new StoreException(
        StoreFault.NOT_A_STORE, file, "The file " + file + " could not be opened.", e);
  }
}
