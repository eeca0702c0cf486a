package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A revocation list, read once from its own octets into a look-up. Safe for use by many threads.
 */
final class RevocationList {
  /** A list has one signer; a few more answers are kept for authorities of the same name. */
  private static final int MOST_ANSWERS = 16;

  /**
   * What was read.
   *
   * @param issuer who issued it, comparable
   * @param thisUpdate when it was made
   * @param nextUpdate when it runs out; null where it does not say
   * @param number its number; null where it has none
   * @param deltaBase the number of the complete list that this one only adds to; null where it is
   *     complete itself
   * @param scope which certificates and reasons it covers
   * @param authorityKey the key that it says it was signed with
   * @param signature the algorithm it was signed with
   * @param problems why it must not be used, or what is only formally wrong with it
   */
  record Facts(
      DistinguishedName issuer,
      Instant thisUpdate,
      @Nullable Instant nextUpdate,
      @Nullable BigInteger number,
      @Nullable BigInteger deltaBase,
      RevocationScope scope,
      Extensions.@Nullable AuthorityKey authorityKey,
      SignatureFacts signature,
      List<Problem> problems) {
    Facts {
      problems = List.copyOf(problems);
    }
  }

  /** Which certificate an entry is about. */
  record Subject(DistinguishedName issuer, BigInteger serial) {}

  /** Why a certificate was revoked: the numbers of CRLReason (RFC 5280 §5.3.1). */
  record Entry(int reason) {
    static final int CERTIFICATE_HOLD = 6;
    static final int REMOVE_FROM_LIST = 8;

    String text() {
      return switch (reason) {
        case 1 -> "key compromise";
        case 2 -> "CA compromise";
        case 3 -> "affiliation changed";
        case 4 -> "superseded";
        case 5 -> "cessation of operation";
        case CERTIFICATE_HOLD -> "on hold";
        case 9 -> "privilege withdrawn";
        case 10 -> "AA compromise";
        default -> "no reason given";
      };
    }
  }

  private final X509CRL list;
  private final Facts facts;
  private final Map<Subject, Entry> entries;
  private final Map<ByteBuffer, Boolean> signedBy = new ConcurrentHashMap<>();

  RevocationList(X509CRL list, Facts facts, Map<Subject, Entry> entries) {
    this.list = list;
    this.facts = facts;
    this.entries = entries;
  }

  Facts facts() {
    return facts;
  }

  /** The issuer for people, RFC 2253 form. */
  String issuerText() {
    return NameText.printable(list.getIssuerX500Principal().getName());
  }

  /** The entry of a certificate; null where the list does not name it. */
  @Nullable Entry find(CertificateFacts certificate) {
    return entries.get(new Subject(certificate.issuer(), certificate.serial()));
  }

  boolean isDelta() {
    return facts.deltaBase() != null;
  }

  boolean isNewerThan(RevocationList other) {
    BigInteger number = facts.number();
    BigInteger that = other.facts.number();
    int byNumber = number == null || that == null ? 0 : number.compareTo(that);
    return byNumber != 0 ? byNumber > 0 : facts.thisUpdate().isAfter(other.facts.thisUpdate());
  }

  /** True where its authority key identifier names the key that {@code signer} has. */
  boolean namesKeyOf(CertificateFacts signer) {
    Extensions.AuthorityKey key = facts.authorityKey();
    return key != null
        && key.keyId() != null
        && key.keyId().equals(signer.extensions().subjectKeyId());
  }

  /** True where {@code issued}, of an issuer of the same name, says that another key made it. */
  boolean isOfOtherKeyThanThatOf(CertificateFacts issued) {
    Extensions.AuthorityKey own = facts.authorityKey();
    Extensions.AuthorityKey that = issued.extensions().authorityKey();
    return facts.issuer().equals(issued.issuer())
        && own != null
        && own.keyId() != null
        && that != null
        && that.keyId() != null
        && !own.keyId().equals(that.keyId());
  }

  /** True where the key of {@code signer} made its signature; each key is tried once. */
  boolean isSignedBy(CertificateFacts signer, SignatureChecks work) {
    Boolean known = signedBy.get(signer.key().encoded());
    if (known != null) {
      return known;
    }
    if (!facts.signature().goesWith(signer.key()) || !work.take()) {
      return false;
    }
    boolean holds = verifies(signer);
    if (signedBy.size() < MOST_ANSWERS) {
      signedBy.put(signer.key().encoded(), holds);
    }
    return holds;
  }

  private boolean verifies(CertificateFacts signer) {
    try {
      list.verify(signer.certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Whatever a provider makes of hostile octets, it is no valid signature.
      return false;
    }
  }
}
