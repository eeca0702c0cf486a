package io.handclasp.proxy.otlp;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.proxy.forward.ExchangeCompleted;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.trace.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends a span for each handshake, and for each request whose trace is sampled, to a collector: in
 * batches, on a thread of its own. Where the collector is slow or away, spans are dropped, and
 * nothing else suffers.
 */
public final class SpanExport implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final BatchSpanProcessor processor;
  private final HandshakeSpans handshakes;
  private final RequestSpans requests;

  /**
   * Begins to send.
   *
   * @param program name of the service that the spans are of
   * @param collector where OTLP over HTTP is taken, such as {@code http://127.0.0.1:4318/v1/traces}
   */
  public SpanExport(String program, URI collector) {
    Resource resource =
        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), program));
    handshakes = new HandshakeSpans(resource);
    requests = new RequestSpans(resource, handshakes);
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(collector.toString())
            .setTimeout(PATIENCE)
            .setConnectTimeout(PATIENCE)
            .build();
    processor = BatchSpanProcessor.builder(exporter).setScheduleDelay(EVERY).build();
  }

  /** What it wants to hear of. */
  public ProxyEvents events() {
    return new ProxyEvents(this::onHandshake, this::onCompleted, event -> {});
  }

  private void onHandshake(HandshakeRecord handshake) {
    FinishedSpan span = handshakes.span(handshake);
    if (span != null) {
      processor.onEnd(span);
    }
  }

  private void onCompleted(ExchangeCompleted exchange) {
    TraceContext trace = exchange.trace();
    if (trace != null && trace.sampled()) {
      processor.onEnd(requests.span(exchange, trace));
    }
  }

  /** Sends what is left, if that does not take long. */
  @Override
  public void close() {
    processor.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
