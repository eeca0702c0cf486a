package io.handclasp.handshake.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.handclasp.handshake.journal.ClockOffset;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.JoinedStep;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.verdict.Cure;
import io.handclasp.handshake.verdict.Cures;
import io.handclasp.handshake.view.Sides;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A joined handshake as JSON; {@code docs/handshakes.md} describes it. */
final class JoinedJson {
  private JoinedJson() {}

  static void show(JsonGenerator out, JoinedHandshake handshake) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", handshake.id());
    for (HandshakeRecord end : handshake.ends()) {
      out.writeFieldName(end.role().word());
      RecordJson.write(out, end);
    }
    ClockOffset clock = handshake.clock();
    if (clock != null) {
      out.writeObjectFieldStart("clock");
      micros(out, "server_ahead_us", clock.clocks());
      micros(out, "uncertainty_us", clock.uncertainty());
      out.writeEndObject();
    }
    out.writeArrayFieldStart("steps");
    for (JoinedStep step : handshake.steps()) {
      step(out, step);
    }
    out.writeEndArray();
    out.writeFieldName("verdict");
    verdict(out, handshake);
    out.writeEndObject();
  }

  private static void step(JsonGenerator out, JoinedStep step) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", step.kind().word());
    out.writeStringField("sender", step.sender().word());
    out.writeNumberField("bytes", step.bytes());
    micros(out, "sent_us", step.sentAt());
    micros(out, "received_us", step.receivedAt());
    text(out, "note", step.note());
    out.writeEndObject();
  }

  static void why(JsonGenerator out, JoinedHandshake handshake) throws IOException {
    verdict(out, handshake);
  }

  private static void verdict(JsonGenerator out, JoinedHandshake handshake) throws IOException {
    HandshakeRecord best = handshake.best();
    out.writeStartObject();
    out.writeStringField("id", handshake.id());
    out.writeStringField("outcome", best.outcome().word());
    out.writeStringField("cause", best.cause());
    texts(out, "also_causes", best.alsoCauses());
    if (!best.cause().isEmpty()) {
      out.writeStringField("fault", Sides.word(best.fault(), best.role()));
    }
    out.writeStringField("told_by", best.role().word());
    text(out, "certainty", best.certainty() == null ? null : best.certainty().word());
    text(out, "detail", best.detail());
    for (HandshakeRecord end : handshake.ends()) {
      out.writeObjectFieldStart(end.role().word());
      end(out, end);
      out.writeEndObject();
    }
    out.writeArrayFieldStart("cures");
    for (Cure cure : Cures.of(best, handshake.ends())) {
      cure(out, cure, best.role());
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void end(JsonGenerator out, HandshakeRecord end) throws IOException {
    out.writeStringField("outcome", end.outcome().word());
    out.writeStringField("cause", end.cause());
    text(out, "certainty", end.certainty() == null ? null : end.certainty().word());
    texts(out, "evidence", end.evidence());
    texts(out, "warnings", end.warnings());
  }

  private static void cure(JsonGenerator out, Cure cure, Role teller) throws IOException {
    out.writeStartObject();
    out.writeStringField("side", Sides.word(cure.side(), teller));
    out.writeStringField("what", cure.what());
    texts(out, "pki", cure.pki());
    texts(out, "tools", cure.tools());
    out.writeEndObject();
  }

  private static void texts(JsonGenerator out, String field, List<String> texts)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void text(JsonGenerator out, String field, @Nullable String text)
      throws IOException {
    if (text != null) {
      out.writeStringField(field, text);
    }
  }

  private static void micros(JsonGenerator out, String field, @Nullable Duration time)
      throws IOException {
    if (time != null) {
      out.writeNumberField(field, time.toNanos() / 1_000);
    }
  }
}
