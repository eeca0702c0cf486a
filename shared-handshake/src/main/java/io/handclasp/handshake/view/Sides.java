package io.handclasp.handshake.view;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import org.jspecify.annotations.Nullable;

/** Says in absolute words what a record says of itself and its peer. */
public final class Sides {
  private Sides() {}

  /** {@code client}, {@code server}, {@code network} or {@code unknown}. */
  public static String word(@Nullable Fault fault, Role teller) {
    if (fault == null) {
      return "unknown";
    }
    return switch (fault) {
      case OWN -> teller.word();
      case PEER -> teller.other().word();
      case NETWORK -> "network";
      case UNKNOWN -> "unknown";
    };
  }

  /** How sure the end is of its cause. */
  static String sure(HandshakeRecord end) {
    Certainty certainty = end.certainty();
    if (certainty == null) {
      return "";
    }
    return switch (certainty) {
      case KNOWN -> "the " + end.role().word() + " knows it";
      case INFERRED -> "the " + end.role().word() + " infers it";
      case OTHER_END -> "only the other end can tell; the " + end.role().word() + " guesses";
    };
  }
}
