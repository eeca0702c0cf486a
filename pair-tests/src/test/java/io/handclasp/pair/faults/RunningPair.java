package io.handclasp.pair.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.handclasp.backend.BackendService;
import io.handclasp.client.ClientProxy;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Both proxies, or one of them against something else, with what they tell of handshakes. */
final class RunningPair implements AutoCloseable {
  private final BlockingQueue<HandshakeRecord> frontRecords = new LinkedBlockingQueue<>();
  private final BlockingQueue<HandshakeRecord> backRecords = new LinkedBlockingQueue<>();
  private final BlockingQueue<LifecycleEvent> backEvents = new LinkedBlockingQueue<>();
  private final @Nullable ProxyServer back;
  private final @Nullable ProxyServer front;

  private RunningPair(
      Path folder,
      Ends ends,
      Combination combination,
      boolean withBack,
      @Nullable String endpoint,
      boolean withFront)
      throws Exception {
    back =
        withBack
            ? BackendService.start(
                ends.backConfig(folder, combination),
                new ProxyEvents(backRecords::add, exchange -> {}, backEvents::add))
            : null;
    String to =
        endpoint != null
            ? endpoint
            : back == null ? "https://127.0.0.1:1" : "https://127.0.0.1:" + back.address().port();
    front =
        withFront
            ? ClientProxy.start(ends.frontConfig(folder, combination, to), events(frontRecords))
            : null;
  }

  private static ProxyEvents events(BlockingQueue<HandshakeRecord> records) {
    return new ProxyEvents(records::add, exchange -> {}, event -> {});
  }

  static RunningPair both(Path folder, Ends ends, Combination combination) throws Exception {
    return new RunningPair(folder, ends, combination, true, null, true);
  }

  static RunningPair front(Path folder, Ends ends, Combination combination, String endpoint)
      throws Exception {
    return new RunningPair(folder, ends, combination, false, endpoint, true);
  }

  static RunningPair back(Path folder, Ends ends, Combination combination) throws Exception {
    return new RunningPair(folder, ends, combination, true, null, false);
  }

  ProxyServer frontServer() {
    if (front == null) {
      throw new IllegalStateException("there is no front");
    }
    return front;
  }

  ProxyServer backServer() {
    if (back == null) {
      throw new IllegalStateException("there is no back");
    }
    return back;
  }

  int backPort() {
    return backServer().address().port();
  }

  /** Sends one request to the front and gives the status of the answer. */
  int ask() throws IOException {
    String answer = answer();
    return Integer.parseInt(answer.substring(9, 12));
  }

  /** The same with the whole answer. */
  String answer() throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), frontServer().address().port())) {
      socket.setSoTimeout(15_000);
      socket
          .getOutputStream()
          .write(
              "GET /fault HTTP/1.1\r\nHost: any.example\r\nConnection: close\r\n\r\n"
                  .getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  /** The front's next record. */
  HandshakeRecord frontRecord() throws InterruptedException {
    return next(frontRecords);
  }

  /** The back's next record. */
  HandshakeRecord backRecord() throws InterruptedException {
    return next(backRecords);
  }

  /** The back's record of that handshake. */
  HandshakeRecord backRecord(String id) throws InterruptedException {
    while (true) {
      HandshakeRecord handshake = next(backRecords);
      if (handshake.id().equals(id)) {
        return handshake;
      }
    }
  }

  /** What happened next to the back as a whole. */
  LifecycleEvent backEvent() throws InterruptedException {
    LifecycleEvent event = backEvents.poll(15, SECONDS);
    if (event == null) {
      throw new AssertionError("nothing was told within 15 s");
    }
    return event;
  }

  private static HandshakeRecord next(BlockingQueue<HandshakeRecord> records)
      throws InterruptedException {
    HandshakeRecord handshake = records.poll(15, SECONDS);
    if (handshake == null) {
      throw new AssertionError("no record came within 15 s");
    }
    return handshake.outcome() == Outcome.PROBE ? next(records) : handshake;
  }

  /** Ends both at once: most of an end is the wait of loops for more work, and none comes here. */
  @Override
  public void close() {
    CompletableFuture<Void> ofFront =
        front == null
            ? CompletableFuture.completedFuture(null)
            : CompletableFuture.runAsync(front::close, task -> new Thread(task, "end").start());
    try {
      if (back != null) {
        back.close();
      }
    } finally {
      ofFront.join();
    }
  }
}
