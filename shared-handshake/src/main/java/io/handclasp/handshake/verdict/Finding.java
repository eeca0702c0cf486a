package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.Role;
import org.jspecify.annotations.Nullable;

/**
 * One thing that speaks against a handshake, and how sure it is.
 *
 * @param cause what it is
 * @param certainty how sure, seen from here
 * @param detail one sentence: what was found
 * @param faultHere whose fault it is, where the cause alone does not tell; null where it does
 */
record Finding(Cause cause, Certainty certainty, String detail, @Nullable Fault faultHere) {
  static Finding known(Cause cause, String detail) {
    return new Finding(cause, Certainty.KNOWN, detail, null);
  }

  static Finding inferred(Cause cause, String detail) {
    return new Finding(cause, Certainty.INFERRED, detail, null);
  }

  static Finding otherEnd(Cause cause, String detail) {
    return new Finding(cause, Certainty.OTHER_END, detail, null);
  }

  Finding as(Certainty other) {
    return new Finding(cause, other, detail, faultHere);
  }

  Finding by(Fault fault) {
    return new Finding(cause, certainty, detail, fault);
  }

  /** Whose fault it is, seen from the end of that role. */
  Fault fault(Role own) {
    Fault here = faultHere;
    return here == null ? cause.fault(own) : here;
  }
}
