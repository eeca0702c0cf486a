package io.handclasp.proxy.otlp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.Assertions;

/** Takes spans by OTLP over HTTP on a loopback port. */
final class Collector implements AutoCloseable {
  private final BlockingQueue<Received> spans = new LinkedBlockingQueue<>();
  private final HttpServer server;

  /** A span and whose it is. */
  record Received(String service, WireMessage span) {
    String traceId() {
      return span.hex(1);
    }

    String spanId() {
      return span.hex(2);
    }

    String parentId() {
      return span.hex(4);
    }

    String name() {
      return span.text(5);
    }

    /** The texts among its attributes, as {@code key=value}. */
    List<String> attributes() {
      return span.messages(9).stream()
          .map(pair -> pair.text(1) + "=" + pair.messages(2).get(0).text(1))
          .toList();
    }
  }

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"));
          var in =
              packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
          take(WireMessage.of(in.readAllBytes()));
          exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  /** Waits until there are so many; those of one span each. */
  List<Received> spans(int count) throws InterruptedException {
    List<Received> all = new ArrayList<>();
    while (all.size() < count) {
      Received next = spans.poll(20, TimeUnit.SECONDS);
      Assertions.assertThat(next).as("span %d of %d", all.size() + 1, count).isNotNull();
      all.add(next);
    }
    return all;
  }

  private void take(WireMessage request) {
    for (WireMessage resource : request.messages(1)) {
      WireMessage attribute = resource.messages(1).get(0).messages(1).get(0);
      String service = attribute.messages(2).get(0).text(1);
      for (WireMessage scope : resource.messages(2)) {
        scope.messages(2).forEach(span -> spans.add(new Received(service, span)));
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
