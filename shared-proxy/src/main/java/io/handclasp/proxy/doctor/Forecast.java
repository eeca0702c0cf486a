package io.handclasp.proxy.doctor;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.record.Outcome;

/**
 * What will become of the handshakes to one endpoint.
 *
 * @param route how the route is told from others
 * @param endpoint where it leads to
 * @param expectedName what the front asks of the certificate there
 * @param handshake as it was played
 */
record Forecast(String route, String endpoint, String expectedName, JoinedHandshake handshake) {
  boolean succeeds() {
    return handshake.ends().stream()
        .allMatch(
            end -> end.outcome() == Outcome.ESTABLISHED || end.outcome() == Outcome.PROVISIONAL);
  }
}
