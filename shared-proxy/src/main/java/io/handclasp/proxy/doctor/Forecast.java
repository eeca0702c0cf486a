package io.handclasp.proxy.doctor;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What will become of the handshakes to one endpoint.
 *
 * @param route how the route is told from others
 * @param endpoint where it leads to
 * @param expectedName what the front asks of the certificate there
 * @param identity which of its own identities the front shows there; null for the main one
 * @param handshake as it was played
 */
record Forecast(
    String route,
    String endpoint,
    String expectedName,
    @Nullable String identity,
    JoinedHandshake handshake) {
  boolean succeeds() {
    return handshake.ends().stream()
        .allMatch(
            end -> end.outcome() == Outcome.ESTABLISHED || end.outcome() == Outcome.PROVISIONAL);
  }
}
