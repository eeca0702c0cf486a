package io.handclasp.proxy.metrics;

import io.handclasp.proxy.admin.AdminAnswer;
import io.handclasp.proxy.admin.AdminRequest;
import io.handclasp.proxy.admin.AdminResource;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one proxy: counts what it is told from the first moment, and answers {@code
 * /metrics} in Prometheus or OpenMetrics text. {@code docs/metrics.md} lists them. Any thread.
 */
public final class ProxyMetrics implements AdminResource, AutoCloseable {
  private final RequestMetrics requests = new RequestMetrics();
  private final HandshakeMetrics handshakes = new HandshakeMetrics();
  private final LifecycleMetrics lifecycle = new LifecycleMetrics();
  private final List<Figure> figures = new CopyOnWriteArrayList<>();
  private volatile @Nullable ProxyServer server;
  private volatile @Nullable LoopLag lag;
  private @Nullable Exposition exposition;

  /** A number that somebody else keeps. */
  private record Figure(String name, String help, boolean counter, LongSupplier value) {}

  /** What it wants to hear of. */
  public ProxyEvents events() {
    return new ProxyEvents(handshakes, requests, lifecycle);
  }

  /** Tells of this server's connections, certificates and event loops too. */
  public void watch(ProxyServer running) {
    server = running;
    lag = LoopLag.of(running.loops());
  }

  /** Tells of the journal too. */
  public void journal(LongSupplier queued, LongSupplier written, LongSupplier dropped) {
    gauge("handclasp_journal_queued_records", "Handshakes that wait to be written.", queued);
    counter("handclasp_journal_written_records", "Handshakes written.", written);
    counter("handclasp_journal_dropped_records", "Handshakes that are missing there.", dropped);
  }

  /** Tells of the log too. */
  public void log(LongSupplier queued, LongSupplier dropped) {
    gauge("handclasp_log_queued_lines", "Log lines that wait to be written.", queued);
    counter("handclasp_log_dropped_lines", "Log lines that came faster than they left.", dropped);
  }

  private void counter(String name, String help, LongSupplier value) {
    figures.add(new Figure(name, help, true, value));
  }

  private void gauge(String name, String help, LongSupplier value) {
    figures.add(new Figure(name, help, false, value));
  }

  @Override
  public AdminAnswer answer(AdminRequest request) {
    ExpositionFormat format = ExpositionFormat.of(request.field("accept"));
    return AdminAnswer.of(200, format.contentType(), text(format));
  }

  synchronized byte[] text(ExpositionFormat format) {
    if (exposition == null) {
      exposition = new Exposition(this::collect);
    }
    return exposition.text(format);
  }

  private MetricSnapshots collect() {
    Families families = new Families();
    requests.collect(families);
    handshakes.collect(families);
    lifecycle.collect(families);
    ProxyServer running = server;
    if (running != null) {
      EngineMetrics.collect(families, running);
      EndpointMetrics.collect(families, running);
      CertificateMetrics.collect(families, running.inForce());
    }
    LoopLag late = lag;
    if (late != null) {
      late.collect(families);
    }
    figures.forEach(figure -> add(families, figure));
    ProcessMetrics.collect(families);
    return families.snapshots();
  }

  private static void add(Families families, Figure figure) {
    if (figure.counter()) {
      families.counter(figure.name(), figure.help()).add(figure.value().getAsLong());
    } else {
      families.gauge(figure.name(), figure.help()).add(figure.value().getAsLong());
    }
  }

  /** Watches no more. */
  @Override
  public synchronized void close() {
    LoopLag late = lag;
    if (late != null) {
      late.close();
    }
    if (exposition != null) {
      exposition.close();
    }
  }
}
