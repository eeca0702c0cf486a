package io.handclasp.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Each of our ends with Netty's codec as the other, on random traffic, cut at random places. */
@NullUnmarked // A null where none should be fails the test, as it should.
class AgainstNettyTest {
  private static final int REQUESTS = 150;

  private final Random random = new Random(20261124);

  /** What Netty's end heard, by stream. */
  private static final class Heard extends Http2FrameAdapter {
    final Map<Integer, Http2Headers> heads = new HashMap<>();
    final Map<Integer, Long> sums = new HashMap<>();
    final Map<Integer, Integer> ended = new HashMap<>();

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean end) {
      sums.merge(stream, sum(data), Long::sum);
      if (end) {
        ended.merge(stream, 1, Integer::sum);
      }
      return data.readableBytes() + padding;
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int stream,
        Http2Headers headers,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean end) {
      onHeadersRead(ctx, stream, headers, padding, end);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean end) {
      heads.putIfAbsent(stream, headers);
      if (end) {
        ended.merge(stream, 1, Integer::sum);
      }
    }
  }

  private static Http2ConnectionHandler netty(boolean server, Heard heard) {
    Http2Settings settings = new Http2Settings();
    return new Http2ConnectionHandlerBuilder()
        .server(server)
        .frameListener(heard)
        .initialSettings(server ? settings : settings.pushEnabled(false))
        .build();
  }

  private static long sum(ByteBuf data) {
    long sum = 0;
    for (byte b : ByteBufUtil.getBytes(data)) {
      sum += b & 0xff;
    }
    return sum;
  }

  private ByteBuf body(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Unpooled.wrappedBuffer(bytes);
  }

  /** Moves bytes between the two until neither has more to say. */
  private void settle(EmbeddedChannel one, EmbeddedChannel other) {
    boolean moved = true;
    while (moved) {
      one.runPendingTasks();
      other.runPendingTasks();
      boolean there = move(one, other);
      boolean back = move(other, one);
      moved = there || back;
    }
  }

  private boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = from.readOutbound(); part != null; part = from.readOutbound()) {
      all.writeBytes(part);
      part.release();
    }
    boolean any = all.isReadable();
    while (all.isReadable()) {
      int cut = Math.min(all.readableBytes(), 1 + random.nextInt(9_000));
      to.writeInbound(all.readBytes(cut));
    }
    all.release();
    return any;
  }

  @Test
  void serverUnderstandsAndIsUnderstood() throws Exception {
    EmbeddedChannel ours = new EmbeddedChannel();
    RecordingServer server =
        new RecordingServer(new Turn(ours.eventLoop()), Http2Options.defaults());
    Map<Integer, Long> answered = new HashMap<>();
    server.onRequest =
        s -> {
          Fields fields = new Fields();
          fields.add(AsciiString.cached("x-id"), AsciiString.of("" + s.id()));
          fields.add(
              AsciiString.cached("x-" + random.nextInt(50)),
              AsciiString.of("v".repeat(random.nextInt(200))));
          s.head(new ResponseHead(200, fields, BodyFraming.STREAM), false);
          ByteBuf body = body(random.nextInt(80_000));
          answered.put(s.id(), sum(body));
          s.body(body, true);
        };
    ours.pipeline().addLast(server);
    Heard heard = new Heard();
    Http2ConnectionHandler peer = netty(false, heard);
    EmbeddedChannel theirs = new EmbeddedChannel(peer);
    settle(theirs, ours);
    ChannelHandlerContext ctx = context(theirs, peer);
    for (int i = 0; i < REQUESTS; i++) {
      int id = 2 * i + 1;
      Http2Headers head =
          new DefaultHttp2Headers()
              .method("GET")
              .scheme("http")
              .authority("example.org")
              .path("/" + random.nextInt(100))
              .add("x-" + random.nextInt(50), "v".repeat(random.nextInt(200)));
      peer.encoder().writeHeaders(ctx, id, head, random.nextInt(20), true, ctx.newPromise());
      ctx.flush();
      if (i % 7 == 0) {
        settle(theirs, ours);
      }
    }
    settle(theirs, ours);
    assertThat(server.violation).as(server.detail).isNull();
    assertThat(answered).hasSize(REQUESTS);
    assertThat(heard.sums).isEqualTo(answered);
    assertThat(heard.ended.values()).hasSize(REQUESTS).allMatch(n -> n == 1);
    assertThat(heard.heads)
        .allSatisfy(
            (id, head) -> assertThat(head.get("x-id").toString()).isEqualTo(Integer.toString(id)));
    theirs.finishAndReleaseAll();
    ours.finishAndReleaseAll();
  }

  @Test
  void clientIsUnderstood() {
    EmbeddedChannel ours = new EmbeddedChannel();
    RecordingClient client =
        new RecordingClient(new Turn(ours.eventLoop()), Http2Options.defaults());
    ours.pipeline().addLast(client);
    Heard heard = new Heard();
    EmbeddedChannel theirs = new EmbeddedChannel(netty(true, heard));
    settle(ours, theirs);
    Map<Integer, Long> sent = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      Fields fields = new Fields();
      fields.add(
          AsciiString.cached("x-" + random.nextInt(50)),
          AsciiString.of("v".repeat(random.nextInt(400))));
      RequestHead head =
          new RequestHead(
              Method.POST,
              AsciiString.cached("http"),
              AsciiString.cached("example.org"),
              AsciiString.of("/" + random.nextInt(100)),
              Protocol.HTTP_1_1,
              fields,
              BodyFraming.STREAM,
              null);
      RecordingClient.Heard stream = new RecordingClient.Heard();
      client.open(stream, head, false);
      ByteBuf body = body(random.nextInt(100_000));
      sent.put(stream.id(), sum(body));
      stream.body(body, true);
      if (i % 5 == 0) {
        settle(ours, theirs);
      }
    }
    settle(ours, theirs);
    assertThat(client.violation).as(client.detail).isNull();
    assertThat(heard.sums).isEqualTo(sent);
    assertThat(heard.ended).hasSize(60);
    theirs.finishAndReleaseAll();
    ours.finishAndReleaseAll();
  }

  private static ChannelHandlerContext context(EmbeddedChannel channel, ChannelHandler handler) {
    return channel.pipeline().context(handler);
  }
}
