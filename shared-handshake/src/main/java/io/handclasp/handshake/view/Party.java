package io.handclasp.handshake.view;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One end of a handshake, as it is known from its own record or else from the other's.
 *
 * @param role which end
 * @param own its record; null where it is not there
 * @param other the other end's record; null where it is not there
 */
record Party(Role role, @Nullable HandshakeRecord own, @Nullable HandshakeRecord other) {
  private static final Pattern COMMON_NAME =
      Pattern.compile("(?:^|,)CN=((?:[^,\\\\]|\\\\.)+)", Pattern.CASE_INSENSITIVE);

  static Party client(JoinedHandshake handshake) {
    return new Party(Role.CLIENT, handshake.client(), handshake.server());
  }

  static Party server(JoinedHandshake handshake) {
    return new Party(Role.SERVER, handshake.server(), handshake.client());
  }

  /** The certificates it showed, as the other saw them if the other did. */
  List<CertificateNote> chain() {
    if (other != null && !other.peerChain().isEmpty()) {
      return other.peerChain();
    }
    return own == null ? List.of() : own.ownChain();
  }

  /** What its certificate calls it; else the name it was asked for by; else only what it is. */
  String name() {
    List<CertificateNote> chain = chain();
    if (!chain.isEmpty()) {
      return name(chain.get(0));
    }
    if (role == Role.SERVER) {
      String asked = askedName();
      return asked == null ? "(no certificate shown)" : asked;
    }
    return "(no certificate shown)";
  }

  private @Nullable String askedName() {
    if (other != null && other.trust() != null && other.trust().expectedName() != null) {
      return other.trust().expectedName();
    }
    if (other != null) {
      return other.negotiated().serverName();
    }
    return own == null ? null : own.negotiated().serverName();
  }

  /** The common name, or the first alternative name, or the whole subject. */
  static String name(CertificateNote certificate) {
    Matcher matcher = COMMON_NAME.matcher(certificate.subject());
    if (matcher.find()) {
      return matcher.group(1);
    }
    if (!certificate.names().isEmpty()) {
      return certificate.names().get(0);
    }
    return certificate.subject();
  }

  String address() {
    if (own != null && !own.local().isEmpty()) {
      return own.local();
    }
    return other == null ? "" : other.remote();
  }

  String provider() {
    return own == null ? "no record" : own.provider() + ", conn " + own.connection();
  }
}
