package io.handclasp.handshake.journal;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One handshake as its two ends told it, or the one that is there.
 *
 * @param client the record of the end that opened the connection; null where it is not there
 * @param server the record of the end that accepted it; null where it is not there
 * @param steps the messages of both, told on the client's clock where it is there
 * @param clock how the two clocks differ; null where there is only one
 */
public record JoinedHandshake(
    @Nullable HandshakeRecord client,
    @Nullable HandshakeRecord server,
    List<JoinedStep> steps,
    @Nullable ClockOffset clock) {
  /** Copies. */
  public JoinedHandshake {
    steps = List.copyOf(steps);
    if (client == null && server == null) {
      throw new IllegalArgumentException("neither end's record (expected: at least one)");
    }
  }

  /** What one end told. */
  public static JoinedHandshake of(HandshakeRecord only) {
    List<JoinedStep> steps =
        only.steps().stream()
            .map(step -> StepMatch.alone(step, only.role(), Duration.ZERO))
            .toList();
    return only.role() == Role.CLIENT
        ? new JoinedHandshake(only, null, steps, null)
        : new JoinedHandshake(null, only, steps, null);
  }

  /** What both ends told. */
  public static JoinedHandshake of(HandshakeRecord client, HandshakeRecord server) {
    StepMatch match = new StepMatch(client, server);
    ClockOffset clock = ClockOffset.of(client, server, match.pairs());
    return new JoinedHandshake(client, server, match.joined(clock.shift()), clock);
  }

  /**
   * Joins what belongs together, in the order in which it first occurs: a client's and a server's
   * record with the same {@code ClientHello.random}.
   */
  public static List<JoinedHandshake> join(Collection<HandshakeRecord> records) {
    Map<String, List<HandshakeRecord>> byHello = new LinkedHashMap<>();
    for (HandshakeRecord handshake : records) {
      String random = handshake.random();
      byHello
          .computeIfAbsent(random == null ? handshake.id() : random, id -> new ArrayList<>(2))
          .add(handshake);
    }
    List<JoinedHandshake> joined = new ArrayList<>(byHello.size());
    byHello.values().forEach(same -> join(same, joined));
    return joined;
  }

  private static void join(List<HandshakeRecord> same, List<JoinedHandshake> joined) {
    List<HandshakeRecord> servers = new ArrayList<>(same);
    servers.removeIf(handshake -> handshake.role() == Role.CLIENT);
    for (HandshakeRecord handshake : same) {
      if (handshake.role() == Role.CLIENT) {
        joined.add(servers.isEmpty() ? of(handshake) : of(handshake, servers.remove(0)));
      }
    }
    servers.forEach(server -> joined.add(of(server)));
  }

  /** The id, the same on both ends. */
  public String id() {
    return either().id();
  }

  /** The client's record, or the server's where that is the only one. */
  public HandshakeRecord either() {
    if (client != null) {
      return client;
    }
    if (server != null) {
      return server;
    }
    throw new IllegalStateException("neither end's record");
  }

  /** The records that are there, the client's first. */
  public List<HandshakeRecord> ends() {
    List<HandshakeRecord> ends = new ArrayList<>(2);
    if (client != null) {
      ends.add(client);
    }
    if (server != null) {
      ends.add(server);
    }
    return ends;
  }

  /** The record of the end that knows best why it failed; where nothing failed, the client's. */
  public HandshakeRecord best() {
    HandshakeRecord best = either();
    for (HandshakeRecord end : ends()) {
      if (knowledge(end) > knowledge(best)) {
        best = end;
      }
    }
    return best;
  }

  /** How well an end knows why it failed: more is better, 0 where nothing failed. */
  public static int knowledge(HandshakeRecord handshake) {
    if (handshake.cause().isEmpty()) {
      return wentWell(handshake) ? 0 : 1;
    }
    Certainty certainty = handshake.certainty();
    if (certainty == null) {
      return 2;
    }
    return switch (certainty) {
      case KNOWN -> 5;
      case INFERRED -> 4;
      case OTHER_END -> 3;
    };
  }

  private static boolean wentWell(HandshakeRecord handshake) {
    return switch (handshake.outcome()) {
      case ESTABLISHED, PROVISIONAL, PROBE -> true;
      case REFUSED, FAILED, NOT_TLS -> false;
    };
  }
}
