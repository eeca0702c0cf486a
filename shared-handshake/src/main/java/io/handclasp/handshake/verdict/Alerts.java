package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Role;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Numbers of alerts (RFC 8446 section 6), and which causes they stand for. */
final class Alerts {
  static final int CLOSE_NOTIFY = 0;
  static final int UNEXPECTED_MESSAGE = 10;
  static final int BAD_RECORD_MAC = 20;
  static final int DECRYPTION_FAILED = 21;
  static final int RECORD_OVERFLOW = 22;
  static final int HANDSHAKE_FAILURE = 40;
  static final int BAD_CERTIFICATE = 42;
  static final int UNSUPPORTED_CERTIFICATE = 43;
  static final int CERTIFICATE_REVOKED = 44;
  static final int CERTIFICATE_EXPIRED = 45;
  static final int CERTIFICATE_UNKNOWN = 46;
  static final int ILLEGAL_PARAMETER = 47;
  static final int UNKNOWN_CA = 48;
  static final int ACCESS_DENIED = 49;
  static final int DECODE_ERROR = 50;
  static final int DECRYPT_ERROR = 51;
  static final int PROTOCOL_VERSION = 70;
  static final int INSUFFICIENT_SECURITY = 71;
  static final int INTERNAL_ERROR = 80;
  static final int USER_CANCELED = 90;
  static final int UNRECOGNIZED_NAME = 112;
  static final int CERTIFICATE_REQUIRED = 116;
  static final int NO_APPLICATION_PROTOCOL = 120;

  /** Larger than what some programs take of a chain (the JDK: 32 KiB in one message). */
  static final int LARGE_CHAIN = 16 * 1024;

  /** More certificates than some programs take (the JDK: 10 of a server, 8 of a client). */
  static final int LONG_CHAIN = 8;

  /** Most certificates that a JDK takes of a server. */
  static final int LONGEST_OF_SERVER = 10;

  /** Most certificates that Netty's BoringSSL hands on to be judged; it leaves out what follows. */
  static final int MOST_JUDGED = 10;

  private Alerts() {}

  /** True where programs say this of a chain that is too long for them, or hang up ({@code -1}). */
  static boolean isOfSize(int alert) {
    return switch (alert) {
      case -1,
          CLOSE_NOTIFY,
          UNEXPECTED_MESSAGE,
          RECORD_OVERFLOW,
          HANDSHAKE_FAILURE,
          ILLEGAL_PARAMETER,
          DECODE_ERROR,
          INTERNAL_ERROR ->
          true;
      default -> false;
    };
  }

  /** True where the alert names one kind of cause, so that other faults do not explain it. */
  static boolean isSpecific(int alert) {
    return switch (alert) {
      case CERTIFICATE_REVOKED, CERTIFICATE_EXPIRED, UNKNOWN_CA, UNSUPPORTED_CERTIFICATE -> true;
      default -> false;
    };
  }

  /** The faults of the chain of {@code owner} that are refused with that alert. */
  static Set<Cause> meaning(int alert, Role owner) {
    return switch (alert) {
      case CERTIFICATE_EXPIRED ->
          twins(
              owner,
              "CERT_EXPIRED",
              "CERT_NOT_YET_VALID",
              "ISSUER_EXPIRED",
              "ISSUER_NOT_YET_VALID");
      case CERTIFICATE_REVOKED -> {
        Set<Cause> meant = twins(owner, "CERT_REVOKED", "ISSUER_REVOKED");
        meant.add(Cause.REVOKED_BY_SERIAL_COLLISION);
        yield meant;
      }
      case UNKNOWN_CA ->
          twins(
              owner,
              "CA_UNKNOWN",
              "CA_SAME_NAME_OTHER_KEY",
              "SELF_SIGNED",
              "INTERMEDIATE_MISSING",
              "CHAIN_UNRELATED",
              "ISSUER_NOT_CA",
              "ISSUER_KEYUSAGE_LACKS_CERTSIGN",
              "PATHLEN_EXCEEDED");
      case UNSUPPORTED_CERTIFICATE -> {
        Set<Cause> meant =
            twins(
                owner,
                "KEYUSAGE_LACKS_SIGNATURE",
                "CERT_ED25519_UNSUPPORTED",
                "CERT_CURVE_UNSUPPORTED",
                "CERT_DSA",
                "CERT_KEY_UNSUPPORTED",
                "CERT_RSA1024",
                "CERT_SHA1",
                "CERT_MD5",
                "CERT_WEAK_SIGNATURE",
                "UNKNOWN_CRITICAL_EXTENSION");
        meant.add(
            owner == Role.SERVER
                ? Cause.SERVER_EKU_LACKS_SERVERAUTH
                : Cause.CLIENT_EKU_LACKS_CLIENTAUTH);
        yield meant;
      }
      case DECRYPT_ERROR -> twins(owner, "CERT_SIGNATURE_INVALID", "CA_SAME_NAME_OTHER_KEY");
      default -> EnumSet.allOf(Cause.class);
    };
  }

  private static Set<Cause> twins(Role owner, String... names) {
    return Arrays.stream(names)
        .map(name -> Twins.of(owner, name))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Cause.class)));
  }
}
