package io.handclasp.pki.lifecycle;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.RevocationListBuilder;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.PemBlock;
import io.handclasp.pki.store.SafeFile;
import io.handclasp.pki.store.SafeFile.Access;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFault;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.pki.store.TrustSource;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An authority on disk: its encrypted key, its certificate, what it issued and what it revoked.
 *
 * <pre>
 * authority.p12   key and chain, encrypted
 * authority.pem   its certificate and what stands above it
 * issued/         every certificate it issued, named by serial number
 * revoked.txt     one line per revocation: serial number, time, reason
 * </pre>
 *
 * <p>Each change is one file, written whole; two processes must not change one folder at once.
 */
public final class AuthorityFolder {
  private static final String KEY_STORE = "authority.p12";
  private static final String CERTIFICATE = "authority.pem";
  private static final String ISSUED = "issued";
  private static final String REVOKED = "revoked.txt";
  private static final String ALIAS = "authority";

  private final Path folder;
  private final Authority authority;

  private AuthorityFolder(Path folder, Authority authority) {
    this.folder = folder;
    this.authority = authority;
  }

  /**
   * Writes a new authority into a folder, which is made where it does not exist.
   *
   * @param password encrypts the key
   * @throws StoreException with {@link StoreFault#FILE_EXISTS} where an authority is there already
   */
  public static AuthorityFolder create(Path folder, Authority authority, char[] password)
      throws StoreException {
    makeFolder(folder.resolve(ISSUED));
    StoreWriter.pkcs12(folder.resolve(KEY_STORE), authority.asIdentity(ALIAS), password);
    StoreWriter.trustPem(folder.resolve(CERTIFICATE), authority.chain());
    return new AuthorityFolder(folder, authority);
  }

  /** Opens an authority that {@link #create} wrote. */
  public static AuthorityFolder open(Path folder, PasswordSource password) throws StoreException {
    Path store = folder.resolve(KEY_STORE);
    Identity stored = StoreReader.identity(new IdentitySource(store, null, password, null, ALIAS));
    return new AuthorityFolder(folder, Authority.of(stored));
  }

  /** Its certificate, for which no password is needed. */
  public static X509Certificate certificate(Path folder) throws StoreException {
    return StoreReader.trusted(new TrustSource(folder.resolve(CERTIFICATE), null)).get(0);
  }

  /** The authority itself. */
  public Authority authority() {
    return authority;
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** The file with its certificate, which peers trust. */
  public Path certificateFile() {
    return folder.resolve(CERTIFICATE);
  }

  /**
   * Remembers a certificate that was issued.
   *
   * @throws StoreException with {@link StoreFault#FILE_EXISTS} where its serial number has been
   *     used before
   */
  public void record(X509Certificate certificate) throws StoreException {
    makeFolder(folder.resolve(ISSUED));
    try {
      String text = PemBlock.of("CERTIFICATE", certificate.getEncoded()).text();
      SafeFile.create(fileOf(certificate.getSerialNumber()), ascii(text), Access.EVERYONE);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate without an encoding", e);
    }
  }

  /** True where a certificate of this serial number has been issued. */
  public boolean hasIssued(BigInteger serial) {
    return Files.exists(fileOf(serial));
  }

  /** Everything it issued, as far as it was recorded. */
  public List<X509Certificate> issued() throws StoreException {
    List<X509Certificate> certificates = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve(ISSUED))) {
      for (Path file : files.sorted().toList()) {
        certificates.add(StoreReader.trusted(new TrustSource(file, null)).get(0));
      }
      return certificates;
    } catch (IOException e) {
      throw failed(StoreFault.FILE_UNREADABLE, folder.resolve(ISSUED), "cannot be read", e);
    }
  }

  /** What it revoked, by serial number, the oldest first. */
  public Map<BigInteger, Revocation> revoked() throws StoreException {
    Map<BigInteger, Revocation> revoked = new LinkedHashMap<>();
    Path file = folder.resolve(REVOKED);
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file)) {
          Revocation one = Revocation.parse(line);
          revoked.put(one.serial(), one);
        }
      } catch (IOException e) {
        throw failed(StoreFault.FILE_UNREADABLE, file, "cannot be read", e);
      } catch (IllegalArgumentException e) {
        throw failed(StoreFault.NOT_A_STORE, file, "has a line that is no revocation", e);
      }
    }
    return revoked;
  }

  /**
   * Revokes a serial number; revoking it again changes nothing.
   *
   * @return false where it was revoked before
   */
  public boolean revoke(BigInteger serial, CRLReason reason, Instant at) throws StoreException {
    Map<BigInteger, Revocation> revoked = revoked();
    if (revoked.putIfAbsent(serial, new Revocation(serial, at, reason)) != null) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    revoked.values().forEach(one -> text.append(one.line()).append('\n'));
    SafeFile.replace(folder.resolve(REVOKED), ascii(text.toString()), Access.EVERYONE);
    return true;
  }

  /**
   * Signs the list of what is revoked and writes it as PEM, over an older list.
   *
   * @param validFor until the next list is due
   */
  public X509CRL writeList(Path file, Duration validFor) throws StoreException {
    RevocationListBuilder builder =
        authority.revocationList().nextUpdate(Instant.now().plus(validFor));
    revoked().values().forEach(one -> builder.revoke(one.serial(), one.at(), one.reason()));
    X509CRL list = builder.create();
    try {
      String text = PemBlock.of("X509 CRL", list.getEncoded()).text();
      SafeFile.replace(file, ascii(text), Access.EVERYONE);
      return list;
    } catch (CRLException e) {
      throw new IllegalStateException("A list that was just made does not encode", e);
    }
  }

  @Override
  public String toString() {
    return "AuthorityFolder["
        + folder
        + ", "
        + CertificateFacts.of(authority.certificate()).subject()
        + "]";
  }

  private Path fileOf(BigInteger serial) {
    return folder.resolve(ISSUED).resolve(serial.toString(16) + ".pem");
  }

  private static void makeFolder(Path folder) throws StoreException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(StoreFault.FILE_UNWRITABLE, folder, "cannot be made as a folder", e);
    }
  }

  private static StoreException failed(StoreFault fault, Path file, String what, Exception e) {
    return new StoreException(fault, file, file + " " + what + "; check its permissions.", e);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Finds a certificate it issued by what it says of itself. */
  public Optional<X509Certificate> find(BigInteger serial) throws StoreException {
    Path file = fileOf(serial);
    return Files.exists(file)
        ? Optional.of(StoreReader.trusted(new TrustSource(file, null)).get(0))
        : Optional.empty();
  }

  /**
   * One revocation.
   *
   * @param serial the certificate's number
   * @param at since when
   * @param reason why
   */
  public record Revocation(BigInteger serial, Instant at, CRLReason reason) {
    private String line() {
      return serial.toString(16) + " " + at + " " + reason;
    }

    private static Revocation parse(String line) {
      String[] words = line.split(" ");
      if (words.length != 3) {
        throw new IllegalArgumentException("revocation of " + words.length + " words");
      }
      return new Revocation(
          new BigInteger(words[0], 16), Instant.parse(words[1]), CRLReason.valueOf(words[2]));
    }
  }
}
