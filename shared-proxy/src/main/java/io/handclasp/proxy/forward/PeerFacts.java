package io.handclasp.proxy.forward;

import io.handclasp.handshake.record.CertificateNote;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * What rules and fields say of a verified certificate.
 *
 * @param subject distinguished name, RFC 2253 form
 * @param commonNames of the subject
 * @param dns alternative names, lower case
 * @param uris alternative names
 * @param emails alternative names
 * @param issuer distinguished name, RFC 2253 form
 * @param fingerprint SHA-256, lower-case hexadecimal
 */
record PeerFacts(
    String subject,
    List<String> commonNames,
    List<String> dns,
    List<String> uris,
    List<String> emails,
    String issuer,
    String fingerprint) {
  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int URI = 6;

  static PeerFacts of(X509Certificate leaf) {
    String subject = leaf.getSubjectX500Principal().getName();
    return new PeerFacts(
        subject,
        commonNames(subject),
        names(leaf, DNS).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        names(leaf, URI),
        names(leaf, EMAIL),
        leaf.getIssuerX500Principal().getName(),
        sha256(leaf));
  }

  /** The same of what a record has of it. */
  static PeerFacts of(CertificateNote leaf) {
    return new PeerFacts(
        leaf.subject(),
        commonNames(leaf.subject()),
        names(leaf, "DNS:").stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
        names(leaf, "URI:"),
        names(leaf, "EMAIL:"),
        leaf.issuer(),
        leaf.sha256());
  }

  private static List<String> names(CertificateNote leaf, String kind) {
    return leaf.names().stream()
        .filter(name -> name.startsWith(kind))
        .map(name -> name.substring(kind.length()))
        .toList();
  }

  private static List<String> commonNames(String subject) {
    try {
      return new LdapName(subject)
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .toList();
    } catch (InvalidNameException e) {
      // A name that cannot be taken apart has no part that a rule could fit.
      return List.of();
    }
  }

  private static List<String> names(X509Certificate leaf, int type) {
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.get(0).equals(type))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      // Names that cannot be read fit no rule; the fingerprint still tells.
      return List.of();
    }
  }

  private static String sha256(X509Certificate certificate) {
    try {
      byte[] der = certificate.getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a verified certificate without a digest", e);
    }
  }
}
