package io.handclasp.pki.store;

import io.handclasp.pki.store.StoreContents.TrustedEntry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes PKCS12 that everyone reads: keys and certificates under PBES2 with AES-256, sealed with
 * HMAC-SHA-256. Java 17 and newer, OpenSSL 3, nginx and HAProxy read that; the defaults of the JDK
 * may change to what older Java cannot read. Trusted certificates carry Java's attribute.
 */
final class Pkcs12Writer {
  private static final byte[] ANY_USE = Der.oid("2.5.29.37.0");

  private final char[] password;
  private final List<byte[]> keyBags = new ArrayList<>();
  private final List<byte[]> certificateBags = new ArrayList<>();
  private final Set<X509Certificate> aboveLeaves = new HashSet<>();

  private Pkcs12Writer(char[] password) {
    this.password = password;
  }

  static byte[] encode(List<Identity> identities, List<TrustedEntry> trusted, char[] password)
      throws GeneralSecurityException {
    Pkcs12Writer writer = new Pkcs12Writer(password);
    for (Identity identity : identities) {
      writer.add(identity);
    }
    for (TrustedEntry entry : trusted) {
      writer.add(entry);
    }
    return writer.encode();
  }

  private void add(Identity identity) throws GeneralSecurityException {
    byte[] keyId = MessageDigest.getInstance("SHA-1").digest(identity.leaf().getEncoded());
    byte[] name = friendlyName(identity.alias());
    byte[] link = attribute(Pkcs12Bag.LOCAL_KEY_ID, Der.octetString(keyId));
    PasswordEncryption.Sealed key =
        PasswordEncryption.encrypt(identity.key().getEncoded(), password);
    byte[] shrouded = Der.sequence(key.algorithm(), Der.octetString(key.data()));
    keyBags.add(bag(Pkcs12Bag.SHROUDED_KEY, shrouded, name, link));
    certificateBags.add(certificateBag(identity.leaf(), name, link));
    for (X509Certificate above : identity.chain().subList(1, identity.chain().size())) {
      if (aboveLeaves.add(above)) {
        certificateBags.add(certificateBag(above));
      }
    }
  }

  private void add(TrustedEntry entry) throws CertificateEncodingException {
    certificateBags.add(
        certificateBag(
            entry.certificate(),
            friendlyName(entry.alias()),
            attribute(Pkcs12Bag.TRUSTED_KEY_USAGE, ANY_USE)));
  }

  private byte[] encode() throws GeneralSecurityException {
    List<byte[]> safes = new ArrayList<>();
    if (!certificateBags.isEmpty()) {
      safes.add(encryptedSafe(Der.sequence(certificateBags.toArray(byte[][]::new))));
    }
    if (!keyBags.isEmpty()) {
      safes.add(openSafe(Der.sequence(keyBags.toArray(byte[][]::new))));
    }
    byte[] content = Der.sequence(safes.toArray(byte[][]::new));
    return Der.sequence(Der.integer(3), openSafe(content), Pkcs12Mac.make(content, password));
  }

  private static byte[] openSafe(byte[] content) {
    return Der.sequence(Der.oid(Pkcs12Bag.DATA), Der.context(0, Der.octetString(content)));
  }

  private byte[] encryptedSafe(byte[] bags) throws GeneralSecurityException {
    PasswordEncryption.Sealed sealed = PasswordEncryption.encrypt(bags, password);
    byte[] content =
        Der.sequence(
            Der.oid(Pkcs12Bag.DATA), sealed.algorithm(), Der.implicitOctets(0, sealed.data()));
    return Der.sequence(
        Der.oid(Pkcs12Bag.ENCRYPTED_DATA), Der.context(0, Der.sequence(Der.integer(0), content)));
  }

  private static byte[] certificateBag(X509Certificate certificate, byte[]... attributes)
      throws CertificateEncodingException {
    byte[] value =
        Der.sequence(
            Der.oid(Pkcs12Bag.X509_CERTIFICATE),
            Der.context(0, Der.octetString(certificate.getEncoded())));
    return bag(Pkcs12Bag.CERTIFICATE, value, attributes);
  }

  private static byte[] bag(String kind, byte[] value, byte[]... attributes) {
    byte[] content = Der.context(0, value);
    return attributes.length == 0
        ? Der.sequence(Der.oid(kind), content)
        : Der.sequence(Der.oid(kind), content, Der.set(attributes));
  }

  private static byte[] friendlyName(String alias) {
    byte[] name = Der.write(Der.BMP_STRING, alias.getBytes(StandardCharsets.UTF_16BE));
    return attribute(Pkcs12Bag.FRIENDLY_NAME, name);
  }

  private static byte[] attribute(String oid, byte[] value) {
    return Der.sequence(Der.oid(oid), Der.set(value));
  }
}
