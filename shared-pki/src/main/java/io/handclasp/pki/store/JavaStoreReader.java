package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import io.handclasp.pki.store.Stored.StoredKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JKS and JCEKS, Java's own formats, through the JDK's key store. */
final class JavaStoreReader {
  private final StoreFile file;
  private final StoreFormat format;
  private final KeyStore store;

  private JavaStoreReader(StoreFile file, StoreFormat format, KeyStore store) {
    this.file = file;
    this.format = format;
    this.store = store;
  }

  static Stored read(StoreFile file, StoreFormat format, char @Nullable [] password)
      throws StoreException {
    if (!JavaStoreLengths.fit(file.bytes())) {
      throw damaged(file, format, null);
    }
    try {
      KeyStore store = KeyStore.getInstance(format.name());
      store.load(new ByteArrayInputStream(file.bytes()), password);
      return new JavaStoreReader(file, format, store).contents(password == null);
    } catch (IOException e) {
      throw e.getCause() instanceof UnrecoverableKeyException
          ? file.wrongPassword("the " + format + " store", e)
          : damaged(file, format, e);
    } catch (GeneralSecurityException e) {
      throw file.unsupported(e);
    }
  }

  private static StoreException damaged(
      StoreFile file, StoreFormat format, @Nullable Exception cause) {
    return file.damaged("it begins as " + format + " and does not go on as such", cause);
  }

  private Stored contents(boolean unchecked) throws GeneralSecurityException {
    List<StoredKey> keys = new ArrayList<>();
    List<TrustedEntry> trusted = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias)
          && store.getCertificate(alias) instanceof X509Certificate certificate) {
        trusted.add(new TrustedEntry(alias, certificate));
      } else if (store.getCertificateChain(alias) != null) {
        keys.add(new StoredKey(alias, password -> open(alias, password), chain(alias)));
      }
    }
    List<StoreNote> notes = new ArrayList<>();
    notes.add(
        file.note(
            StoreNote.Kind.OLD_FORMAT,
            "is " + format + ", which only Java reads; PKCS12 is the format of today"));
    if (unchecked) {
      notes.add(
          file.note(
              StoreNote.Kind.INTEGRITY_UNCHECKED,
              "was read without a password, so that nobody can tell whether it was altered"));
    }
    return new Stored(format, keys, trusted, List.of(), notes, !unchecked);
  }

  private List<X509Certificate> chain(String alias) throws GeneralSecurityException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : store.getCertificateChain(alias)) {
      if (certificate instanceof X509Certificate x509) {
        chain.add(x509);
      }
    }
    return chain;
  }

  private PrivateKey open(String alias, Secret secret) throws StoreException {
    char[] password = secret.chars();
    if (password == null) {
      throw file.passwordMissing("an encrypted key");
    }
    try {
      Key key = store.getKey(alias, password);
      if (key instanceof PrivateKey privateKey) {
        return privateKey;
      }
      throw file.damaged("the entry " + alias + " is not a private key", null);
    } catch (UnrecoverableKeyException e) {
      throw file.wrongPassword("the key " + alias, e);
    } catch (NoSuchAlgorithmException e) {
      throw file.unsupported(e);
    } catch (GeneralSecurityException e) {
      throw file.damaged("the key " + alias + " cannot be read", e);
    }
  }
}
