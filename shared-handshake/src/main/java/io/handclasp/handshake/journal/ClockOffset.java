package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.HandshakeRecord;
import java.time.Duration;
import java.util.List;

/**
 * How the server's times are told on the client's clock. No message arrives before it is sent, so
 * each one bounds the difference of the clocks from one side: the client's messages from above, the
 * server's from below. Between the closest bounds lies the difference; its middle is taken.
 *
 * @param shift what to add to the server's offsets to get the client's
 * @param uncertainty how far off that may be; zero where messages of one direction alone were seen
 * @param clocks how far the server's clock is ahead of the client's
 */
public record ClockOffset(Duration shift, Duration uncertainty, Duration clocks) {
  static ClockOffset of(HandshakeRecord client, HandshakeRecord server, List<StepPair> pairs) {
    // A message of the client's: sent + delay = received + shift, so shift >= sent - received.
    long least = Long.MIN_VALUE;
    // A message of the server's: sent + shift + delay = received, so shift <= received - sent.
    long most = Long.MAX_VALUE;
    for (StepPair pair : pairs) {
      long difference = pair.client().offset().minus(pair.server().offset()).toNanos();
      if (pair.client().sent()) {
        least = Math.max(least, difference);
      } else {
        most = Math.min(most, difference);
      }
    }
    long shift = middle(least, most);
    long uncertainty =
        least == Long.MIN_VALUE || most == Long.MAX_VALUE ? 0 : Math.abs(most - least) / 2;
    Duration started = Duration.between(client.startedAt(), server.startedAt());
    return new ClockOffset(
        Duration.ofNanos(shift), Duration.ofNanos(uncertainty), started.minusNanos(shift));
  }

  private static long middle(long least, long most) {
    if (least == Long.MIN_VALUE && most == Long.MAX_VALUE) {
      return 0;
    }
    if (least == Long.MIN_VALUE) {
      return most;
    }
    return most == Long.MAX_VALUE ? least : least + (most - least) / 2;
  }
}
