package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The JDK's WebSocket client through both engines to an origin that echoes. */
@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class WebSocketTest {
  private static final String KEY = "sec-websocket-key: ";
  private static final int CLOSE = 8;

  @Test
  void talksThroughThePairUntilBothEndsHaveClosed() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (MutualTls tls = MutualTls.overHttp2();
        ScriptedOrigin origin = new ScriptedOrigin(WebSocketTest::echo);
        RunningEngine back = tls.back(TestConfig.forwardingTo(origin.port()));
        RunningEngine front = tls.front(back.port())) {
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .subprotocols("chat")
              .buildAsync(URI.create("ws://127.0.0.1:" + front.port() + "/chat"), new Ear(heard))
              .get(15, TimeUnit.SECONDS);
      assertThat(socket.getSubprotocol()).isEqualTo("chat");
      String large = "0123456789".repeat(30_000);
      for (String message : new String[] {"hello", "", large, "last"}) {
        socket.sendText(message, true).get(15, TimeUnit.SECONDS);
        assertThat(heard.poll(15, TimeUnit.SECONDS)).isEqualTo(message);
      }
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").get(15, TimeUnit.SECONDS);
      assertThat(heard.poll(15, TimeUnit.SECONDS)).isEqualTo("closed 1000 done");

      ExchangeCompleted told = front.completed();
      assertThat(told.failure()).isNull();
      assertThat(told.status()).isEqualTo(101);
      assertThat(told.phase()).isEqualTo(ExchangeCompleted.Phase.DONE);
    }
  }

  /** A client that never ends its own half would keep the stream, and its connection, for ever. */
  @Test
  void theStreamEndsWithTheServersHalf() throws Exception {
    try (ScriptedOrigin origin = new ScriptedOrigin(WebSocketTest::accept);
        RunningEngine engine = new RunningEngine(TestConfig.forwardingTo(origin.port()));
        RawClient client = engine.connect()) {
      client.send(RawHttp2.BEGIN);
      byte[] head =
          ("\2\7CONNECT\0\11:protocol\11websocket\206\204\1\1a"
                  + "\0\25sec-websocket-version\00213")
              .getBytes(StandardCharsets.ISO_8859_1);
      client.send(new byte[] {0, 0, (byte) head.length, 1, 4, 0, 0, 0, 1}).send(head);

      RawHttp2.await(client, RawHttp2.HEADERS);
      RawHttp2.await(client, RawHttp2.RESET);

      assertThat(engine.completed().status()).isEqualTo(101);
    }
  }

  /** A server by RFC 6455, as far as this client needs one. */
  private static void echo(ScriptedOrigin origin, RawClient connection, int number)
      throws Exception {
    accept(origin, connection, number);
    DataInputStream in = new DataInputStream(connection.in());
    while (echoFrame(in, connection) != CLOSE) {}
  }

  /** Says yes, and no more. */
  private static void accept(ScriptedOrigin origin, RawClient connection, int number)
      throws Exception {
    String head = connection.head();
    int at = head.toLowerCase(java.util.Locale.ROOT).indexOf(KEY) + KEY.length();
    String key = head.substring(at, head.indexOf('\r', at));
    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest(
                (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
    connection.send(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n");
  }

  private static int echoFrame(DataInputStream in, RawClient connection) throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte() & 127;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i & 3];
    }
    ByteBuffer header = ByteBuffer.allocate(10).put((byte) first);
    if (length < 126) {
      header.put((byte) length);
    } else if (length < 65_536) {
      header.put((byte) 126).putShort((short) length); // the shortest form is a must
    } else {
      header.put((byte) 127).putLong(length);
    }
    connection.send(Arrays.copyOf(header.array(), header.position()));
    connection.send(payload);
    return first & 15;
  }

  private static final class Ear implements WebSocket.Listener {
    private final BlockingQueue<String> heard;
    private final StringBuilder message = new StringBuilder();

    Ear(BlockingQueue<String> heard) {
      this.heard = heard;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        heard.add(message.toString());
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      heard.add("closed " + status + " " + reason);
      return null;
    }
  }
}
