package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.proxy.config.Limits;
import io.handclasp.proxy.config.Timeouts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A client that asks and does not read gets no more than it may hold, and costs no memory. */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class UnreadAnswersTest {
  private static final String PADDING = "x".repeat(100);
  private static final String GET = "GET /" + PADDING + " HTTP/1.1\r\nHost: a\r\n\r\n";

  /** A server that goes on answering would take it all for as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void aClientThatPipelinesWithoutReadingIsIdle() throws Exception {
    try (RunningEngine engine = new RunningEngine(nowhere().with(briefly()));
        Socket client = connect(engine.port())) {
      byte[] requests = GET.repeat(100).getBytes(StandardCharsets.US_ASCII);
      OutputStream out = client.getOutputStream();

      assertThatThrownBy(() -> sendFor(PATIENCE, none -> out.write(requests)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aClientThatReadsSlowlyGetsAllThatItAskedFor() throws Exception {
    int count = 20_000;
    try (RunningEngine engine = new RunningEngine(nowhere());
        Socket client = connect(engine.port())) {
      byte[] requests = GET.repeat(count).getBytes(StandardCharsets.US_ASCII);
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.getOutputStream().write(requests);
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      int answers = 0;
      byte[] some = new byte[500];
      String rest = "";
      for (int read = 0; read >= 0; read = client.getInputStream().read(some)) {
        String text = rest + new String(some, 0, read, StandardCharsets.US_ASCII);
        int at = text.indexOf("HTTP/1.1 404 ");
        while (at >= 0) {
          answers++;
          text = text.substring(at + 13);
          at = text.indexOf("HTTP/1.1 404 ");
        }
        rest = text.substring(Math.max(0, text.length() - 12));
      }

      assertThat(answers).isEqualTo(count);
      sent.get(15, TimeUnit.SECONDS);
    }
  }

  @Test
  void anHttp2ClientThatAsksWithoutReadingIsToldToCalmDown() throws Exception {
    Limits tenStreams = new Limits(8 * 1024, 32 * 1024, 200, 0, 100, 10);
    try (RunningEngine engine = new RunningEngine(nowhere().with(tenStreams));
        Socket client = connect(engine.port())) {
      OutputStream out = client.getOutputStream();
      out.write(RawHttp2.BEGIN.getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[] {0, 0, 4, 8, 0, 0, 0, 0, 0, 0x7f, (byte) 0xff, 0, 0});

      assertThatThrownBy(() -> sendFor(PATIENCE, time -> out.write(requests(1 + 200 * time, 100))))
          .isInstanceOf(IOException.class);
    }
  }

  private interface Sending {
    void send(int time) throws IOException;
  }

  private static void sendFor(Duration patience, Sending sending) throws IOException {
    long until = System.nanoTime() + patience.toNanos();
    for (int time = 0; System.nanoTime() < until; time++) {
      sending.send(time);
    }
  }

  /** GET / for the authority "a" with a padded field, on so many streams. */
  private static byte[] requests(int first, int count) {
    byte[] padding = PADDING.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frames = ByteBuffer.allocate(count * (19 + padding.length));
    for (int i = 0; i < count; i++) {
      frames.put(new byte[] {0, 0, (byte) (10 + padding.length), 1, 5}).putInt(first + 2 * i);
      frames.put(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84, 1, 1, 'a'});
      frames.put(new byte[] {0, 1, 'x', (byte) padding.length}).put(padding);
    }
    return frames.array();
  }

  /** Answers 404 by itself. */
  private static TestConfig nowhere() {
    return TestConfig.forwardingTo().with(List.of(TestConfig.route("other.example", "/", 1)));
  }

  /** With little room for what it does not read. */
  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16 * 1024);
    socket.setSoTimeout(15_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static Timeouts briefly() {
    Duration brief = Duration.ofMillis(500);
    Duration normal = Duration.ofSeconds(10);
    return new Timeouts(
        normal, normal, brief, brief, brief, brief, normal, normal, normal, normal, brief);
  }
}
