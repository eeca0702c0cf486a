package io.handclasp.pki.trust;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * One reason, with the certificate it concerns.
 *
 * @param reason what kind
 * @param certificate the certificate it is about; null where there is none (nothing was shown)
 * @param detail one sentence for people: what was found and what was expected
 */
public record TrustFinding(
    TrustReason reason, @Nullable X509Certificate certificate, String detail) {
  /** By hand, as that of a record is linked at its first use, which would be within the start. */
  @Override
  public int hashCode() {
    return 31 * reason.hashCode() + detail.hashCode();
  }
}
