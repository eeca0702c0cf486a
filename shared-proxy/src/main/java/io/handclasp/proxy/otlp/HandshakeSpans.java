package io.handclasp.proxy.otlp;

import io.handclasp.handshake.record.CertificateNote;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Handshakes as spans. Trace and span ids are cut out of {@code ClientHello.random}, which both
 * ends see: so the spans of both stand in one trace, the server's below the client's, though
 * neither told the other. Any thread.
 */
final class HandshakeSpans {
  private static final int REMEMBERED = 1_024;
  private static final int ID = 16;

  private final Resource resource;
  private final Map<String, Known> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > REMEMBERED;
        }
      };

  HandshakeSpans(Resource resource) {
    this.resource = resource;
  }

  /** A handshake's span and when it ended. */
  record Known(SpanContext context, Instant end) {}

  /** The span of a handshake; null where no hello came from which both ends could know it. */
  @Nullable FinishedSpan span(HandshakeRecord handshake) {
    String random = handshake.random();
    if (random == null) {
      return null;
    }
    boolean client = handshake.role() == Role.CLIENT;
    SpanContext of = context(random, client ? 2 : 3);
    remember(handshake, of);
    long start = nanos(handshake.startedAt());
    return new FinishedSpan(
        resource,
        "TLS handshake",
        client ? SpanKind.CLIENT : SpanKind.SERVER,
        of,
        client ? SpanContext.getInvalid() : context(random, 2),
        status(handshake),
        start,
        start + handshake.took().toNanos(),
        attributes(handshake),
        events(handshake, start),
        List.of());
  }

  /** The handshake of that id, where it is not long ago. */
  synchronized @Nullable Known known(@Nullable String handshakeId) {
    return handshakeId == null ? null : recent.get(handshakeId);
  }

  private synchronized void remember(HandshakeRecord handshake, SpanContext context) {
    recent.put(handshake.id(), new Known(context, handshake.startedAt().plus(handshake.took())));
  }

  private static SpanContext context(String random, int part) {
    return SpanContext.create(
        random.substring(0, 2 * ID),
        random.substring(part * ID, (part + 1) * ID),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  private static StatusData status(HandshakeRecord handshake) {
    return switch (handshake.outcome()) {
      case ESTABLISHED, PROVISIONAL, PROBE -> StatusData.unset();
      case REFUSED, FAILED, NOT_TLS ->
          StatusData.create(
              StatusCode.ERROR,
              handshake.cause().isEmpty() ? handshake.ending().word() : handshake.cause());
    };
  }

  private static Attributes attributes(HandshakeRecord handshake) {
    AttributesBuilder all = Attributes.builder();
    put(all, "handclasp.handshake", handshake.id());
    put(all, "handclasp.outcome", handshake.outcome().word());
    put(all, "network.local.address", handshake.local());
    put(all, "network.peer.address", handshake.remote());
    put(all, "tls.protocol.version", handshake.negotiated().version());
    put(all, "tls.cipher", handshake.negotiated().suite());
    put(all, "tls.curve", handshake.negotiated().group());
    put(all, "tls.next_protocol", handshake.negotiated().protocol());
    put(all, "tls.client.server_name", handshake.negotiated().serverName());
    all.put("tls.established", handshake.outcome() == Outcome.ESTABLISHED);
    all.put("tls.resumed", handshake.negotiated().resumed());
    boolean client = handshake.role() == Role.CLIENT;
    subject(all, client ? "tls.server.subject" : "tls.client.subject", handshake.peerChain());
    subject(all, client ? "tls.client.subject" : "tls.server.subject", handshake.ownChain());
    put(all, "handclasp.cause", handshake.cause());
    put(all, "handclasp.fault", handshake.fault() == null ? null : handshake.fault().word());
    put(all, "handclasp.detail", handshake.detail());
    return all.build();
  }

  private static List<EventData> events(HandshakeRecord handshake, long start) {
    return handshake.steps().stream().map(step -> event(step, start)).toList();
  }

  private static EventData event(Step step, long start) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put("direction", step.sent() ? "sent" : "received");
    attributes.put("bytes", step.bytes());
    put(attributes, "note", step.note());
    return EventData.create(
        start + step.offset().toNanos(), step.kind().rfcName(), attributes.build());
  }

  private static void subject(AttributesBuilder all, String key, List<CertificateNote> chain) {
    put(all, key, chain.isEmpty() ? null : chain.get(0).subject());
  }

  private static void put(AttributesBuilder all, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      all.put(AttributeKey.stringKey(key), value);
    }
  }

  static long nanos(Instant moment) {
    return TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
  }
}
