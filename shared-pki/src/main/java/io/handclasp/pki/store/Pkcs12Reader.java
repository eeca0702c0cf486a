package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import io.handclasp.pki.store.Stored.StoredKey;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads PKCS12 (RFC 7292). The JDK's own reader hides certificates without Java's trust attribute
 * and rearranges chains; this one shows what is there, and can tell a wrong password from a damaged
 * file.
 */
final class Pkcs12Reader {
  private final StoreFile file;
  private final List<Pkcs12Bag> keys = new ArrayList<>();
  private final List<CertificateBag> certificates = new ArrayList<>();
  private final List<StoreNote> notes = new ArrayList<>();

  private boolean passwordProven;

  private record CertificateBag(Pkcs12Bag bag, X509Certificate certificate) {}

  private Pkcs12Reader(StoreFile file) {
    this.file = file;
  }

  /** True where the bytes begin as PKCS12 does: a structure that begins with version 3. */
  static boolean looksLike(Der whole) throws Der.Malformed {
    Der version = whole.child(0);
    return version.tag() == Der.INTEGER && version.integer().intValue() == 3;
  }

  static Stored read(StoreFile file, Der whole, char @Nullable [] password) throws StoreException {
    Pkcs12Reader reader = new Pkcs12Reader(file);
    try {
      reader.open(whole, password);
      return reader.contents();
    } catch (Der.Malformed e) {
      throw file.damaged("its PKCS12 structure " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw file.unsupported(e);
    }
  }

  private void open(Der whole, char @Nullable [] given)
      throws Der.Malformed, GeneralSecurityException, StoreException {
    Der authSafe = whole.child(1);
    if (!authSafe.child(0).oid().equals(Pkcs12Bag.DATA)) {
      throw new NoSuchAlgorithmException("PKCS12 sealed with a signature");
    }
    byte[] content = authSafe.child(1).child(0).octets();
    List<Der> safes = Der.read(content).expect(Der.SEQUENCE).children();
    char[] password = given == null ? new char[0] : given;
    List<Der> parts = whole.children();
    if (parts.size() > 2) {
      checkSeal(new Pkcs12Mac(parts.get(2)), content, safes, password, given != null);
    } else {
      notes.add(unchecked("has no seal (MAC)"));
    }
    for (Der safe : safes) {
      readSafe(safe, password, given != null);
    }
  }

  private StoreNote unchecked(String why) {
    return file.note(
        StoreNote.Kind.INTEGRITY_UNCHECKED,
        why + ", so that nobody can tell whether it was altered");
  }

  private void checkSeal(
      Pkcs12Mac seal, byte[] content, List<Der> safes, char[] password, boolean given)
      throws Der.Malformed, GeneralSecurityException, StoreException {
    if (seal.isPbmac1()) {
      notes.add(
          file.note(
              StoreNote.Kind.NEW_MAC, "is sealed with PBMAC1, which Java before 26 cannot read"));
    }
    if (seal.seals(content, password)) {
      passwordProven = true;
      return;
    }
    if (given) {
      throw decrypts(safes, password)
          ? file.damaged("the password is right, but its content was altered", null)
          : file.wrongPassword("the PKCS12 store", null);
    }
    notes.add(unchecked("was read without a password"));
  }

  // Only for a store whose seal is broken: does the password fit nevertheless?
  private static boolean decrypts(List<Der> safes, char[] password) {
    for (Der safe : safes) {
      try {
        if (safe.child(0).oid().equals(Pkcs12Bag.ENCRYPTED_DATA)) {
          new Pkcs12Bag(decrypt(safe, password).child(0));
          return true;
        }
      } catch (Der.Malformed | GeneralSecurityException theUsualCase) {
        return false;
      }
    }
    return false;
  }

  private static Der decrypt(Der safe, char[] password)
      throws Der.Malformed, GeneralSecurityException {
    Der content = safe.child(1).child(0).child(1);
    byte[] plain =
        PasswordEncryption.decrypt(content.child(1), content.child(2).octets(), password);
    return Der.read(plain).expect(Der.SEQUENCE);
  }

  private void readSafe(Der safe, char[] password, boolean given)
      throws Der.Malformed, GeneralSecurityException, StoreException {
    String kind = safe.child(0).oid();
    if (kind.equals(Pkcs12Bag.DATA)) {
      readBags(Der.read(safe.child(1).child(0).octets()));
    } else if (kind.equals(Pkcs12Bag.ENCRYPTED_DATA)) {
      noteOldEncryption(safe.child(1).child(0).child(1).child(1));
      try {
        readBags(decrypt(safe, password));
        passwordProven = true;
      } catch (NoSuchAlgorithmException e) {
        throw e;
      } catch (GeneralSecurityException | Der.Malformed e) {
        throw given
            ? file.wrongPassword("the certificates", e)
            : file.passwordMissing("an encrypted PKCS12 store");
      }
    } else {
      throw new NoSuchAlgorithmException("PKCS12 content " + kind);
    }
  }

  private void noteOldEncryption(Der algorithm) throws Der.Malformed {
    if (PasswordEncryption.legacy(algorithm)
        && notes.stream().noneMatch(n -> n.kind() == StoreNote.Kind.OLD_ENCRYPTION)) {
      notes.add(
          file.note(
              StoreNote.Kind.OLD_ENCRYPTION,
              "is encrypted with RC2 or RC4, which OpenSSL 3 reads with -legacy only"));
    }
  }

  private void readBags(Der bags) throws Der.Malformed, GeneralSecurityException, StoreException {
    for (Der der : bags.children()) {
      Pkcs12Bag bag = new Pkcs12Bag(der);
      if (bag.is(Pkcs12Bag.NESTED)) {
        readBags(bag.value());
      } else if (bag.is(Pkcs12Bag.KEY) || bag.is(Pkcs12Bag.SHROUDED_KEY)) {
        keys.add(bag);
      } else if (bag.is(Pkcs12Bag.CERTIFICATE)
          && bag.value().child(0).oid().equals(Pkcs12Bag.X509_CERTIFICATE)) {
        byte[] der509 = bag.value().child(1).child(0).octets();
        certificates.add(new CertificateBag(bag, file.certificate(der509)));
      }
    }
  }

  // ---- what belongs to what ----

  private Stored contents() {
    List<StoredKey> stored = new ArrayList<>();
    List<X509Certificate> taken = new ArrayList<>();
    for (Pkcs12Bag key : keys) {
      List<X509Certificate> chain = chainOf(key);
      taken.addAll(chain);
      String alias = aliasOr(key, stored.size() + 1);
      stored.add(new StoredKey(alias, secret -> unlock(key, alias, secret), chain));
    }
    boolean flagged = certificates.stream().anyMatch(c -> c.bag().trusted());
    boolean trustAll = keys.isEmpty() && !flagged;
    List<TrustedEntry> trusted = new ArrayList<>();
    List<X509Certificate> others = new ArrayList<>();
    for (CertificateBag entry : certificates) {
      if (entry.bag().trusted() || trustAll) {
        String alias = aliasOr(entry.bag(), trusted.size() + 1);
        trusted.add(new TrustedEntry(alias, entry.certificate()));
      } else if (!taken.contains(entry.certificate())) {
        others.add(entry.certificate());
      }
    }
    if (trustAll && !trusted.isEmpty()) {
      notes.add(
          file.note(
              StoreNote.Kind.TRUST_FLAG_MISSING,
              "lacks the attribute by which Java programs trust certificates; others than this one"
                  + " will find it empty"));
    }
    return new Stored(StoreFormat.PKCS12, stored, trusted, others, notes, passwordProven);
  }

  private static String aliasOr(Pkcs12Bag bag, int number) {
    String name = bag.friendlyName();
    return name == null || name.isEmpty() ? Integer.toString(number) : name;
  }

  /** The leaf of the key, as the store says, then what may go with it. */
  private List<X509Certificate> chainOf(Pkcs12Bag key) {
    List<X509Certificate> chain = new ArrayList<>();
    leafOf(key).ifPresent(chain::add);
    if (keys.size() == 1) {
      for (CertificateBag entry : certificates) {
        if (!entry.bag().trusted() && !chain.contains(entry.certificate())) {
          chain.add(entry.certificate());
        }
      }
    }
    extendByIssuers(chain);
    return chain;
  }

  private Optional<X509Certificate> leafOf(Pkcs12Bag key) {
    String id = key.localKeyId();
    return certificates.stream()
        .filter(entry -> id != null && id.equals(entry.bag().localKeyId()))
        .map(CertificateBag::certificate)
        .findFirst();
  }

  // A certificate that stands above the chain may have been stored once, as a trusted one.
  private void extendByIssuers(List<X509Certificate> chain) {
    boolean grown = !chain.isEmpty();
    while (grown) {
      X509Certificate last = chain.get(chain.size() - 1);
      Optional<X509Certificate> issuer =
          certificates.stream()
              .map(CertificateBag::certificate)
              .filter(c -> c.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .filter(c -> !chain.contains(c))
              .findFirst();
      issuer.ifPresent(chain::add);
      grown = issuer.isPresent();
    }
  }

  private PrivateKey unlock(Pkcs12Bag bag, String alias, Secret secret) throws StoreException {
    try {
      if (bag.is(Pkcs12Bag.KEY)) {
        return Pkcs8.key(bag.value().encoded());
      }
      char[] password = secret.chars();
      return Pkcs8.encryptedKey(bag.value().encoded(), password == null ? new char[0] : password);
    } catch (NoSuchAlgorithmException e) {
      throw file.unsupported(e);
    } catch (GeneralSecurityException | Der.Malformed e) {
      if (bag.is(Pkcs12Bag.KEY)) {
        throw file.damaged("the key " + alias + " cannot be read", e);
      }
      throw secret.given()
          ? file.wrongPassword("the key " + alias, e)
          : file.passwordMissing("an encrypted key");
    }
  }
}
