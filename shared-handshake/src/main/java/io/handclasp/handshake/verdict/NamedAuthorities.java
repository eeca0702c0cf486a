package io.handclasp.handshake.verdict;

import io.handclasp.pki.trust.TrustJudge;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** What a server says of whom it trusts: their names, as far as TLS has room for them. */
final class NamedAuthorities {
  /** Of the list as a whole (RFC 8446 section 4.2.4, RFC 5246 section 7.4.4). */
  private static final int ROOM = 0xffff;

  private NamedAuthorities() {}

  /** Where the names are too many to be said; null where they are not. */
  static @Nullable Finding tooMany(TrustJudge judge) {
    long bytes = 0;
    for (X509Certificate anchor : judge.anchors()) {
      bytes += 2L + anchor.getSubjectX500Principal().getEncoded().length;
    }
    return bytes <= ROOM
        ? null
        : Finding.known(
            Cause.SERVER_NAMES_TOO_MANY_AUTHORITIES,
            "the names of "
                + judge.anchors().size()
                + " trusted certificates have "
                + bytes
                + " bytes (expected: <= "
                + ROOM
                + ")");
  }
}
