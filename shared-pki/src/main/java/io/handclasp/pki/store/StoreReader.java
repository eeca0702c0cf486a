package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import io.handclasp.pki.store.Stored.StoredKey;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads identities and trusted certificates from files of any of the known formats. What a file is
 * called does not matter.
 *
 * <p>{@link #identity} and {@link #trusted} give what a program needs; {@link #loadIdentity} and
 * {@link #loadTrusted} also tell what its operator should know.
 */
public final class StoreReader {
  private static final int JKS_MAGIC = 0xFEEDFEED;
  private static final int JCEKS_MAGIC = 0xCECECECE;

  private StoreReader() {}

  /**
   * Reads the key and its chain, and checks that they belong together.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static Identity identity(IdentitySource source) throws StoreException {
    return loadIdentity(source).value();
  }

  /**
   * Reads every certificate that the store trusts; never empty.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static List<X509Certificate> trusted(TrustSource source) throws StoreException {
    return loadTrusted(source).value();
  }

  /**
   * Reads the key and its chain, checks that they belong together, and notes what is worth mending.
   *
   * <p>The certificate of the key comes first, whatever the order in the file; the others keep the
   * order they are stored in.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static Loaded<Identity> loadIdentity(IdentitySource source) throws StoreException {
    return loadIdentity(source, PairCheck.BY_SIGNATURE);
  }

  /**
   * The same, by another means to find out whether key and certificate belong together.
   *
   * @throws StoreException as above
   */
  public static Loaded<Identity> loadIdentity(IdentitySource source, PairCheck pairs)
      throws StoreException {
    StoreFile file = StoreFile.open(source.file());
    try (Secret password = new Secret(source.password());
        Secret own = new Secret(source.keyPassword())) {
      Stored stored = read(file, password);
      StoreFile keyFile = source.keyFile() == null ? file : StoreFile.open(source.keyFile());
      Stored keyStored = keyFile == file ? stored : read(keyFile, password);
      StoredKey key = choose(keyFile, keyStored, source.alias());
      List<X509Certificate> chain = keyFile == file ? key.certificates() : certificates(stored);
      List<StoreNote> notes = new ArrayList<>(stored.notes());
      notes.addAll(nameNote(file, stored.format()));
      keyFile.permissionNote().ifPresent(notes::add);
      notes.addAll(passwordNote(source.password()));
      notes.addAll(passwordNote(source.keyPassword()));
      PrivateKey opened = unlock(keyFile, keyStored, key, password, own);
      Identity identity =
          new Identity(key.alias(), opened, leafFirst(file, keyFile, opened, chain, pairs));
      notes.addAll(orderNote(file, identity.chain(), chain));
      return new Loaded<>(identity, stored.format(), notes);
    }
  }

  /**
   * Reads every certificate that the store trusts, and notes what is worth mending. A store with
   * keys trusts what is marked as trusted, not the chains of the keys.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static Loaded<List<X509Certificate>> loadTrusted(TrustSource source)
      throws StoreException {
    StoreFile file = StoreFile.open(source.file());
    try (Secret password = new Secret(source.password())) {
      Stored stored = read(file, password);
      List<X509Certificate> trusted =
          stored.trusted().stream().map(TrustedEntry::certificate).distinct().toList();
      if (trusted.isEmpty()) {
        throw nothingTrusted(file, stored);
      }
      List<StoreNote> notes = new ArrayList<>(stored.notes());
      notes.addAll(nameNote(file, stored.format()));
      if (!stored.keys().isEmpty()) {
        notes.add(
            file.note(
                StoreNote.Kind.TRUST_STORE_HOLDS_KEY,
                "serves as trust store and holds a private key too; a trust store needs none"));
        file.permissionNote().ifPresent(notes::add);
      }
      notes.addAll(passwordNote(source.password()));
      return new Loaded<>(trusted, stored.format(), notes);
    }
  }

  /**
   * Reads everything that is in a store, for programs that list and convert.
   *
   * @param password opens the store; null where it has none
   * @param keyPassword opens the keys; null means the same as {@code password}
   * @throws StoreException saying which file, what was found, what to do
   */
  public static StoreContents contents(
      Path path, @Nullable PasswordSource password, @Nullable PasswordSource keyPassword)
      throws StoreException {
    StoreFile file = StoreFile.open(path);
    try (Secret secret = new Secret(password);
        Secret own = new Secret(keyPassword)) {
      Stored stored = read(file, secret);
      List<Identity> identities = new ArrayList<>();
      for (StoredKey key : stored.keys()) {
        PrivateKey opened = unlock(file, stored, key, secret, own);
        List<X509Certificate> chain =
            leafFirst(file, file, opened, key.certificates(), PairCheck.BY_SIGNATURE);
        identities.add(new Identity(key.alias(), opened, chain));
      }
      List<StoreNote> notes = new ArrayList<>(stored.notes());
      notes.addAll(nameNote(file, stored.format()));
      if (!identities.isEmpty()) {
        file.permissionNote().ifPresent(notes::add);
      }
      return new StoreContents(
          stored.format(), identities, stored.trusted(), stored.others(), notes);
    }
  }

  /**
   * Reads the certificates of a file without opening any key: what a store shows to whoever has its
   * password, or a PEM file to everyone. Chains come before trusted certificates.
   *
   * @throws StoreException saying which file, what was found, what to do
   */
  public static List<X509Certificate> certificates(Path path, @Nullable PasswordSource password)
      throws StoreException {
    StoreFile file = StoreFile.open(path);
    try (Secret secret = new Secret(password)) {
      return certificates(read(file, secret));
    }
  }

  static Stored read(StoreFile file, Secret password) throws StoreException {
    if (file.startsWith(JKS_MAGIC)) {
      return JavaStoreReader.read(file, StoreFormat.JKS, password.chars());
    }
    if (file.startsWith(JCEKS_MAGIC)) {
      return JavaStoreReader.read(file, StoreFormat.JCEKS, password.chars());
    }
    byte[] bytes = file.bytes();
    if (PemBlock.holdsBlocks(bytes)) {
      return PemReader.read(file);
    }
    if (bytes.length > 0 && bytes[0] == Der.SEQUENCE) {
      return readDer(file, bytes, password);
    }
    throw notAStore(file, bytes);
  }

  private static Stored readDer(StoreFile file, byte[] bytes, Secret password)
      throws StoreException {
    Der whole;
    boolean pkcs12;
    try {
      whole = Der.read(bytes);
      pkcs12 = Pkcs12Reader.looksLike(whole);
    } catch (Der.Malformed e) {
      throw file.damaged("it begins as PKCS12 or a certificate does, but " + e.getMessage(), e);
    }
    if (pkcs12) {
      return Pkcs12Reader.read(file, whole, password.chars());
    }
    List<TrustedEntry> trusted = new ArrayList<>();
    for (X509Certificate certificate : file.certificates(bytes)) {
      trusted.add(new TrustedEntry("der" + (trusted.size() + 1), certificate));
    }
    return new Stored(StoreFormat.DER, List.of(), trusted, List.of(), List.of(), false);
  }

  private static StoreException notAStore(StoreFile file, byte[] bytes) {
    String found =
        bytes.length == 0
            ? "is empty"
            : "begins with the bytes "
                + HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length));
    return file.fault(
        StoreFault.NOT_A_STORE,
        "The file "
            + file.path()
            + " "
            + found
            + " and is neither PKCS12, JKS, JCEKS nor PEM; name a key store or a PEM file.",
        null);
  }

  private static StoredKey choose(StoreFile file, Stored stored, @Nullable String alias)
      throws StoreException {
    List<StoredKey> keys = stored.keys();
    String aliases = keys.stream().map(StoredKey::alias).collect(Collectors.joining(", "));
    if (keys.isEmpty()) {
      throw file.fault(
          StoreFault.NO_KEY,
          "The file "
              + file.path()
              + " ("
              + stored.format()
              + ") holds "
              + count(certificates(stored).size(), "certificate")
              + " and no private key; name the key store, or the file with the key beside it.",
          null);
    }
    if (alias != null) {
      return keys.stream()
          .filter(key -> key.alias().equalsIgnoreCase(alias))
          .findFirst()
          .orElseThrow(
              () ->
                  file.fault(
                      StoreFault.ALIAS_UNKNOWN,
                      "The file "
                          + file.path()
                          + " holds no key under the alias "
                          + alias
                          + ", but under: "
                          + aliases
                          + "; name one of these, or none where there is only one.",
                      null));
    }
    if (keys.size() > 1) {
      throw file.fault(
          StoreFault.SEVERAL_KEYS,
          "The file "
              + file.path()
              + " holds "
              + keys.size()
              + " keys ("
              + aliases
              + ") and no alias says which; name one of them.",
          null);
    }
    return keys.get(0);
  }

  private static PrivateKey unlock(
      StoreFile file, Stored stored, StoredKey key, Secret password, Secret own)
      throws StoreException {
    try {
      return key.lock().open(own.given() ? own : password);
    } catch (StoreException e) {
      if (e.fault() != StoreFault.WRONG_PASSWORD || !stored.passwordProven()) {
        throw e;
      }
      throw file.fault(
          StoreFault.KEY_PASSWORD_DIFFERS,
          "The password opens the store "
              + file.path()
              + (own.given()
                  ? ", but the key password does not open the key "
                  : ", but not the key ")
              + key.alias()
              + " in it; give the password of the key.",
          e);
    }
  }

  /** The key's certificate first, the others in the order they came. */
  private static List<X509Certificate> leafFirst(
      StoreFile file,
      StoreFile keyFile,
      PrivateKey key,
      List<X509Certificate> certificates,
      PairCheck pairs)
      throws StoreException {
    if (certificates.isEmpty()) {
      throw file.fault(
          StoreFault.NO_CERTIFICATES,
          "The file "
              + file.path()
              + " holds a key without its certificate; add the certificate and its chain.",
          null);
    }
    try {
      for (X509Certificate candidate : certificates) {
        if (pairs.belongs(key, candidate)) {
          List<X509Certificate> chain = new ArrayList<>(certificates);
          chain.sort(Comparator.comparing(c -> !c.equals(candidate)));
          return chain;
        }
      }
    } catch (InvalidKeyException e) {
      throw keyFile.unsupported(e);
    }
    throw mismatch(file, keyFile, key, certificates.get(0));
  }

  private static StoreException mismatch(
      StoreFile file, StoreFile keyFile, PrivateKey key, X509Certificate first) {
    return file.fault(
        StoreFault.KEY_CERTIFICATE_MISMATCH,
        "The "
            + key.getAlgorithm()
            + " key in "
            + keyFile.path()
            + " does not belong to the certificate of "
            + first.getSubjectX500Principal()
            + " in "
            + file.path()
            + ", nor to another one there; bring the key and the certificate made for it together.",
        null);
  }

  private static StoreException nothingTrusted(StoreFile file, Stored stored) {
    String found =
        stored.keys().isEmpty()
            ? "holds no certificate"
            : "holds " + count(stored.keys().size(), "private key") + " and no trusted certificate";
    return file.fault(
        StoreFault.NO_CERTIFICATES,
        "The trust store "
            + file.path()
            + " "
            + found
            + "; import the authority, or the peer's certificate, as a trusted entry.",
        null);
  }

  private static List<X509Certificate> certificates(Stored stored) {
    List<X509Certificate> all = new ArrayList<>();
    stored.keys().forEach(key -> all.addAll(key.certificates()));
    stored.trusted().forEach(entry -> all.add(entry.certificate()));
    all.addAll(stored.others());
    return all.stream().distinct().toList();
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private static List<StoreNote> orderNote(
      StoreFile file, List<X509Certificate> chain, List<X509Certificate> asStored) {
    boolean ordered = chain.equals(asStored);
    for (int i = 0; i + 1 < chain.size(); i++) {
      ordered &=
          chain.get(i).getIssuerX500Principal().equals(chain.get(i + 1).getSubjectX500Principal());
    }
    return ordered
        ? List.of()
        : List.of(
            file.note(
                StoreNote.Kind.CHAIN_ORDER,
                "holds its chain in another order than leaf first, each issuer after what it"
                    + " issued; some peers refuse that"));
  }

  private static List<StoreNote> passwordNote(@Nullable PasswordSource source) {
    return source instanceof PasswordSource.FromFile from && from.isReadableByOthers()
        ? List.of(
            new StoreNote(
                StoreNote.Kind.LAX_PERMISSIONS,
                from.file(),
                "The password file "
                    + from.file()
                    + " may be read by others than its owner; chmod 600 mends it."))
        : List.of();
  }

  // Any Java reads PKCS12 under the name of JKS and the other way round, so that is not worth a
  // word.
  private static List<StoreNote> nameNote(StoreFile file, StoreFormat format) {
    String name = String.valueOf(file.path().getFileName()).toLowerCase(Locale.ROOT);
    boolean named = name.endsWith(".p12") || name.endsWith(".pfx") || name.endsWith(".jks");
    boolean text = format == StoreFormat.PEM;
    boolean differs = named ? text || format == StoreFormat.DER : name.endsWith(".pem") && !text;
    return differs
        ? List.of(
            file.note(
                StoreNote.Kind.NAME_SAYS_OTHER_FORMAT,
                "is " + format + " by content, though its name says another format"))
        : List.of();
  }
}
