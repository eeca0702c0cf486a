package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.AlertNote;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What went over the wire of one connection until its handshake was decided: messages, alerts, what
 * was offered and chosen. Bounded in all it holds, whatever a stranger sends. Confined to the event
 * loop of its connection.
 */
final class Wire {
  private static final int MOST_STEPS = 64;

  private final Role role;
  private final LongSupplier sinceStart;
  private final TrafficSecrets secrets = new TrafficSecrets();
  private final Direction inbound;
  private final Direction outbound;
  private final List<Step> steps = new ArrayList<>(16);
  private final HandshakeFacts facts = new HandshakeFacts();
  private final boolean secretsExpected;
  private @Nullable AlertNote alert;
  private @Nullable String foreign;
  private boolean foreignFirst;
  private boolean complete;
  private boolean serverSpoke;
  private boolean sentSealedAlert;
  private boolean receivedSealedAlert;

  /**
   * Starts with nothing seen.
   *
   * @param sinceStart nanoseconds since the connection was up
   * @param secretsExpected true where {@link #secret} will be told, so that protected records are
   *     kept until then
   */
  Wire(Role role, LongSupplier sinceStart, boolean secretsExpected) {
    this.role = role;
    this.sinceStart = sinceStart;
    this.secretsExpected = secretsExpected;
    this.inbound = new Direction(this, false, role == Role.SERVER);
    this.outbound = new Direction(this, true, role == Role.CLIENT);
  }

  void received(ByteBuf bytes) {
    inbound.feed(bytes);
  }

  /** Reads what came in and could not be read before, so that the steps keep their order. */
  void sent(ByteBuf bytes) {
    inbound.catchUp();
    outbound.feed(bytes);
  }

  /** A line of the key log. */
  void secret(byte[] line) {
    secrets.take(line);
  }

  /** To be called when the TLS handler has had its turn: secrets may have become known. */
  void catchUp() {
    inbound.catchUp();
  }

  /** The TLS handler says that its handshake is complete. */
  void complete() {
    inbound.catchUp();
    complete = true;
    if (role == Role.SERVER) {
      inbound.stop();
    } else if (!secretsExpected) {
      // With secrets the client's own Finished stops its direction, which BoringSSL may yet write.
      outbound.stop();
    }
  }

  /** Forgets secrets and held bytes; facts and steps stay. */
  void close() {
    inbound.catchUp();
    inbound.stop();
    outbound.stop();
    secrets.wipe();
  }

  // What the directions tell.

  TrafficSecrets secrets() {
    return secrets;
  }

  HandshakeFacts facts() {
    return facts;
  }

  boolean secretsExpected() {
    return secretsExpected;
  }

  boolean isComplete() {
    return complete;
  }

  long now() {
    return sinceStart.getAsLong();
  }

  void step(Step.Kind kind, boolean sent, int bytes, long at, @Nullable String note) {
    if (steps.size() < MOST_STEPS) {
      steps.add(new Step(kind, sent, bytes, Duration.ofNanos(at), note));
    }
  }

  void alert(boolean sent, int level, int code, int bytes, long at) {
    AlertNote note = new AlertNote(sent, level, code, TlsNames.alert(code));
    step(Step.Kind.ALERT, sent, bytes, at, note.name());
    if (alert == null && isFatal(level, code)) {
      alert = note;
    }
  }

  /** A protected record as short as only an alert is, which could not be read. */
  void sealedAlert(boolean sent) {
    if (sent) {
      sentSealedAlert = true;
    } else {
      receivedSealedAlert = true;
    }
  }

  void foreign(boolean sent, boolean first, byte[] head) {
    if (!sent && foreign == null) {
      foreign = ForeignBytes.describe(head);
      foreignFirst = first;
      step(Step.Kind.NOT_TLS, false, head.length, now(), foreign);
    }
  }

  /** The server has said something after the handshake that is no alert. */
  void serverSpoke() {
    serverSpoke = true;
  }

  // What the observation asks.

  List<Step> steps() {
    inbound.noteUnfinished();
    outbound.noteUnfinished();
    return steps;
  }

  /** The first fatal alert that could be read; null where none was. */
  @Nullable AlertNote alert() {
    return alert;
  }

  boolean sentSealedAlert() {
    return sentSealedAlert;
  }

  boolean receivedSealedAlert() {
    return receivedSealedAlert;
  }

  /** What came in place of TLS; null where TLS came, or nothing. */
  @Nullable String foreign() {
    return foreign;
  }

  /** True where the peer never spoke TLS, false where something else followed on TLS. */
  boolean foreignFirst() {
    return foreignFirst;
  }

  /** True where the client has sent a flight after its hello that could not be read. */
  boolean hasSealedFromClient() {
    return (role == Role.SERVER ? inbound : outbound).hasSealed();
  }

  boolean receivedAnything() {
    return inbound.fed();
  }

  boolean hasServerSpoken() {
    return serverSpoke;
  }

  /**
   * RFC 8446 section 6: all but two are fatal, whatever their level; before that the level says.
   */
  private boolean isFatal(int level, int code) {
    if (code == 0 || code == 90) {
      return false;
    }
    ServerHello hello = facts.serverHello();
    return level == 2 || (hello != null && hello.isTls13());
  }
}
