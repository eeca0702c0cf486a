package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS12, JKS or JCEKS file that is changed entry by entry and then written back whole, in the
 * format that it had. What the file trusts is kept also where Java's own key store would not see
 * it. Not thread-safe.
 *
 * <pre>{@code
 * KeyStoreFile trust = KeyStoreFile.open(file, password);
 * trust.trust("backend-authority", authority);
 * trust.save();
 * }</pre>
 */
public final class KeyStoreFile {
  private final Path file;
  private final KeyStore store;
  private final char @Nullable [] password;
  private final boolean isNew;
  private final UnshownCertificates unshown = new UnshownCertificates();
  private boolean lacksTrustFlag;

  private KeyStoreFile(Path file, KeyStore store, char @Nullable [] password, boolean isNew) {
    this.file = file;
    this.store = store;
    this.password = password;
    this.isNew = isNew;
  }

  /**
   * Opens a store.
   *
   * @param source null to see what can be seen without a password; such a store cannot be saved
   * @throws StoreException where the file is missing, no store, or the password does not open it
   */
  public static KeyStoreFile open(Path file, @Nullable PasswordSource source)
      throws StoreException {
    byte[] bytes = bytes(file);
    StoreFormat format = formatOf(bytes);
    if (format == null) {
      throw new StoreException(
          StoreFault.NOT_A_STORE,
          file,
          file + " is no key store (expected: PKCS12, JKS or JCEKS); pki inspect says what it is.",
          null);
    }
    char[] password = source == null ? null : source.read();
    try {
      KeyStore store = KeyStore.getInstance(format.name());
      store.load(new ByteArrayInputStream(bytes), password);
      KeyStoreFile opened = new KeyStoreFile(file, store, password, false);
      if (format == StoreFormat.PKCS12 && password != null) {
        opened.takeUpWhatJavaHides(bytes, PasswordSource.of(password));
      }
      return opened;
    } catch (IOException e) {
      throw notOpened(file, format, password, e);
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  /** It hides certificates without its own mark, and all but the last of one name. */
  private void takeUpWhatJavaHides(byte[] bytes, PasswordSource source) throws StoreException {
    try (Secret secret = new Secret(source)) {
      Stored stored = StoreReader.read(new StoreFile(file, bytes), secret);
      lacksTrustFlag =
          stored.notes().stream().anyMatch(n -> n.kind() == StoreNote.Kind.TRUST_FLAG_MISSING);
      List<X509Certificate> trusted = new ArrayList<>();
      List<X509Certificate> leaves = new ArrayList<>();
      for (String alias : aliases()) {
        List<X509Certificate> chain = certificates(alias);
        (holdsKey(alias) ? leaves : trusted).addAll(chain.subList(0, Math.min(1, chain.size())));
      }
      for (TrustedEntry entry : stored.trusted()) {
        if (!trusted.contains(entry.certificate())) {
          trust(freeAlias(entry.alias()), entry.certificate());
          trusted.add(entry.certificate());
        }
      }
      unshown.take(stored, leaves);
    }
  }

  /** An empty store, which {@link #save()} writes where nothing must be yet. */
  public static KeyStoreFile create(Path file, StoreFormat format, PasswordSource source)
      throws StoreException {
    char[] password = source.forNew().read();
    try {
      KeyStore store = KeyStore.getInstance(format.name());
      store.load(null, password);
      return new KeyStoreFile(file, store, password, true);
    } catch (GeneralSecurityException | IOException e) {
      throw refused(file, e);
    }
  }

  /** Which kind of key store the bytes are; null where they are none. */
  public static @Nullable StoreFormat formatOf(byte[] bytes) {
    if (startsWith(bytes, 0xFE, 0xED, 0xFE, 0xED)) {
      return StoreFormat.JKS;
    }
    if (startsWith(bytes, 0xCE, 0xCE, 0xCE, 0xCE)) {
      return StoreFormat.JCEKS;
    }
    return isPkcs12(bytes) ? StoreFormat.PKCS12 : null;
  }

  /** The file it was read from or goes to. */
  public Path file() {
    return file;
  }

  /** The format it was read in and is written in. */
  public StoreFormat format() {
    return StoreFormat.valueOf(store.getType().toUpperCase(Locale.ROOT));
  }

  /** True where the file, as it was read, lacks the mark by which Java trusts certificates. */
  public boolean lacksTrustFlag() {
    return lacksTrustFlag;
  }

  /** The wanted alias in lower case, as stores have them; with a number where it is taken. */
  public String freeAlias(String wanted) throws StoreException {
    String name = wanted.toLowerCase(Locale.ROOT);
    List<String> taken = aliases();
    String free = name;
    for (int number = 2; taken.contains(free); number++) {
      free = name + " " + number;
    }
    return free;
  }

  /** The names of all entries, in alphabetical order. */
  public List<String> aliases() throws StoreException {
    try {
      return Collections.list(store.aliases()).stream().sorted().toList();
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  /** True where the entry holds a key. */
  public boolean holdsKey(String alias) throws StoreException {
    try {
      return store.isKeyEntry(alias);
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  /** The chain of a key, or the one trusted certificate; empty where there is none. */
  public List<X509Certificate> certificates(String alias) throws StoreException {
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      Certificate[] chain = store.getCertificateChain(alias);
      Certificate[] found = chain != null ? chain : new Certificate[] {store.getCertificate(alias)};
      for (Certificate certificate : found) {
        if (certificate instanceof X509Certificate x509) {
          certificates.add(x509);
        }
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  /**
   * The key of an entry.
   *
   * @param source opens the key; null means the password of the store
   * @throws StoreException with {@link StoreFault#NO_KEY} or {@link
   *     StoreFault#KEY_PASSWORD_DIFFERS}
   */
  public PrivateKey key(String alias, @Nullable PasswordSource source) throws StoreException {
    try {
      char[] opens = source == null ? password : source.read();
      if (store.getKey(alias, opens) instanceof PrivateKey key) {
        return key;
      }
    } catch (UnrecoverableKeyException e) {
      throw new StoreException(
          StoreFault.KEY_PASSWORD_DIFFERS,
          file,
          file
              + " opens, but its key "
              + alias
              + " has another password; give --key-password, or write the store anew with one"
              + " password by pki convert.",
          e);
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
    throw new StoreException(
        StoreFault.NO_KEY, file, file + " holds no private key under " + alias + ".", null);
  }

  /** Adds or replaces a trusted certificate. */
  public void trust(String alias, X509Certificate certificate) throws StoreException {
    try {
      store.setCertificateEntry(alias, certificate);
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  /**
   * Adds or replaces a key with its chain.
   *
   * @param source locks the key; null means the password of the store
   */
  public void put(Identity identity, @Nullable PasswordSource source) throws StoreException {
    char[] keyPassword = source == null ? neededPassword() : source.read();
    forgetChain(identity.alias());
    try {
      store.setKeyEntry(
          identity.alias(),
          identity.key(),
          keyPassword,
          identity.chain().toArray(Certificate[]::new));
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  /** Adds or replaces a key with its chain; the key gets the password of the store. */
  public void put(Identity identity) throws StoreException {
    put(identity, null);
  }

  /** Takes an entry out; nothing happens where there is none. */
  public void remove(String alias) throws StoreException {
    forgetChain(alias);
    try {
      store.deleteEntry(alias);
    } catch (GeneralSecurityException e) {
      throw refused(file, e);
    }
  }

  private void forgetChain(String alias) throws StoreException {
    if (holdsKey(alias)) {
      certificates(alias).stream().limit(1).forEach(unshown::forgetBeside);
    }
  }

  /** Writes it back, or a new one where nothing is yet: the old file or the new one, never half. */
  public void save() throws StoreException {
    save(!isNew);
  }

  /**
   * Writes it.
   *
   * @param overwrite true to replace whatever is there
   * @throws StoreException also where a certificate would be lost that nobody asked to take out
   */
  public void save(boolean overwrite) throws StoreException {
    refuseToLose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      store.store(bytes, neededPassword());
    } catch (GeneralSecurityException | IOException e) {
      throw refused(file, e);
    }
    if (overwrite) {
      SafeFile.replace(file, bytes.toByteArray(), access());
    } else {
      SafeFile.create(file, bytes.toByteArray(), access());
    }
  }

  private void refuseToLose() throws StoreException {
    List<X509Certificate> shown = new ArrayList<>();
    for (String alias : aliases()) {
      shown.addAll(certificates(alias));
    }
    List<X509Certificate> lost = unshown.lostBut(shown);
    if (!lost.isEmpty()) {
      String names =
          lost.stream()
              .map(one -> one.getSubjectX500Principal().getName())
              .collect(Collectors.joining("; "))
              .replaceAll("\\p{Cntrl}", "?");
      throw new StoreException(
          StoreFault.FILE_UNWRITABLE,
          file,
          file
              + " holds certificates that it does not trust, in no chain that Java sees ("
              + names
              + "); they would be lost, so it stays as it is. Write it anew by pki convert, and"
              + " change that.",
          null);
    }
  }

  private char[] neededPassword() throws StoreException {
    if (password == null) {
      throw new StoreException(
          StoreFault.PASSWORD_MISSING, file, file + " cannot be written without --password.", null);
    }
    return password;
  }

  private SafeFile.Access access() throws StoreException {
    for (String alias : aliases()) {
      if (holdsKey(alias)) {
        return SafeFile.Access.OWNER;
      }
    }
    return SafeFile.Access.EVERYONE;
  }

  private static byte[] bytes(Path file) throws StoreException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new StoreException(
          StoreFault.FILE_MISSING, file, file + " does not exist; check the path.", e);
    } catch (IOException e) {
      throw new StoreException(
          StoreFault.FILE_UNREADABLE, file, file + " " + Faults.why(e) + "; check it.", e);
    }
  }

  private static StoreException notOpened(
      Path file, StoreFormat format, char @Nullable [] password, IOException e) {
    if (e.getCause() instanceof UnrecoverableKeyException) {
      return new StoreException(
          StoreFault.WRONG_PASSWORD,
          file,
          "The password does not open " + file + "; it is a " + format + " store.",
          e);
    }
    if (password == null) {
      return new StoreException(
          StoreFault.PASSWORD_MISSING, file, file + " needs a password: give --password.", e);
    }
    return new StoreException(
        StoreFault.NOT_A_STORE, file, file + " looks like " + format + " but is damaged.", e);
  }

  /** Judged by type: most of what Java's store objects to is no matter of algorithms. */
  private static StoreException refused(Path file, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoSuchAlgorithmException) {
        return new StoreException(
            StoreFault.ALGORITHM_UNSUPPORTED,
            file,
            file + " uses an algorithm that this Java does not have; pki lint names it.",
            e);
      }
    }
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new StoreException(
        StoreFault.NOT_A_STORE,
        file,
        ("Java's key store refuses " + file + ": " + why + "; pki lint and pki inspect tell more.")
            .replaceAll("\\p{Cntrl}", "?"),
        e);
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    byte[] wanted = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      wanted[i] = (byte) magic[i];
    }
    return bytes.length > magic.length && Arrays.equals(Arrays.copyOf(bytes, magic.length), wanted);
  }

  /** PFX is SEQUENCE { INTEGER 3, SEQUENCE …; a certificate is SEQUENCE { SEQUENCE …. */
  private static boolean isPkcs12(byte[] bytes) {
    if (bytes.length < 8 || bytes[0] != 0x30) {
      return false;
    }
    int lengthOctets = bytes[1] >= 0 || (bytes[1] & 0xff) == 0x80 ? 1 : 1 + (bytes[1] & 0x7f);
    int at = 1 + lengthOctets;
    return bytes.length > at + 3 && bytes[at] == 2 && bytes[at + 1] == 1 && bytes[at + 2] == 3;
  }
}
