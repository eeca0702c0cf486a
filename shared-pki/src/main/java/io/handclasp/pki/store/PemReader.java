package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import io.handclasp.pki.store.Stored.StoredKey;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads PEM files: certificates and keys in every form that OpenSSL writes. */
final class PemReader {
  private PemReader() {}

  static Stored read(StoreFile file) throws StoreException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<PemBlock> keys = new ArrayList<>();
    for (PemBlock block : PemBlock.read(file.path(), file.bytes())) {
      switch (block.label()) {
        case "CERTIFICATE", "X509 CERTIFICATE" -> certificates.add(file.certificate(block.der()));
        case "PKCS7", "CMS" -> certificates.addAll(file.certificates(block.der()));
        case "TRUSTED CERTIFICATE" -> throw trustedCertificate(file);
        default -> {
          if (block.label().endsWith("PRIVATE KEY")) {
            keys.add(block);
          }
        }
      }
    }
    List<StoredKey> stored = new ArrayList<>();
    for (PemBlock key : keys) {
      String alias = keys.size() == 1 ? "pem" : "pem" + (stored.size() + 1);
      stored.add(new StoredKey(alias, password -> open(file, key, password), certificates));
    }
    List<TrustedEntry> trusted = new ArrayList<>();
    for (X509Certificate certificate :
        stored.isEmpty() ? certificates : List.<X509Certificate>of()) {
      trusted.add(new TrustedEntry("pem" + (trusted.size() + 1), certificate));
    }
    return new Stored(StoreFormat.PEM, stored, trusted, List.of(), List.of(), false);
  }

  // It carries OpenSSL's own rules for what the certificate is trusted or rejected for. To drop
  // them
  // silently could mean trusting what its owner rejects.
  private static StoreException trustedCertificate(StoreFile file) {
    return file.fault(
        StoreFault.ALGORITHM_UNSUPPORTED,
        "The file "
            + file.path()
            + " holds an OpenSSL TRUSTED CERTIFICATE, whose trust settings are not understood"
            + " here; openssl x509 -in it -out another writes a plain one.",
        null);
  }

  private static PrivateKey open(StoreFile file, PemBlock block, Secret secret)
      throws StoreException {
    boolean encrypted =
        block.label().equals("ENCRYPTED PRIVATE KEY") || block.header("DEK-Info").isPresent();
    char[] password = encrypted ? secret.chars() : new char[0];
    if (password == null) {
      throw file.passwordMissing("an encrypted key");
    }
    try {
      return key(block, password);
    } catch (NoSuchAlgorithmException e) {
      throw file.unsupported(e);
    } catch (GeneralSecurityException | Der.Malformed e) {
      // What a wrong password decrypts to is noise, which fails in padding or in structure.
      throw encrypted
          ? file.wrongPassword("the key", e)
          : file.damaged("the key in it cannot be read", e);
    }
  }

  private static PrivateKey key(PemBlock block, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    byte[] der = decrypted(block, password);
    return switch (block.label()) {
      case "PRIVATE KEY" -> Pkcs8.key(der);
      case "ENCRYPTED PRIVATE KEY" -> Pkcs8.encryptedKey(der, password);
      case "RSA PRIVATE KEY" -> Pkcs8.traditionalRsa(der);
      case "EC PRIVATE KEY" -> Pkcs8.traditionalEc(der);
      case "DSA PRIVATE KEY" -> Pkcs8.traditionalDsa(der);
      default -> throw new NoSuchAlgorithmException("key form " + block.label());
    };
  }

  // RFC 1421, 4.6.1.3, as OpenSSL has it: DEK-Info: DES-EDE3-CBC,0123456789ABCDEF
  private static byte[] decrypted(PemBlock block, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    Optional<String> info = block.header("DEK-Info");
    if (info.isEmpty()) {
      return block.der();
    }
    String[] parts = info.get().split(",", 2);
    if (parts.length < 2 || !parts[1].strip().matches("([0-9A-Fa-f]{2}){8,16}")) {
      throw new Der.Malformed("has a DEK-Info header without a salt");
    }
    byte[] iv = HexFormat.of().parseHex(parts[1].strip());
    return PasswordEncryption.decryptTraditional(
        parts[0].strip().toUpperCase(Locale.ROOT), iv, block.der(), password);
  }
}
