package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which handshakes are wanted. What is empty or null does not matter.
 *
 * @param outcomes any of these
 * @param peers any of these texts occurs in the peer's address, its first certificate's subject or
 *     names, the name that was asked of it, or SNI; in any case of letters
 * @param causes any of these is the cause or one of the further causes, or a warning; a text that
 *     ends in {@code *} stands for all that begin so
 * @param roles written by any of these ends
 * @param since begun at that time or later
 * @param until begun before that time
 */
public record HandshakeFilter(
    Set<Outcome> outcomes,
    List<String> peers,
    List<String> causes,
    Set<Role> roles,
    @Nullable Instant since,
    @Nullable Instant until) {
  private static final HandshakeFilter ALL =
      new HandshakeFilter(Set.of(), List.of(), List.of(), Set.of(), null, null);

  /** Copies. */
  public HandshakeFilter {
    outcomes = Set.copyOf(outcomes);
    peers = List.copyOf(peers);
    causes = List.copyOf(causes);
    roles = Set.copyOf(roles);
  }

  /** Every handshake. */
  public static HandshakeFilter all() {
    return ALL;
  }

  /** True where nothing is left out. */
  public boolean isAll() {
    return equals(ALL);
  }

  /** True where the handshake is wanted. */
  public boolean accepts(HandshakeRecord handshake) {
    return (outcomes.isEmpty() || outcomes.contains(handshake.outcome()))
        && (roles.isEmpty() || roles.contains(handshake.role()))
        && (since == null || !handshake.startedAt().isBefore(since))
        && (until == null || handshake.startedAt().isBefore(until))
        && (causes.isEmpty() || hasCause(handshake))
        && (peers.isEmpty() || hasPeer(handshake));
  }

  private boolean hasCause(HandshakeRecord handshake) {
    return matchesCause(handshake.cause())
        || handshake.alsoCauses().stream().anyMatch(this::matchesCause)
        || handshake.warnings().stream().anyMatch(this::matchesCause);
  }

  private boolean matchesCause(String code) {
    for (String cause : causes) {
      boolean matches =
          cause.endsWith("*")
              ? !code.isEmpty() && code.startsWith(cause.substring(0, cause.length() - 1))
              : code.equals(cause);
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private boolean hasPeer(HandshakeRecord handshake) {
    for (String peer : peers) {
      String wanted = peer.toLowerCase(Locale.ROOT);
      if (contains(handshake.remote(), wanted)
          || contains(handshake.negotiated().serverName(), wanted)
          || (handshake.trust() != null && contains(handshake.trust().expectedName(), wanted))
          || isOf(handshake.peerChain(), wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(List<CertificateNote> chain, String wanted) {
    if (chain.isEmpty()) {
      return false;
    }
    CertificateNote leaf = chain.get(0);
    return contains(leaf.subject(), wanted)
        || leaf.names().stream().anyMatch(name -> contains(name, wanted));
  }

  private static boolean contains(@Nullable String text, String wanted) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
