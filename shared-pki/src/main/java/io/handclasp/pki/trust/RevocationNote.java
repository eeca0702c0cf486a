package io.handclasp.pki.trust;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the revocation lists said of one certificate, and which list counted.
 *
 * @param certificate the certificate looked up
 * @param status what came of it
 * @param listIssuer who signed the list that counted, RFC 2253 form; null where none did
 * @param listNumber the number of that list; null where it has none
 * @param thisUpdate when that list was made; null where none counted
 * @param nextUpdate when that list runs out; null where none counted or it does not say
 */
public record RevocationNote(
    X509Certificate certificate,
    Status status,
    @Nullable String listIssuer,
    @Nullable BigInteger listNumber,
    @Nullable Instant thisUpdate,
    @Nullable Instant nextUpdate) {
  /** What a look-up can come to. */
  public enum Status {
    /** A valid list of its issuer does not name it. */
    GOOD,
    /** A list of its issuer names it. */
    REVOKED,
    /** No valid list covers it. */
    UNKNOWN
  }

  /** Checks. */
  public RevocationNote {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(status, "status");
  }

  /**
   * For people and logs, such as {@code CN=front good by the list of CN=Acme Issuing number 12, 3
   * hours old, until 2027-01-01T00:00:00Z}.
   */
  public String textAt(Instant at) {
    String subject = NameText.printable(certificate.getSubjectX500Principal().getName());
    String verdict = subject + " " + status.name().toLowerCase(Locale.ROOT);
    if (thisUpdate == null) {
      return verdict + ", no list counted";
    }
    return verdict
        + " by the list of "
        + listIssuer
        + (listNumber == null ? "" : " number " + listNumber)
        + ", "
        + words(Duration.between(thisUpdate, at))
        + " old, until "
        + nextUpdate;
  }

  /** The largest unit that fits, which is as exact as anyone needs it. */
  private static String words(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " days";
    }
    return age.toHours() > 1 ? age.toHours() + " hours" : age.toMinutes() + " minutes";
  }

  /** How old the list that counted is at that time; null where none counted. */
  public @Nullable Duration ageAt(Instant at) {
    return thisUpdate == null ? null : Duration.between(thisUpdate, at);
  }
}
