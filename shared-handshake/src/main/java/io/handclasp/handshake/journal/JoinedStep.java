package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One message as both ends saw it. Times are since the TCP connection was up at the client, or at
 * the server where the client's record is not there.
 *
 * @param kind what it is
 * @param sender who sent it
 * @param bytes length on the wire
 * @param sentAt when it left, as the sender told; null where the sender did not tell
 * @param receivedAt when it came, as the receiver told; null where the receiver did not tell
 * @param note a short fact for people; null if none
 */
public record JoinedStep(
    Step.Kind kind,
    Role sender,
    int bytes,
    @Nullable Duration sentAt,
    @Nullable Duration receivedAt,
    @Nullable String note) {
  /** When it was first seen by anybody. */
  public Duration at() {
    if (sentAt != null) {
      return sentAt;
    }
    return receivedAt == null ? Duration.ZERO : receivedAt;
  }
}
