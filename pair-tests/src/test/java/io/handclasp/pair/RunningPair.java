package io.handclasp.pair;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.backend.BackendService;
import io.handclasp.client.ClientProxy;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A front and a back of this process, made from configuration files, and what they told. */
final class RunningPair implements AutoCloseable {
  private final BlockingQueue<HandshakeRecord> frontRecords = new LinkedBlockingQueue<>();
  private final BlockingQueue<HandshakeRecord> backRecords = new LinkedBlockingQueue<>();
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ProxyServer back;
  private final ProxyServer front;

  /**
   * Starts both.
   *
   * @param frontTls what stands in the front's section {@code tls}, as YAML in braces
   * @param backTls the same of the back
   * @param peerName the name that the front expects
   */
  RunningPair(Path folder, String frontTls, String backTls, String peerName) throws Exception {
    back =
        BackendService.start(
            config(folder, Side.BACK, backTls, "{path: /, service: echo}"), events(backRecords));
    String endpoint =
        "{path: /, endpoint: 'https://" + back.address() + "', peerName: " + peerName + "}";
    try {
      front =
          ClientProxy.start(config(folder, Side.FRONT, frontTls, endpoint), events(frontRecords));
    } catch (Exception e) {
      back.close();
      throw e;
    }
  }

  private static ProxyConfig config(Path folder, Side side, String tls, String route)
      throws Exception {
    Path file = folder.resolve(side + ".yaml");
    Files.writeString(
        file, "listen: 127.0.0.1:0\nadmin: off\ntls: " + tls + "\nroutes: [" + route + "]\n");
    return ProxyConfigReader.read(file, side).config();
  }

  private ProxyEvents events(BlockingQueue<HandshakeRecord> records) {
    return new ProxyEvents(
        records::add,
        exchange -> {},
        event -> {
          if (event instanceof LifecycleEvent.Warned warned) {
            warnings.add(warned.sentence());
          }
        });
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://" + front.address() + path))
            .timeout(Duration.ofSeconds(30))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HandshakeRecord frontRecord() throws InterruptedException {
    return next(frontRecords);
  }

  HandshakeRecord backRecord() throws InterruptedException {
    return next(backRecords);
  }

  Queue<String> warnings() {
    return warnings;
  }

  private static HandshakeRecord next(BlockingQueue<HandshakeRecord> records)
      throws InterruptedException {
    HandshakeRecord next = records.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a handshake's record").isNotNull();
    return requireNonNull(next);
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
