package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.Ending;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.Role;
import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of connections that never came up: no name, no route, nobody there. */
final class ConnectFailures {
  private ConnectFailures() {}

  static HandshakeRecord record(
      Role role, String provider, String remote, Throwable cause, Duration took) {
    return new HandshakeRecord(
        HandshakeIds.anonymous(),
        null,
        0,
        role,
        provider,
        "",
        remote,
        Instant.now().minus(took),
        took,
        Outcome.FAILED,
        ending(cause),
        "",
        List.of(),
        null,
        null,
        "connect",
        Failures.describe(cause),
        List.of(),
        null,
        List.of(),
        Negotiated.nothing(),
        List.of(),
        List.of(),
        null,
        Map.of("connect", took),
        List.of(),
        OwnStores.UNKNOWN);
  }

  private static Ending ending(Throwable cause) {
    if (Failures.of(cause, UnknownHostException.class) != null) {
      return Ending.NAME_UNRESOLVED;
    }
    if (Failures.of(cause, ConnectTimeoutException.class) != null) {
      return Ending.CONNECT_TIMED_OUT;
    }
    if (Failures.of(cause, NoRouteToHostException.class) != null) {
      return Ending.UNREACHABLE;
    }
    return Failures.of(cause, ConnectException.class) != null
        ? Ending.CONNECT_REFUSED
        : Ending.UNREACHABLE;
  }
}
