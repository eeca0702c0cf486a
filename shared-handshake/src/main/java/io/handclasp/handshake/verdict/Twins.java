package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Role;

/** Causes that exist for either side. */
final class Twins {
  private Twins() {}

  /** The cause of that name about that side, such as {@code CERT_EXPIRED}. */
  static Cause of(Role owner, String name) {
    return Cause.valueOf(owner.name() + "_" + name);
  }
}
