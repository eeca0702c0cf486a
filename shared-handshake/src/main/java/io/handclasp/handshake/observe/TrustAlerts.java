package io.handclasp.handshake.observe;

import io.handclasp.pki.trust.TrustFinding;
import io.handclasp.pki.trust.TrustReason;
import io.netty.handler.ssl.OpenSslCertificateException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;

/**
 * Turns a refusal into the exception that makes the provider send the alert of RFC 8446 section
 * 6.2.
 *
 * <p>BoringSSL chooses the alert by an X.509 verification error. The JDK chooses it by the reason
 * of a {@code CertPathValidatorException} beneath, where it chooses at all: its server always sends
 * certificate_unknown.
 */
final class TrustAlerts {
  // Numbers of OpenSSL's X509_V_ERR_*, each the one that BoringSSL turns into the alert wanted.
  private static final int UNKNOWN_CA = 20;
  private static final int CERTIFICATE_EXPIRED = 10;
  private static final int CERTIFICATE_REVOKED = 23;
  private static final int UNSUPPORTED_CERTIFICATE = 26;
  private static final int BAD_CERTIFICATE = 27;
  private static final int CERTIFICATE_UNKNOWN = 34;

  private TrustAlerts() {}

  /** For a provider that is BoringSSL or not. */
  static CertificateException refusal(TrustFinding finding, boolean openssl) {
    CertPathValidatorException cause =
        new CertPathValidatorException(finding.detail(), null, null, -1, jdkReason(finding));
    return openssl
        ? new OpenSslCertificateException(finding.detail(), cause, openSslError(finding.reason()))
        : new CertificateException(finding.detail(), cause);
  }

  private static BasicReason jdkReason(TrustFinding finding) {
    return switch (finding.reason()) {
      case EXPIRED -> BasicReason.EXPIRED;
      case NOT_YET_VALID -> BasicReason.NOT_YET_VALID;
      case REVOKED -> BasicReason.REVOKED;
      case BAD_SIGNATURE -> BasicReason.INVALID_SIGNATURE;
      case WEAK_KEY, WEAK_SIGNATURE_ALGORITHM, KEY_ALGORITHM -> BasicReason.ALGORITHM_CONSTRAINED;
      case REVOCATION_LIST_MISSING, REVOCATION_LIST_EXPIRED, REVOCATION_LIST_INVALID ->
          BasicReason.UNDETERMINED_REVOCATION_STATUS;
      default -> BasicReason.UNSPECIFIED;
    };
  }

  private static int openSslError(TrustReason reason) {
    return switch (reason) {
      case EXPIRED, NOT_YET_VALID -> CERTIFICATE_EXPIRED;
      case UNKNOWN_AUTHORITY,
          SAME_NAME_OTHER_KEY,
          INTERMEDIATE_MISSING,
          SELF_SIGNED_LEAF,
          UNRELATED_CERTIFICATES,
          ISSUER_NOT_CA,
          ISSUER_KEY_USAGE,
          PATH_LENGTH ->
          UNKNOWN_CA;
      case REVOKED -> CERTIFICATE_REVOKED;
      case EXTENDED_KEY_USAGE, KEY_USAGE, KEY_ALGORITHM -> UNSUPPORTED_CERTIFICATE;
      case BAD_SIGNATURE, MALFORMED -> BAD_CERTIFICATE;
      default -> CERTIFICATE_UNKNOWN;
    };
  }
}
