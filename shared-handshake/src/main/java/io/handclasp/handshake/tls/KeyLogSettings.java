package io.handclasp.handshake.tls;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the secrets of connections are written, so that whoever has the file can read all they
 * carry. For looking at captured packets, and only for a while.
 *
 * @param file made anew; what exists already is never written to
 * @param limit when it ends by itself; at most {@link #LONGEST}
 */
public record KeyLogSettings(Path file, Duration limit) {
  /** The longest limit. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** Checks. */
  public KeyLogSettings {
    if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "limit: " + limit + " (expected: > 0, <= " + LONGEST + ")");
    }
  }
}
