package io.handclasp.proxy.launch;

import io.handclasp.handshake.journal.Journal;
import io.handclasp.proxy.admin.AdminResource;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.log.Logging;
import io.handclasp.proxy.metrics.ProxyMetrics;
import io.handclasp.proxy.otlp.SpanExport;
import io.handclasp.proxy.server.Program;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What tells the operator's tools of this process: metrics, and spans where configured. */
final class Telemetry implements AutoCloseable {
  private final ProxyMetrics metrics = new ProxyMetrics();
  private final boolean counting;
  private final @Nullable SpanExport spans;

  private Telemetry(boolean counting, @Nullable SpanExport spans) {
    this.counting = counting;
    this.spans = spans;
  }

  /**
   * Begins to count where somebody can ask; the classes that make spans are loaded only where they
   * are wanted.
   */
  static Telemetry open(
      Program program, ProxyConfig config, Logging logging, @Nullable Journal journal) {
    URI collector = config.tracing().otlp();
    Telemetry made =
        new Telemetry(
            config.admin() != null,
            collector == null ? null : new SpanExport(program.name(), collector));
    made.metrics.log(logging::queued, logging::dropped);
    if (journal != null) {
      made.metrics.journal(journal::queued, journal::written, journal::dropped);
    }
    return made;
  }

  /** What it listens to. */
  ProxyEvents events() {
    ProxyEvents counted = counting ? metrics.events() : ProxyEvents.none();
    return spans == null ? counted : counted.and(spans.events());
  }

  /** What answers Prometheus. */
  AdminResource metrics() {
    return metrics;
  }

  /** Tells of a running server too. */
  void watch(ProxyServer server) {
    if (counting) {
      metrics.watch(server);
    }
  }

  @Override
  public void close() {
    metrics.close();
    if (spans != null) {
      spans.close();
    }
  }
}
