package io.handclasp.proxy.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.verdict.Cure;
import io.handclasp.handshake.verdict.Cures;
import io.handclasp.handshake.view.Sides;
import io.handclasp.proxy.server.OpenedTls;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What was found, for programs; {@code docs/handshakes.md} describes it. */
final class ReportJson {
  private final JsonGenerator out;

  ReportJson(JsonGenerator out) {
    this.out = out;
  }

  void write(Examination examination, int exitCode) throws IOException {
    out.writeStartObject();
    out.writeBooleanField("ready", exitCode == 0);
    out.writeNumberField("exit_code", exitCode);
    for (Opened side : examination.sides()) {
      out.writeObjectFieldStart(side.word());
      side(side);
      out.writeEndObject();
    }
    out.writeArrayFieldStart("routes");
    for (Forecast forecast : examination.forecasts()) {
      forecast(forecast);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("findings");
    for (Finding finding : examination.findings()) {
      out.writeStartObject();
      out.writeStringField("side", finding.side());
      out.writeStringField("code", finding.code());
      out.writeStringField("sentence", finding.sentence());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void side(Opened side) throws IOException {
    out.writeStringField("file", side.file().toString());
    OpenedTls tls = side.tls();
    if (tls != null) {
      X509Certificate leaf = tls.material().identity().leaf();
      out.writeStringField("subject", leaf.getSubjectX500Principal().getName());
      out.writeStringField("not_after", leaf.getNotAfter().toInstant().toString());
      out.writeStringField("provider", tls.provider());
      texts(
          "trusted",
          tls.material().judge().anchors().stream()
              .map(trusted -> trusted.getSubjectX500Principal().getName())
              .toList());
    }
    texts("problems", side.problems());
  }

  private void forecast(Forecast forecast) throws IOException {
    HandshakeRecord best = forecast.handshake().best();
    out.writeStartObject();
    out.writeStringField("route", forecast.route());
    out.writeStringField("endpoint", forecast.endpoint());
    out.writeStringField("expected_name", forecast.expectedName());
    if (forecast.identity() != null) {
      out.writeStringField("identity", forecast.identity());
    }
    out.writeBooleanField("succeeds", forecast.succeeds());
    out.writeStringField("outcome", best.outcome().word());
    out.writeStringField("cause", best.cause());
    if (!best.cause().isEmpty()) {
      out.writeStringField("fault", Sides.word(best.fault(), best.role()));
    }
    if (best.detail() != null) {
      out.writeStringField("detail", best.detail());
    }
    texts("warnings", best.warnings());
    out.writeArrayFieldStart("cures");
    for (Cure cure : Cures.of(best, forecast.handshake().ends())) {
      out.writeStartObject();
      out.writeStringField("side", Sides.word(cure.side(), best.role()));
      out.writeStringField("what", cure.what());
      texts("pki", cure.pki());
      texts("tools", cure.tools());
      out.writeEndObject();
    }
    out.writeEndArray();
    for (HandshakeRecord end : forecast.handshake().ends()) {
      out.writeFieldName(end.role().word());
      RecordJson.write(out, end);
    }
    out.writeEndObject();
  }

  private void texts(String field, List<String> texts) throws IOException {
    out.writeArrayFieldStart(field);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
