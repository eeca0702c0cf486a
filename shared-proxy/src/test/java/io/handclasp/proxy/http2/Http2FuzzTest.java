package io.handclasp.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any frames at all, from either end. Nothing may be thrown, no stream may end twice or outlive its
 * connection, and what is held is bounded by the limits. In a plain run only the seeds are tried.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS) // a run is as long as it is asked to be
class Http2FuzzTest {
  private static final Http2Options OPTIONS = Http2Options.defaults();

  @FuzzTest
  void serverStandsWhateverFramesCome(byte[] frames) {
    EmbeddedChannel channel = new EmbeddedChannel();
    RecordingServer server = new RecordingServer(new Turn(channel.eventLoop()), OPTIONS);
    server.onRequest =
        stream -> {
          if (stream.last) {
            stream.head(RecordingServer.ok(BodyFraming.length(0)), true);
          }
        };
    channel.pipeline().addLast(server);
    channel.writeInbound(Unpooled.copiedBuffer(Raw.PREFACE, StandardCharsets.US_ASCII));
    channel.writeInbound(Raw.settings());
    feed(channel, frames);

    channel.finishAndReleaseAll();
    assertThat(server.closed).isTrue();
    for (RecordingServer.Heard stream : server.streams) {
      assertThat(stream.failure != null && stream.failure.cause() == null).isFalse();
    }
  }

  @FuzzTest
  void clientStandsWhateverFramesCome(byte[] frames) {
    EmbeddedChannel channel = new EmbeddedChannel();
    RecordingClient client = new RecordingClient(new Turn(channel.eventLoop()), OPTIONS);
    channel.pipeline().addLast(client);
    channel.writeInbound(Raw.settings(3, 10));
    List<RecordingClient.Heard> streams =
        List.of(new RecordingClient.Heard(), new RecordingClient.Heard());
    for (RecordingClient.Heard stream : streams) {
      client.open(stream, request(), true);
    }
    feed(channel, frames);

    channel.finishAndReleaseAll();
    assertThat(client.closed).isTrue();
    for (RecordingClient.Heard stream : streams) {
      assertThat(stream.last || stream.trailers != null || stream.failure != null).isTrue();
    }
  }

  private static void feed(EmbeddedChannel channel, byte[] frames) {
    int piece = frames.length == 0 ? 1 : 1 + (frames[frames.length - 1] & 63);
    for (int from = 0; from < frames.length && channel.isActive(); from += piece) {
      int length = Math.min(piece, frames.length - from);
      channel.writeInbound(Unpooled.copiedBuffer(frames, from, length));
    }
    channel.runPendingTasks();
    channel.checkException();
  }

  private static RequestHead request() {
    return new RequestHead(
        AsciiString.cached("GET"),
        AsciiString.cached("https"),
        AsciiString.cached("example.org"),
        AsciiString.cached("/"),
        Protocol.HTTP_1_1,
        new Fields(),
        BodyFraming.NONE,
        null);
  }
}
