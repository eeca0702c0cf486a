package io.handclasp.proxy.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.metrics.RunningPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanExportTest {
  private static final int LINK_TRACE_ID = 1;
  private static final int LINK_SPAN_ID = 2;
  private static final int LINKS = 13;
  private static final int EVENTS = 11;

  @TempDir private Path folder;

  @Test
  void sendsRequestsBelowEachOtherAndTheHandshakeThatTheyWaitedFor() throws Exception {
    List<SpanExport> exports = new ArrayList<>();
    try (Collector collector = new Collector()) {
      String tracing = "tracing: {sample: 1, otlp: '" + collector.url() + "'}\n";
      try (RunningPair pair =
          new RunningPair(
              folder,
              tracing,
              program -> {
                SpanExport export = new SpanExport(program, collector.url());
                exports.add(export);
                return export.events();
              })) {
        assertThat(pair.get("/first?secret=1")).isEqualTo(200);
        assertThat(pair.get("/second")).isEqualTo(200);

        check(collector.spans(6), String.valueOf(pair.received().get(0).getFirst("traceparent")));
      }
    } finally {
      exports.forEach(SpanExport::close);
    }
  }

  private static void check(List<Collector.Received> spans, String atOrigin) {
    Collector.Received front = request(spans, "front", "/first");
    Collector.Received back = request(spans, "back", "/first");
    assertThat(front.parentId()).isEmpty();
    assertThat(back.traceId()).isEqualTo(front.traceId());
    assertThat(back.parentId()).isEqualTo(front.spanId());
    assertThat(atOrigin).isEqualTo("00-" + front.traceId() + "-" + back.spanId() + "-01");
    assertThat(front.attributes())
        .contains("http.request.method=GET", "http.route=*/")
        .noneMatch(attribute -> attribute.contains("secret"));

    Collector.Received client = handshake(spans, "front");
    Collector.Received server = handshake(spans, "back");
    assertThat(server.traceId()).as("cut out of the same hello").isEqualTo(client.traceId());
    assertThat(server.parentId()).isEqualTo(client.spanId());
    assertThat(client.attributes()).contains("tls.server.subject=CN=back");
    assertThat(client.span().messages(EVENTS).stream().map(event -> event.text(2)))
        .contains("ClientHello", "ServerHello");

    assertThat(front.span().messages(LINKS))
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.hex(LINK_TRACE_ID)).isEqualTo(client.traceId());
              assertThat(link.hex(LINK_SPAN_ID)).isEqualTo(client.spanId());
            });
    assertThat(request(spans, "front", "/second").span().messages(LINKS))
        .as("links of a request that found the connection there")
        .isEmpty();
  }

  private static Collector.Received request(
      List<Collector.Received> spans, String service, String path) {
    return one(
        spans.stream()
            .filter(span -> span.service().equals(service))
            .filter(span -> span.attributes().contains("url.path=" + path))
            .toList());
  }

  private static Collector.Received handshake(List<Collector.Received> spans, String service) {
    return one(
        spans.stream()
            .filter(span -> span.service().equals(service))
            .filter(span -> span.name().equals("TLS handshake"))
            .toList());
  }

  private static Collector.Received one(List<Collector.Received> spans) {
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }
}
