package io.handclasp.proxy.admin;

import io.handclasp.handshake.journal.ClockOffset;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.JoinedStep;
import io.handclasp.handshake.journal.RecentHandshakes;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordFormatException;
import io.handclasp.handshake.record.RecordJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /handshakes/ID}: both ends' records where the other proxy can be asked, their
 * steps on one clock, and the cause as the end that knows best told it. With {@code ?record=only}
 * the bare record of this end.
 */
final class HandshakeResource implements AdminResource {
  private final RecentHandshakes recent;
  private final @Nullable PeerAdmin peer;

  HandshakeResource(RecentHandshakes recent, @Nullable PeerAdmin peer) {
    this.recent = recent;
    this.peer = peer;
  }

  /**
   * What the other end told.
   *
   * @param handshake its record; null where there is none
   * @param state why, in a word
   * @param detail why, in a sentence; null where nothing is to be said
   */
  private record Other(
      @Nullable HandshakeRecord handshake, String state, @Nullable String detail) {}

  @Override
  public AdminAnswer answer(AdminRequest request) {
    String id = request.last();
    if (!id.matches("x?[0-9a-f]{1,64}")) {
      return AdminAnswer.text(404, "no such handshake\n");
    }
    List<HandshakeRecord> found = recent.byId(id);
    HandshakeRecord own = found.isEmpty() ? null : found.get(0);
    if ("only".equals(request.parameter("record"))) {
      return own == null
          ? AdminAnswer.text(404, "no such handshake\n")
          : AdminAnswer.json(200, RecordJson.write(own));
    }
    Other other = other(own == null ? id : own.id(), own);
    if (own == null && other.handshake == null) {
      return AdminAnswer.text(404, "no such handshake; only the last ones are kept\n");
    }
    return Json.answer(200, json -> write(json, own, other));
  }

  private Other other(String id, @Nullable HandshakeRecord own) {
    if (peer == null) {
      return new Other(null, "not-configured", "admin.peer names no other proxy");
    }
    PeerAdmin.Answer answer = peer.get("/handshakes/" + id + "?record=only");
    if (answer instanceof PeerAdmin.Found found) {
      return read(found.body(), own);
    }
    if (answer instanceof PeerAdmin.Unreachable unreachable) {
      return new Other(null, "unreachable", unreachable.why());
    }
    return new Other(
        null, "unknown-there", "the proxy at " + peer.address() + " has no record of it");
  }

  private static Other read(byte[] document, @Nullable HandshakeRecord own) {
    try {
      HandshakeRecord other = RecordJson.read(document);
      boolean sameEnd = own != null && other.role() == own.role();
      return sameEnd
          ? new Other(null, "same-end", "admin.peer leads to a proxy of the same side")
          : new Other(other, "joined", null);
    } catch (RecordFormatException e) {
      return new Other(null, "unreachable", "the other proxy's answer is no handshake record");
    }
  }

  private static void write(Json json, @Nullable HandshakeRecord own, Other other)
      throws IOException {
    JoinedHandshake joined = joined(own, other.handshake);
    json.text("id", joined.id());
    if (own != null) {
      json.out().writeFieldName("own");
      RecordJson.write(json.out(), own);
    }
    if (other.handshake != null) {
      json.out().writeFieldName("other");
      RecordJson.write(json.out(), other.handshake);
    }
    json.text("other_state", other.state).text("other_detail", other.detail);
    json.objects("steps", joined.steps(), HandshakeResource::step);
    ClockOffset clock = joined.clock();
    if (clock != null) {
      json.object(
          "clock",
          offset ->
              offset
                  .number("shift_us", micros(clock.shift()))
                  .number("uncertainty_us", micros(clock.uncertainty()))
                  .number("clocks_us", micros(clock.clocks())));
    }
    json.object("verdict", verdict -> Verdicts.write(verdict, joined));
  }

  private static JoinedHandshake joined(
      @Nullable HandshakeRecord own, @Nullable HandshakeRecord other) {
    if (own == null || other == null) {
      HandshakeRecord only = own == null ? other : own;
      if (only == null) {
        throw new IllegalArgumentException("neither end's record (expected: at least one)");
      }
      return JoinedHandshake.of(only);
    }
    return JoinedHandshake.join(List.of(own, other)).get(0);
  }

  private static void step(Json json, JoinedStep step) throws IOException {
    json.text("kind", step.kind().word())
        .text("name", step.kind().rfcName())
        .text("sender", step.sender().word())
        .number("bytes", step.bytes());
    time(json, "sent_us", step.sentAt());
    time(json, "received_us", step.receivedAt());
    json.text("note", step.note());
  }

  private static void time(Json json, String field, @Nullable Duration at) throws IOException {
    if (at != null) {
      json.number(field, micros(at));
    }
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }
}
