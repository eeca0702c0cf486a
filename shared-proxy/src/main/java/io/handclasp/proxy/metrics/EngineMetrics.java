package io.handclasp.proxy.metrics;

import io.handclasp.proxy.server.ProxyServer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/** What is under way at present. */
final class EngineMetrics {
  private EngineMetrics() {}

  static void collect(Families families, ProxyServer server) {
    families
        .gauge("handclasp_connections", "Connections of clients that are open.")
        .add(server.engine().connections());
    families
        .gauge("handclasp_connections_limit", "Connections of clients that may be open.")
        .add(server.inForce().config().limits().connections());
    families
        .counter(
            "handclasp_connections_moved",
            "Connections of clients that were asked to come again, for another event loop.")
        .add(server.engine().moved());
    families
        .gauge("handclasp_event_loops_open", "Event loops that take new connections.")
        .add(server.balance().open());
    families
        .gauge("handclasp_requests_active", "Requests under way; with HTTP/2, streams.")
        .add(server.engine().exchanges());
    families
        .gauge(
            "handclasp_requests_waiting",
            "Requests of HTTP/1.1 clients that wait because all processors are busy.")
        .add(server.engine().waiting());
    families
        .gauge("handclasp_serving", "1 while requests are taken, 0 while draining.")
        .add(server.isServing() ? 1 : 0);
    buffers(families);
  }

  private static void buffers(Families families) {
    if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
      ByteBufAllocatorMetric metric = provider.metric();
      Family.Gauge memory =
          families.gauge(
              "handclasp_buffer_memory_bytes", "Memory that Netty's buffers hold, used or kept.");
      memory.add(metric.usedDirectMemory(), "area", "direct");
      memory.add(metric.usedHeapMemory(), "area", "heap");
    }
  }
}
