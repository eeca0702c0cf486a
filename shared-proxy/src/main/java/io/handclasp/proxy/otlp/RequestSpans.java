package io.handclasp.proxy.otlp;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.trace.TraceContext;
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
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests as spans: one each, below the caller's and above the next hop's. Any thread. */
final class RequestSpans {
  private final Resource resource;
  private final HandshakeSpans handshakes;

  RequestSpans(Resource resource, HandshakeSpans handshakes) {
    this.resource = resource;
    this.handshakes = handshakes;
  }

  /** The span of an exchange; copies what does not outlive the call. */
  FinishedSpan span(ExchangeCompleted exchange, TraceContext trace) {
    String traceId = trace.traceId().toString();
    CharSequence caller = trace.callerSpanId();
    long start = HandshakeSpans.nanos(exchange.startedAt());
    return new FinishedSpan(
        resource,
        name(exchange),
        SpanKind.SERVER,
        context(traceId, trace.spanId().toString()),
        caller == null ? SpanContext.getInvalid() : context(traceId, caller.toString()),
        status(exchange),
        start,
        start + exchange.took().toNanos(),
        attributes(exchange),
        events(exchange, start),
        links(exchange));
  }

  /** Method and route: few, whatever is asked for. */
  private static String name(ExchangeCompleted exchange) {
    String method = exchange.method().toString();
    String known =
        switch (method) {
          case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE" -> method;
          default -> "HTTP";
        };
    return exchange.route() == null ? known : known + " " + exchange.route();
  }

  private static StatusData status(ExchangeCompleted exchange) {
    if (exchange.failure() != null) {
      return StatusData.create(StatusCode.ERROR, exchange.failure().code());
    }
    return exchange.status() >= 500 ? StatusData.error() : StatusData.unset();
  }

  private static Attributes attributes(ExchangeCompleted exchange) {
    AttributesBuilder all = Attributes.builder();
    put(all, "http.request.method", exchange.method());
    put(all, "url.scheme", exchange.scheme());
    put(all, "server.address", exchange.authority());
    put(all, "url.path", path(exchange.target().toString()));
    put(all, "http.route", exchange.route());
    put(all, "user_agent.original", exchange.userAgent());
    put(all, "client.address", exchange.remote().toString());
    put(all, "tls.client.subject", exchange.peer());
    all.put("http.response.status_code", exchange.status());
    all.put("http.request.body.size", exchange.requestBytes());
    all.put("http.response.body.size", exchange.responseBytes());
    Address endpoint = exchange.endpoint();
    put(all, "handclasp.endpoint", endpoint == null ? null : endpoint.toString());
    put(all, "handclasp.handshake", exchange.handshakeId());
    put(all, "handclasp.link_handshake", exchange.linkHandshakeId());
    put(all, "handclasp.ended_by", exchange.endedBy().word());
    put(all, "handclasp.phase", exchange.phase().word());
    if (exchange.failure() != null) {
      put(all, "error.type", exchange.failure().code());
    }
    if (exchange.retries() > 0) {
      all.put("http.request.resend_count", exchange.retries());
    }
    return all.build();
  }

  /** A query may hold what is nobody's business. */
  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  private static List<EventData> events(ExchangeCompleted exchange, long start) {
    List<EventData> events = new ArrayList<>(2);
    event(events, "sent on", start, exchange.toSent());
    event(events, "answer's head", start, exchange.toHead());
    return events;
  }

  private static void event(
      List<EventData> events, String name, long start, @Nullable Duration after) {
    if (after != null) {
      events.add(EventData.create(start + after.toNanos(), name, Attributes.empty()));
    }
  }

  /** The handshake that it had to wait for, if it came before that was over. */
  private List<LinkData> links(ExchangeCompleted exchange) {
    HandshakeSpans.Known handshake = handshakes.known(exchange.linkHandshakeId());
    return handshake == null || exchange.startedAt().isAfter(handshake.end())
        ? List.of()
        : List.of(
            LinkData.create(
                handshake.context(),
                Attributes.of(AttributeKey.stringKey("handclasp.relation"), "waited for")));
  }

  private static SpanContext context(String traceId, String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static void put(AttributesBuilder all, String key, @Nullable CharSequence value) {
    if (value != null && !value.isEmpty()) {
      all.put(AttributeKey.stringKey(key), value.toString());
    }
  }
}
