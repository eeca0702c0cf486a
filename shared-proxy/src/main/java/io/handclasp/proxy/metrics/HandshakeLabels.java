package io.handclasp.proxy.metrics;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.verdict.Cause;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tells handshakes apart in the metrics. A peer chooses some of it: what is not known to us is
 * {@code other}, so that strangers make no series.
 */
record HandshakeLabels(
    Role role, Outcome outcome, String cause, String version, String group, boolean resumed) {
  private static final String NONE = "none";
  private static final String OTHER = "other";
  private static final Set<String> CAUSES =
      Arrays.stream(Cause.values()).map(Cause::code).collect(Collectors.toUnmodifiableSet());
  private static final Set<String> VERSIONS =
      Set.of("tlsv1.3", "tlsv1.2", "tlsv1.1", "tlsv1", "sslv3");
  private static final Set<String> GROUPS =
      Set.of(
          "x25519",
          "x448",
          "secp256r1",
          "secp384r1",
          "secp521r1",
          "p-256",
          "p-384",
          "p-521",
          "ffdhe2048",
          "ffdhe3072",
          "ffdhe4096",
          "ffdhe6144",
          "ffdhe8192",
          "mlkem768",
          "mlkem1024",
          "x25519mlkem768",
          "secp256r1mlkem768",
          "secp384r1mlkem1024",
          "x25519kyber768draft00");

  static HandshakeLabels of(HandshakeRecord handshake) {
    Negotiated negotiated = handshake.negotiated();
    return new HandshakeLabels(
        handshake.role(),
        handshake.outcome(),
        cause(handshake),
        oneOf(VERSIONS, negotiated.version()),
        oneOf(GROUPS, negotiated.group()),
        negotiated.resumed());
  }

  /** By hand, as that of a record is linked at its first use: within the first handshake. */
  @Override
  public int hashCode() {
    int hash = 31 * (31 * role.hashCode() + outcome.hashCode()) + cause.hashCode();
    return 31 * (31 * hash + version.hashCode()) + 2 * group.hashCode() + Boolean.hashCode(resumed);
  }

  /** Whether both ended well and have the same labels: one look, where many are alike. */
  static boolean alike(HandshakeRecord one, HandshakeRecord other) {
    Negotiated first = one.negotiated();
    Negotiated second = other.negotiated();
    return one.outcome() == other.outcome()
        && one.role() == other.role()
        && wentWell(one.outcome())
        && one.cause().equals(other.cause())
        && Objects.equals(first.version(), second.version())
        && Objects.equals(first.group(), second.group())
        && first.resumed() == second.resumed();
  }

  /** Whether both ends were content, as far as this one knows. */
  static boolean wentWell(Outcome outcome) {
    return switch (outcome) {
      case ESTABLISHED, PROVISIONAL, PROBE -> true;
      case REFUSED, FAILED, NOT_TLS -> false;
    };
  }

  /** The verdict's code, or what is known for sure where there is none: all of them are ours. */
  private static String cause(HandshakeRecord handshake) {
    if (!handshake.cause().isEmpty()) {
      return oneOf(CAUSES, handshake.cause());
    }
    if (wentWell(handshake.outcome())) {
      return NONE;
    }
    return handshake.trust() != null && !handshake.trust().refusals().isEmpty()
        ? handshake.trust().refusals().get(0).code()
        : handshake.ending().word();
  }

  private static String oneOf(Set<String> known, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return NONE;
    }
    String lower = value.toLowerCase(Locale.ROOT);
    return known.contains(lower) ? lower : OTHER;
  }

  String[] labels() {
    return new String[] {
      "role",
      role.word(),
      "outcome",
      outcome.word(),
      "cause",
      cause,
      "version",
      version,
      "group",
      group,
      "resumed",
      Boolean.toString(resumed)
    };
  }
}
