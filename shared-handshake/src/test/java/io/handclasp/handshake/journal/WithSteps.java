package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Step;
import java.util.List;

/** The same handshake with other messages. */
final class WithSteps {
  private WithSteps() {}

  static HandshakeRecord of(HandshakeRecord plain, List<Step> steps) {
    return new HandshakeRecord(
        plain.id(),
        plain.random(),
        plain.connection(),
        plain.role(),
        plain.provider(),
        plain.local(),
        plain.remote(),
        plain.startedAt(),
        plain.took(),
        plain.outcome(),
        plain.ending(),
        plain.cause(),
        plain.alsoCauses(),
        plain.fault(),
        plain.certainty(),
        plain.phase(),
        plain.detail(),
        plain.evidence(),
        plain.alert(),
        steps,
        plain.negotiated(),
        plain.ownChain(),
        plain.peerChain(),
        plain.trust(),
        plain.phases(),
        plain.warnings(),
        plain.ownStores());
  }
}
