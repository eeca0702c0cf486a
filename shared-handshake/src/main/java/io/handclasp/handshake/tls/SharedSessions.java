package io.handclasp.handshake.tls;

import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Has a listener take up the sessions of other instances that have the same ticket keys, the same
 * own certificate and the same trust. A session names what it was decided by: where any of that
 * differs, in another instance or after a reload, the handshake is a full one. The peer's chain is
 * judged again in any case.
 */
final class SharedSessions {
  private SharedSessions() {}

  static void configure(
      OpenSslServerSessionContext sessions, TicketKeys keys, TlsMaterial material) {
    sessions.setTicketKeys(
        keys.keys().stream().map(SharedSessions::key).toArray(OpenSslSessionTicketKey[]::new));
    if (!sessions.setSessionIdContext(decidedBy(material))) {
      throw new IllegalArgumentException("ticketKeys: not taken by provider openssl");
    }
  }

  private static OpenSslSessionTicketKey key(byte[] key) {
    return new OpenSslSessionTicketKey(
        Arrays.copyOfRange(key, 0, 16),
        Arrays.copyOfRange(key, 16, 32),
        Arrays.copyOfRange(key, 32, TicketKeys.LENGTH));
  }

  private static byte[] decidedBy(TlsMaterial material) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(material.identity().leaf().getEncoded());
      for (X509Certificate anchor : sorted(material.judge().anchors())) {
        digest.update(anchor.getEncoded());
      }
      for (X509CRL list : material.judge().lists()) {
        digest.update(list.getEncoded());
      }
      digest.update(
          material.judge().policy().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  /** Stores keep no order that would be the same everywhere. */
  private static List<X509Certificate> sorted(List<X509Certificate> anchors) {
    return anchors.stream()
        .sorted(
            Comparator.comparing((X509Certificate c) -> c.getSubjectX500Principal().getName())
                .thenComparing(X509Certificate::getSerialNumber))
        .toList();
  }
}
