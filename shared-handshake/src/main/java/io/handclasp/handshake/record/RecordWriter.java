package io.handclasp.handshake.record;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one record within bounds, field by field in the order of the document. */
final class RecordWriter {
  private final JsonGenerator out;
  private final RecordBounds bounds;
  private final @Nullable KnownTexts known;

  /** Writes to there; all is written out each time where {@code known} is null. */
  RecordWriter(JsonGenerator out, RecordBounds bounds, @Nullable KnownTexts known) {
    this.out = out;
    this.bounds = bounds;
    this.known = known;
  }

  void write(HandshakeRecord handshake) throws IOException {
    out.writeStartObject();
    // The id comes first: a reader that looks for one need not parse the rest.
    text("id", handshake.id());
    out.writeNumberField("v", RecordJson.VERSION);
    if (bounds.cut()) {
      out.writeBooleanField("cut", true);
    }
    text("random", handshake.random());
    out.writeNumberField("conn", handshake.connection());
    text("side", handshake.role().word());
    text("provider", handshake.provider());
    text("local", handshake.local());
    text("remote", handshake.remote());
    Instant startedAt = handshake.startedAt();
    text("started_at", known == null ? startedAt.toString() : known.of(startedAt));
    micros("took_us", handshake.took());
    text("outcome", handshake.outcome().word());
    text("ending", handshake.ending().word());
    text("phase", handshake.phase());
    conclusion(handshake);
    alert(handshake.alert());
    steps(handshake.steps());
    negotiated(handshake.negotiated());
    chain("own_chain", handshake.ownChain());
    chain("peer_chain", handshake.peerChain());
    trust(handshake.trust());
    phases(handshake.phases());
    out.writeEndObject();
  }

  private void conclusion(HandshakeRecord handshake) throws IOException {
    text("cause", handshake.cause());
    texts("also_causes", handshake.alsoCauses());
    text("fault", handshake.fault() == null ? null : handshake.fault().word());
    text("certainty", handshake.certainty() == null ? null : handshake.certainty().word());
    text("detail", handshake.detail());
    texts("evidence", handshake.evidence());
    texts("warnings", handshake.warnings());
    stores(handshake.ownStores());
  }

  private void stores(OwnStores stores) throws IOException {
    if (stores.equals(OwnStores.UNKNOWN)) {
      return;
    }
    out.writeObjectFieldStart("own_stores");
    store("key", stores.key());
    store("trust", stores.trust());
    out.writeEndObject();
  }

  private void store(String field, @Nullable StoreName store) throws IOException {
    // A command with half a path is worth nothing.
    if (store != null && bounds.holds(store.file()) && bounds.holds(store.password())) {
      out.writeObjectFieldStart(field);
      text("file", store.file());
      text("password", store.password());
      out.writeEndObject();
    }
  }

  private void alert(@Nullable AlertNote alert) throws IOException {
    if (alert == null) {
      return;
    }
    out.writeObjectFieldStart("alert");
    out.writeBooleanField("sent", alert.sent());
    out.writeNumberField("level", alert.level());
    out.writeNumberField("code", alert.code());
    text("name", alert.name());
    out.writeEndObject();
  }

  private void steps(List<Step> steps) throws IOException {
    if (steps.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart("steps");
    for (Step step : RecordBounds.first(steps, bounds.steps())) {
      out.writeStartObject();
      text("kind", step.kind().word());
      out.writeBooleanField("sent", step.sent());
      out.writeNumberField("bytes", step.bytes());
      micros("at_us", step.offset());
      text("note", step.note());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void negotiated(Negotiated negotiated) throws IOException {
    out.writeObjectFieldStart("negotiated");
    texts("offered_versions", negotiated.offeredVersions());
    texts("offered_suites", negotiated.offeredSuites());
    texts("offered_groups", negotiated.offeredGroups());
    texts("offered_schemes", negotiated.offeredSchemes());
    texts("offered_alpn", negotiated.offeredProtocols());
    text("sni", negotiated.serverName());
    text("version", negotiated.version());
    text("suite", negotiated.suite());
    text("group", negotiated.group());
    text("scheme", negotiated.scheme());
    text("alpn", negotiated.protocol());
    out.writeBooleanField("resumed", negotiated.resumed());
    texts("requested_authorities", negotiated.requestedAuthorities());
    texts("requested_schemes", negotiated.requestedSchemes());
    if (negotiated.certificateRequested() != null) {
      out.writeBooleanField("certificate_requested", negotiated.certificateRequested());
    }
    out.writeEndObject();
  }

  private void chain(String field, List<CertificateNote> chain) throws IOException {
    if (chain.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart(field);
    for (CertificateNote certificate : RecordBounds.first(chain, bounds.certificates())) {
      if (known == null) {
        certificate(certificate);
      } else {
        out.writeRawValue(known.of(certificate));
      }
    }
    out.writeEndArray();
  }

  void certificate(CertificateNote certificate) throws IOException {
    out.writeStartObject();
    text("subject", certificate.subject());
    text("issuer", certificate.issuer());
    text("serial", certificate.serial());
    text("not_before", certificate.notBefore().toString());
    text("not_after", certificate.notAfter().toString());
    texts("names", certificate.names());
    texts("key_usage", certificate.keyUsage());
    texts("extended_key_usage", certificate.extendedKeyUsage());
    text("key_type", certificate.keyType());
    text("signature_algorithm", certificate.signatureAlgorithm());
    out.writeBooleanField("authority", certificate.authority());
    text("sha256", certificate.sha256());
    out.writeEndObject();
  }

  private void trust(@Nullable TrustNote trust) throws IOException {
    if (trust == null) {
      return;
    }
    out.writeObjectFieldStart("trust");
    out.writeBooleanField("accepted", trust.accepted());
    text("expected_name", trust.expectedName());
    text("anchor", trust.anchor());
    texts("trusted", trust.trusted());
    reasons("refusals", trust.refusals());
    reasons("warnings", trust.warnings());
    text("revocation", trust.revocation());
    out.writeNumberField("epoch", trust.epoch());
    out.writeEndObject();
  }

  private void reasons(String field, List<TrustNote.Reason> reasons) throws IOException {
    if (reasons.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart(field);
    for (TrustNote.Reason reason : bounds.items(reasons)) {
      out.writeStartObject();
      text("code", reason.code());
      text("detail", reason.detail());
      text("sha256", reason.sha256());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void phases(Map<String, Duration> phases) throws IOException {
    if (phases.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("phases_us");
    for (Map.Entry<String, Duration> phase : phases.entrySet()) {
      micros(phase.getKey(), phase.getValue());
    }
    out.writeEndObject();
  }

  private void text(String field, @Nullable String value) throws IOException {
    if (value != null && !value.isEmpty()) {
      out.writeStringField(field, isHash(field) ? value : bounds.text(value));
    }
  }

  /** Of fixed length, and worth nothing when cut. */
  private static boolean isHash(String field) {
    return field.equals("random") || field.equals("sha256");
  }

  private void texts(String field, List<String> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    out.writeArrayFieldStart(field);
    for (String value : bounds.items(values)) {
      out.writeString(bounds.text(value));
    }
    out.writeEndArray();
  }

  private void micros(String field, Duration time) throws IOException {
    out.writeNumberField(field, time.toNanos() / 1_000);
  }
}
