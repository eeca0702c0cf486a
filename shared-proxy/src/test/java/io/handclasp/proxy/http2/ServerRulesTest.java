package io.handclasp.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.http2.Raw.Seen;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's end against frames made by hand, rule by rule of RFC 9113. */
@NullUnmarked // A null where none should be fails the test, as it should.
class ServerRulesTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private RecordingServer server;

  @BeforeEach
  void open() {
    open(Http2Options.defaults());
    send(Unpooled.copiedBuffer(Raw.PREFACE, StandardCharsets.US_ASCII), Raw.settings());
    Raw.seen(channel);
  }

  private void open(Http2Options options) {
    server = new RecordingServer(new Turn(channel.eventLoop()), options);
    channel.pipeline().addLast(server);
  }

  private void reopen(Http2Options options) {
    channel.pipeline().remove(server);
    Raw.seen(channel);
    open(options);
    send(Unpooled.copiedBuffer(Raw.PREFACE, StandardCharsets.US_ASCII), Raw.settings());
    Raw.seen(channel);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    assertThat(server.closed).isTrue();
  }

  private void send(ByteBuf... frames) {
    channel.writeInbound(Unpooled.wrappedBuffer(frames));
  }

  private void assertConnectionError(ErrorCode code) {
    List<Seen> seen = Raw.seen(channel);
    assertThat(seen).isNotEmpty();
    Seen last = seen.get(seen.size() - 1);
    assertThat(last.type()).isEqualTo(Raw.GOAWAY);
    assertThat(last.code()).as(server.detail).isEqualTo(code);
    assertThat(server.violation).isEqualTo(code);
    assertThat(server.closed).isTrue();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(1, java.util.concurrent.TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  private void assertStreamError(int stream, ErrorCode code) {
    List<Seen> resets = Raw.seen(channel).stream().filter(f -> f.type() == Raw.RST_STREAM).toList();
    assertThat(resets).hasSize(1);
    assertThat(resets.get(0).stream()).isEqualTo(stream);
    assertThat(resets.get(0).code()).isEqualTo(code);
    assertThat(server.violation).isNull();
  }

  private static String[] post(String... more) {
    String[] fields = Raw.get("/", more);
    fields[1] = "POST";
    return fields;
  }

  @Test
  void beginsWithItsSettingsAndCreditAndAcknowledgesThePeers() {
    channel.pipeline().remove(server);
    Raw.seen(channel);
    open(Http2Options.defaults());
    send(Unpooled.copiedBuffer(Raw.PREFACE, StandardCharsets.US_ASCII), Raw.settings(1, 4096));
    assertThat(Raw.seen(channel))
        .extracting(Seen::type, Seen::flags)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Raw.SETTINGS, 0),
            org.assertj.core.groups.Tuple.tuple(Raw.WINDOW_UPDATE, 0),
            org.assertj.core.groups.Tuple.tuple(Raw.SETTINGS, Raw.ACK));
  }

  @Test
  void tellsARequestWithItsFields() {
    send(Raw.headers(1, true, Raw.get("/a?b=c", "user-agent", "test", "x-other", "1")));
    RecordingServer.Heard stream = server.stream(0);
    assertThat(stream.head.method().toString()).isEqualTo("GET");
    assertThat(stream.head.authority().toString()).isEqualTo("example.org");
    assertThat(stream.head.target().toString()).isEqualTo("/a?b=c");
    assertThat(stream.head.framing()).isEqualTo(BodyFraming.NONE);
    assertThat(stream.head.fields().get(AsciiString.cached("x-other")).toString()).isEqualTo("1");
    assertThat(stream.last).isTrue();
  }

  @Test
  void tellsARequestWhoseBytesComeOneByOne() {
    ByteBuf all =
        Unpooled.wrappedBuffer(
            Raw.headers(1, false, post("content-length", "5")),
            Raw.frame(Raw.DATA, Raw.PADDED | Raw.END_STREAM, 1, concat(3, "hello", "\0\0\0")));
    while (all.isReadable()) {
      channel.writeInbound(all.readRetainedSlice(1));
    }
    all.release();
    assertThat(server.stream(0).body.toString()).isEqualTo("hello");
    assertThat(server.stream(0).last).isTrue();
  }

  private static byte[] concat(int first, String... rest) {
    String text = String.join("", rest);
    byte[] bytes = new byte[1 + text.length()];
    bytes[0] = (byte) first;
    System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, 1, text.length());
    return bytes;
  }

  @Test
  void putsCrumbsOfACookieTogether() {
    send(Raw.headers(1, true, Raw.get("/", "cookie", "a=1", "cookie", "b=2")));
    assertThat(server.stream(0).head.fields().get(AsciiString.cached("cookie")).toString())
        .isEqualTo("a=1; b=2");
  }

  @Test
  void takesAFieldBlockInPieces() {
    byte[] block = Raw.block(Raw.get("/pieces"));
    byte[] one = Arrays.copyOfRange(block, 0, 7);
    byte[] two = Arrays.copyOfRange(block, 7, 20);
    byte[] three = Arrays.copyOfRange(block, 20, block.length);
    send(
        Raw.frame(Raw.HEADERS, Raw.END_STREAM, 1, one),
        Raw.frame(Raw.CONTINUATION, 0, 1, two),
        Raw.frame(Raw.CONTINUATION, Raw.END_HEADERS, 1, three));
    assertThat(server.stream(0).head.target().toString()).isEqualTo("/pieces");
    assertThat(server.stream(0).last).isTrue();
  }

  @Test
  void skipsPriorityAndPaddingOfHeaders() {
    byte[] block = Raw.block(Raw.get("/"));
    ByteBuf payload = Unpooled.buffer().writeByte(4).writeInt(0).writeByte(16);
    payload.writeBytes(block).writeZero(4);
    int flags = Raw.END_HEADERS | Raw.END_STREAM | Raw.PADDED | Raw.PRIORITISED;
    send(Raw.frame(Raw.HEADERS, flags, 1, Raw.bytes(payload)));
    assertThat(server.stream(0).head).isNotNull();
  }

  @Test
  void tellsTrailers() {
    send(
        Raw.headers(1, false, post()), Raw.data(1, false, "x"), Raw.headers(1, true, "x-sum", "7"));
    assertThat(server.stream(0).trailers.get(AsciiString.cached("x-sum")).toString())
        .isEqualTo("7");
  }

  @Test
  void ignoresUnknownFramesAndPriority() {
    send(
        Raw.frame(0x42, 0xff, 0, (byte) 1),
        Raw.frame(Raw.PRIORITY, 0, 1, new byte[] {0, 0, 0, 3, 9}),
        Raw.headers(1, true, Raw.get("/")));
    assertThat(server.stream(0).head).isNotNull();
  }

  @Test
  void answersPing() {
    byte[] data = {1, 2, 3, 4, 5, 6, 7, 8};
    send(Raw.frame(Raw.PING, 0, 0, data));
    Seen pong = Raw.seen(channel).get(0);
    assertThat(pong.type()).isEqualTo(Raw.PING);
    assertThat(pong.has(Raw.ACK)).isTrue();
    assertThat(pong.payload()).isEqualTo(data);
  }

  static Stream<Arguments> malformedRequests() {
    String[] none = {};
    return Stream.of(
        Arguments.of("no method", FailureKind.REQUEST_MALFORMED, drop(0)),
        Arguments.of("no scheme", FailureKind.REQUEST_MALFORMED, drop(2)),
        Arguments.of("no path", FailureKind.REQUEST_MALFORMED, drop(6)),
        Arguments.of("no authority", FailureKind.REQUEST_HOST, drop(4)),
        Arguments.of(
            "two methods", FailureKind.REQUEST_MALFORMED, first(":method", "GET", Raw.get("/"))),
        Arguments.of("two paths", FailureKind.REQUEST_MALFORMED, first(":path", "/", Raw.get("/"))),
        Arguments.of("empty path", FailureKind.REQUEST_MALFORMED, Raw.get("")),
        Arguments.of("path without slash", FailureKind.REQUEST_PATH, Raw.get("a")),
        Arguments.of("asterisk for GET", FailureKind.REQUEST_PATH, Raw.get("*")),
        Arguments.of("fragment", FailureKind.REQUEST_MALFORMED, Raw.get("/a#b")),
        Arguments.of("space in path", FailureKind.REQUEST_MALFORMED, Raw.get("/a b")),
        Arguments.of(
            "pseudo after field",
            FailureKind.REQUEST_MALFORMED,
            first("x-a", "1", Raw.get("/", none))),
        Arguments.of(
            "unknown pseudo", FailureKind.REQUEST_MALFORMED, first(":x", "1", Raw.get("/"))),
        Arguments.of(
            "response pseudo",
            FailureKind.REQUEST_MALFORMED,
            first(":status", "200", Raw.get("/"))),
        field("upper case", "X-A", "1"),
        field("space in name", "x a", "1"),
        field("empty name", "", "1"),
        field("colon in name", "x:a", "1"),
        field("connection", "connection", "close"),
        field("keep-alive", "keep-alive", "1"),
        field("proxy-connection", "proxy-connection", "close"),
        field("transfer-encoding", "transfer-encoding", "chunked"),
        field("upgrade", "upgrade", "h2c"),
        field("te", "te", "trailers, deflate"),
        Arguments.of(
            "length underscored", FailureKind.REQUEST_FRAMING, Raw.get("/", "content_length", "3")),
        Arguments.of(
            "coding underscored",
            FailureKind.REQUEST_FRAMING,
            Raw.get("/", "transfer_encoding", "chunked")),
        field("line feed", "x-a", "a\nb"),
        field("carriage return", "x-a", "a\rb"),
        field("nul", "x-a", "a\0b"),
        field("space before", "x-a", " b"),
        field("tab behind", "x-a", "b\t"),
        Arguments.of("two hosts", FailureKind.REQUEST_HOST, Raw.get("/", "host", "a", "host", "a")),
        Arguments.of("other host", FailureKind.REQUEST_HOST, Raw.get("/", "host", "other.org")),
        Arguments.of(
            "length not a number",
            FailureKind.REQUEST_FRAMING,
            Raw.get("/", "content-length", "a")),
        Arguments.of(
            "signed length", FailureKind.REQUEST_FRAMING, Raw.get("/", "content-length", "+1")),
        Arguments.of(
            "two lengths",
            FailureKind.REQUEST_FRAMING,
            Raw.get("/", "content-length", "0", "content-length", "0")),
        Arguments.of(
            "body promised and ended",
            FailureKind.REQUEST_FRAMING,
            Raw.get("/", "content-length", "3")));
  }

  private static Arguments field(String what, String name, String value) {
    return Arguments.of(what, FailureKind.REQUEST_MALFORMED, Raw.get("/", name, value));
  }

  private static String[] drop(int at) {
    String[] all = Raw.get("/");
    String[] rest = new String[6];
    System.arraycopy(all, 0, rest, 0, at);
    System.arraycopy(all, at + 2, rest, at, 6 - at);
    return rest;
  }

  private static String[] first(String name, String value, String[] rest) {
    String[] all = new String[rest.length + 2];
    all[0] = name;
    all[1] = value;
    System.arraycopy(rest, 0, all, 2, rest.length);
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedRequests")
  void answersAndResetsMalformedRequests(String what, FailureKind kind, String[] fields) {
    send(Raw.headers(1, true, fields));
    assertThat(server.stream(0).invalid).as(what).isEqualTo(kind);
    assertThat(server.stream(0).head).isNull();
    assertStreamError(1, ErrorCode.PROTOCOL_ERROR);
    send(Raw.headers(3, true, Raw.get("/")));
    assertThat(server.stream(1).head).isNotNull();
  }

  @Test
  void refusesPlainConnect() {
    send(Raw.headers(1, false, ":method", "CONNECT", ":authority", "example.org:443"));
    assertThat(server.stream(0).invalid).isEqualTo(FailureKind.METHOD_REFUSED);
    assertStreamError(1, ErrorCode.NO_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "H2C", "websocket, h2c", "web socket"})
  void refusesChangesOfProtocolThatAreNotPassedOn(String protocol) {
    send(Raw.headers(1, false, upgrade(protocol)));
    assertThat(server.stream(0).invalid).isEqualTo(FailureKind.REQUEST_MALFORMED);
    assertStreamError(1, ErrorCode.PROTOCOL_ERROR);
  }

  private static String[] upgrade(String protocol) {
    String[] fields = first(":protocol", protocol, Raw.get("/chat"));
    fields[3] = "CONNECT";
    return fields;
  }

  @Test
  void tellsExtendedConnectAsUpgrade() {
    send(Raw.headers(1, false, upgrade("websocket")));
    assertThat(server.stream(0).head.upgrade().toString()).isEqualTo("websocket");
    assertThat(server.stream(0).head.method().toString()).isEqualTo("GET");
  }

  @Test
  void refusesFieldsAboveTheLimitAndGoesOn() {
    send(Raw.headers(1, true, Raw.get("/", "x-long", "v".repeat(15_000), "x-b", "w")));
    assertThat(server.stream(0).head).isNotNull();
    byte[] block = Raw.block(Raw.get("/", "x-long", "v".repeat(15_000), "y", "w".repeat(18_000)));
    send(
        Raw.frame(Raw.HEADERS, Raw.END_STREAM, 3, Arrays.copyOfRange(block, 0, 16_000)),
        Raw.frame(Raw.CONTINUATION, 0, 3, Arrays.copyOfRange(block, 16_000, 32_000)),
        Raw.frame(
            Raw.CONTINUATION, Raw.END_HEADERS, 3, Arrays.copyOfRange(block, 32_000, block.length)));
    assertThat(server.stream(1).invalid).isEqualTo(FailureKind.REQUEST_FIELDS_TOO_LARGE);
    send(Raw.headers(5, true, Raw.get("/")));
    assertThat(server.stream(2).head).isNotNull();
  }

  @Test
  void refusesTooManyFields() {
    String[] many = new String[402];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "x";
      many[i + 1] = "1";
    }
    send(Raw.headers(1, true, Raw.get("/", many)));
    assertThat(server.stream(0).invalid).isEqualTo(FailureKind.REQUEST_FIELDS_TOO_LARGE);
  }

  @Test
  void resetsBodiesThatDoNotMatchTheirLength() {
    send(Raw.headers(1, false, post("content-length", "3")), Raw.data(1, true, "ab"));
    assertThat(server.stream(0).failure.cause()).isEqualTo(StreamFailure.Cause.MALFORMED);
    assertStreamError(1, ErrorCode.PROTOCOL_ERROR);
    send(Raw.headers(3, false, post("content-length", "3")), Raw.data(3, false, "abcd"));
    assertStreamError(3, ErrorCode.PROTOCOL_ERROR);
    send(
        Raw.headers(5, false, post("content-length", "3")),
        Raw.data(5, false, "ab"),
        Raw.headers(5, true, "x-sum", "7"));
    assertStreamError(5, ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void resetsTrailersThatAreNone() {
    send(Raw.headers(1, false, post()), Raw.headers(1, false, "x-sum", "7"));
    assertStreamError(1, ErrorCode.PROTOCOL_ERROR);
    send(Raw.headers(3, false, post()), Raw.headers(3, true, ":path", "/"));
    assertStreamError(3, ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void resetsFramesBehindTheEndOfAStream() {
    send(Raw.headers(1, true, Raw.get("/")), Raw.data(1, true, "x"));
    assertStreamError(1, ErrorCode.STREAM_CLOSED);
    send(Raw.headers(3, true, Raw.get("/")), Raw.headers(3, true, Raw.get("/")));
    assertStreamError(3, ErrorCode.STREAM_CLOSED);
  }

  @Test
  void endsTheConnectionAtFramesOnClosedStreams() {
    server.onRequest = s -> s.head(RecordingServer.ok(BodyFraming.length(0)), true);
    send(Raw.headers(1, true, Raw.get("/")));
    send(Raw.headers(1, true, Raw.get("/")));
    assertConnectionError(ErrorCode.STREAM_CLOSED);
  }

  @Test
  void toleratesFramesOnStreamsItReset() {
    send(Raw.headers(1, false, post()));
    server.stream(0).reset(ErrorCode.CANCEL);
    send(Raw.data(1, false, "late"), Raw.headers(1, true, "x", "1"), Raw.windowUpdate(1, 1));
    assertThat(server.violation).isNull();
  }

  @Test
  void tellsResetsOnce() {
    send(Raw.headers(1, false, post()), Raw.reset(1, 8), Raw.reset(1, 8));
    assertThat(server.stream(0).failure.cause()).isEqualTo(StreamFailure.Cause.PEER);
    assertThat(server.stream(0).failure.code()).isEqualTo(ErrorCode.CANCEL);
    assertThat(server.violation).isNull();
  }

  static Stream<Arguments> breaches() {
    byte[] block = Raw.block(Raw.get("/"));
    return Stream.of(
        breach("DATA on stream 0", ErrorCode.PROTOCOL_ERROR, Raw.data(0, true, "x")),
        breach("HEADERS on stream 0", ErrorCode.PROTOCOL_ERROR, Raw.headers(0, true, Raw.get("/"))),
        breach(
            "HEADERS on even stream", ErrorCode.PROTOCOL_ERROR, Raw.headers(2, true, Raw.get("/"))),
        breach("DATA on idle stream", ErrorCode.PROTOCOL_ERROR, Raw.data(1, true, "x")),
        breach("RST_STREAM on idle stream", ErrorCode.PROTOCOL_ERROR, Raw.reset(1, 8)),
        breach("RST_STREAM on stream 0", ErrorCode.PROTOCOL_ERROR, Raw.reset(0, 8)),
        breach(
            "RST_STREAM of 5 bytes", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(3, 0, 1, new byte[5])),
        breach("WINDOW_UPDATE on idle", ErrorCode.PROTOCOL_ERROR, Raw.windowUpdate(1, 1)),
        breach("WINDOW_UPDATE of 0", ErrorCode.PROTOCOL_ERROR, Raw.windowUpdate(0, 0)),
        breach(
            "WINDOW_UPDATE overflow",
            ErrorCode.FLOW_CONTROL_ERROR,
            Raw.windowUpdate(0, 0x7fff_ffff)),
        breach(
            "WINDOW_UPDATE of 3 bytes",
            ErrorCode.FRAME_SIZE_ERROR,
            Raw.frame(8, 0, 0, new byte[3])),
        breach("SETTINGS on stream", ErrorCode.PROTOCOL_ERROR, Raw.frame(4, 0, 1)),
        breach("SETTINGS of 5 bytes", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(4, 0, 0, new byte[5])),
        breach(
            "SETTINGS ack of 6 bytes", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(4, 1, 0, new byte[6])),
        breach("ENABLE_PUSH of 2", ErrorCode.PROTOCOL_ERROR, Raw.settings(2, 2)),
        breach("window of 2^31", ErrorCode.FLOW_CONTROL_ERROR, Raw.settings(4, 0x8000_0000L)),
        breach("max frame below least", ErrorCode.PROTOCOL_ERROR, Raw.settings(5, 16_383)),
        breach("max frame above most", ErrorCode.PROTOCOL_ERROR, Raw.settings(5, 0x100_0000)),
        breach("PING on stream", ErrorCode.PROTOCOL_ERROR, Raw.frame(6, 0, 1, new byte[8])),
        breach("PING of 6 bytes", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(6, 0, 0, new byte[6])),
        breach("GOAWAY on stream", ErrorCode.PROTOCOL_ERROR, Raw.frame(7, 0, 1, new byte[8])),
        breach("GOAWAY of 7 bytes", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(7, 0, 0, new byte[7])),
        breach("PRIORITY on stream 0", ErrorCode.PROTOCOL_ERROR, Raw.frame(2, 0, 0, new byte[5])),
        breach("PRIORITY of 4 bytes", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(2, 0, 1, new byte[4])),
        breach(
            "PRIORITY on itself",
            ErrorCode.PROTOCOL_ERROR,
            Raw.frame(2, 0, 1, new byte[] {0, 0, 0, 1, 0})),
        breach(
            "HEADERS on itself",
            ErrorCode.PROTOCOL_ERROR,
            Raw.frame(1, 4 | 32, 1, new byte[] {0, 0, 0, 1, 0})),
        breach("PUSH_PROMISE", ErrorCode.PROTOCOL_ERROR, Raw.frame(5, 4, 1, new byte[8])),
        breach("CONTINUATION alone", ErrorCode.PROTOCOL_ERROR, Raw.frame(9, 4, 1, block)),
        breach(
            "block not continued",
            ErrorCode.PROTOCOL_ERROR,
            Raw.frame(1, 0, 1, block),
            Raw.frame(6, 0, 0, new byte[8])),
        breach(
            "block continued elsewhere",
            ErrorCode.PROTOCOL_ERROR,
            Raw.frame(1, 0, 1, block),
            Raw.frame(9, 4, 3)),
        breach(
            "unknown frame within block",
            ErrorCode.PROTOCOL_ERROR,
            Raw.frame(1, 0, 1, block),
            Raw.frame(0x42, 0, 1)),
        breach(
            "frame too large", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(0x42, 0, 0, new byte[16_385])),
        breach(
            "HEADERS padded too long",
            ErrorCode.PROTOCOL_ERROR,
            Raw.frame(1, 4 | 8, 1, new byte[] {9, 0})),
        breach("HEADERS padded without length", ErrorCode.FRAME_SIZE_ERROR, Raw.frame(1, 4 | 8, 1)),
        breach(
            "DATA padded too long",
            ErrorCode.PROTOCOL_ERROR,
            Raw.headers(1, false, post()),
            Raw.frame(0, 8, 1, new byte[] {9, 0})),
        breach(
            "bad index", ErrorCode.COMPRESSION_ERROR, Raw.frame(1, 5, 1, new byte[] {-1, -1, 9})),
        breach(
            "half a field",
            ErrorCode.COMPRESSION_ERROR,
            Raw.frame(1, 5, 1, new byte[] {0, 3, 'a'})),
        breach(
            "stream number goes back",
            ErrorCode.STREAM_CLOSED,
            Raw.headers(5, true, Raw.get("/")),
            Raw.headers(3, true, Raw.get("/"))));
  }

  private static Arguments breach(String what, ErrorCode code, ByteBuf... frames) {
    return Arguments.of(what, code, frames);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaches")
  void endsTheConnectionAtBreaches(String what, ErrorCode code, ByteBuf[] frames) {
    send(frames);
    assertConnectionError(code);
  }

  @Test
  void endsTheConnectionWithoutPreface() {
    channel.pipeline().remove(server);
    Raw.seen(channel);
    open(Http2Options.defaults());
    send(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
    assertConnectionError(ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void endsTheConnectionWithoutSettingsFirst() {
    channel.pipeline().remove(server);
    Raw.seen(channel);
    open(Http2Options.defaults());
    send(
        Unpooled.copiedBuffer(Raw.PREFACE, StandardCharsets.US_ASCII),
        Raw.frame(Raw.PING, 0, 0, new byte[8]));
    assertConnectionError(ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void resetsStreamsWithBadWindowUpdates() {
    send(Raw.headers(1, false, post()), Raw.windowUpdate(1, 0));
    assertStreamError(1, ErrorCode.PROTOCOL_ERROR);
    send(Raw.headers(3, false, post()), Raw.windowUpdate(3, 0x7fff_ffff));
    assertStreamError(3, ErrorCode.FLOW_CONTROL_ERROR);
  }

  @Test
  void refusesStreamsAboveTheLimit() {
    reopen(new Http2Options(2, 65_535, 65_535, 65_535, 16_384, 100, 1_000));
    for (int id = 1; id <= 5; id += 2) {
      send(Raw.headers(id, true, Raw.get("/")));
    }
    assertThat(server.streams).hasSize(2);
    assertStreamError(5, ErrorCode.REFUSED_STREAM);
    server.stream(0).head(RecordingServer.ok(BodyFraming.length(0)), true);
    send(Raw.headers(7, true, Raw.get("/")));
    assertThat(server.streams).hasSize(3);
  }

  @Test
  void holdsBodiesBackUntilThereIsCredit() {
    send(Raw.settings(4, 10));
    send(Raw.headers(1, true, Raw.get("/")));
    Raw.seen(channel);
    RecordingServer.Heard stream = server.stream(0);
    stream.head(RecordingServer.ok(BodyFraming.STREAM), false);
    assertThat(stream.isWritable()).isTrue();
    stream.body(Unpooled.wrappedBuffer(new byte[25]), false);
    assertThat(stream.isWritable()).isFalse();
    stream.trailers(new Fields());
    assertThat(bytesOfData(Raw.seen(channel))).isEqualTo(10);
    send(Raw.windowUpdate(1, 10));
    assertThat(bytesOfData(Raw.seen(channel))).isEqualTo(10);
    send(Raw.settings(4, 20));
    List<Seen> rest = Raw.seen(channel);
    assertThat(bytesOfData(rest)).isEqualTo(5);
    Seen last = rest.get(rest.size() - 1);
    assertThat(last.type()).isEqualTo(Raw.HEADERS);
    assertThat(last.has(Raw.END_STREAM)).isTrue();
  }

  @Test
  void letsLargeBodiesTakeTurnsAndNoSmallOneWaitWhereTheOutputIsFull() {
    server.onRequest = s -> s.head(RecordingServer.ok(BodyFraming.STREAM), false);
    send(
        Raw.headers(1, true, Raw.get("/")),
        Raw.headers(3, true, Raw.get("/")),
        Raw.headers(5, true, Raw.get("/")));
    Raw.seen(channel);
    ChannelOutboundBuffer output = channel.unsafe().outboundBuffer();
    output.setUserDefinedWritability(1, false);
    channel.runPendingTasks();

    server.stream(0).body(Unpooled.wrappedBuffer(new byte[40_000]), true);
    server.stream(1).body(Unpooled.wrappedBuffer(new byte[40_000]), true);
    server.stream(2).body(Unpooled.wrappedBuffer(new byte[1_000]), true);
    channel.runPendingTasks();
    assertThat(streamsOfData(Raw.seen(channel))).containsExactly(5);
    assertThat(server.stream(0).isWritable()).isFalse();

    send(Raw.windowUpdate(0, 80_000));
    output.setUserDefinedWritability(1, true);
    channel.runPendingTasks();
    channel.flushOutbound();
    List<Seen> rest = Raw.seen(channel);
    assertThat(streamsOfData(rest)).startsWith(1, 3, 1, 3);
    assertThat(bytesOfData(rest)).isEqualTo(80_000);
    assertThat(server.active()).isZero();
  }

  @Test
  void givesUpAnswersThatAreCompleteAndGetNoCredit() {
    send(Raw.settings(4, 10));
    server.onRequest =
        s -> {
          s.head(RecordingServer.ok(BodyFraming.STREAM), false);
          s.body(Unpooled.wrappedBuffer(new byte[25]), true);
        };
    send(Raw.headers(1, true, Raw.get("/")), Raw.headers(3, true, Raw.get("/")));
    server.resetStalled();
    send(Raw.windowUpdate(3, 1));
    Raw.seen(channel);

    server.resetStalled();
    assertStreamError(1, ErrorCode.CANCEL);
    assertThat(server.active()).isEqualTo(1);
    server.resetStalled();
    assertStreamError(3, ErrorCode.CANCEL);
    assertThat(server.active()).isZero();
  }

  @Test
  void cutsAConnectionThatIsDoneAndNotRead() {
    send(Raw.headers(1, true, Raw.get("/")));
    server.drain();
    channel.runPendingTasks();
    channel.pipeline().addFirst(new NeverWritten());
    server.stream(0).head(RecordingServer.ok(BodyFraming.length(0)), true);
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();

    channel.advanceTimeBy(31, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  /** Takes what is written and never says that it went out. */
  private static final class NeverWritten extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
    }
  }

  @Test
  void fillsNoLargerTableThanItWantsTo() {
    send(Raw.settings(1, 0xffff_ffffL));
    int first = 0;
    for (int i = 0; i < 400; i++) {
      int id = 2 * i + 1;
      send(Raw.headers(id, true, Raw.get("/")));
      Fields fields = new Fields();
      fields.add(AsciiString.of("x-a"), AsciiString.of("value " + i % 200));
      server.stream(i).head(new ResponseHead(200, fields, BodyFraming.length(0)), true);
      List<Seen> seen = Raw.seen(channel);
      int length = seen.get(seen.size() - 1).payload().length;
      if (i == 0) {
        first = length;
      }
      // 200 such lines do not fit 4,096 bytes, so that none is found again.
      assertThat(length).isGreaterThan(first / 2);
    }
  }

  @Test
  void forgetsStreamsThatWaitForCreditWhenTheyAreReset() {
    send(Raw.settings(4, 100_000));
    for (int id = 1; id < 9; id += 2) {
      send(Raw.headers(id, true, Raw.get("/")));
      RecordingServer.Heard stream = server.streams.remove(0);
      stream.head(RecordingServer.ok(BodyFraming.STREAM), false);
      stream.body(Unpooled.wrappedBuffer(new byte[70_000]), false);
      assertThat(stream.isWritable()).isFalse();
      send(Raw.reset(id, 8));
    }

    assertThat(server.active()).isZero();
    assertThat(server.sender())
        .extracting("blocked", "waiting")
        .allSatisfy(queue -> assertThat((Collection<?>) queue).isEmpty());
  }

  @Test
  void toleratesAWindowBelowZero() {
    send(Raw.settings(4, 10), Raw.headers(1, true, Raw.get("/")));
    RecordingServer.Heard stream = server.stream(0);
    stream.head(RecordingServer.ok(BodyFraming.STREAM), false);
    stream.body(Unpooled.wrappedBuffer(new byte[20]), true);
    Raw.seen(channel);
    send(Raw.settings(4, 0));
    send(Raw.windowUpdate(1, 10));
    assertThat(bytesOfData(Raw.seen(channel))).isZero();
    send(Raw.windowUpdate(1, 3));
    assertThat(bytesOfData(Raw.seen(channel))).isEqualTo(3);
  }

  @Test
  void sharesTheConnectionsCreditInTurns() {
    send(Raw.settings(4, 200_000));
    server.onRequest =
        s -> {
          s.head(RecordingServer.ok(BodyFraming.STREAM), false);
          s.body(Unpooled.wrappedBuffer(new byte[100_000]), true);
        };
    send(Raw.headers(1, true, Raw.get("/")), Raw.headers(3, true, Raw.get("/")));
    Raw.seen(channel);
    send(Raw.windowUpdate(0, 48 * 1024));
    List<Seen> shared = Raw.seen(channel);
    assertThat(bytesOfData(shared)).isEqualTo(48 * 1024);
    assertThat(shared).filteredOn(f -> f.stream() == 1).isNotEmpty();
    assertThat(shared).filteredOn(f -> f.stream() == 3).isNotEmpty();
  }

  private static List<Integer> streamsOfData(List<Seen> frames) {
    return frames.stream().filter(f -> f.type() == Raw.DATA).map(Seen::stream).toList();
  }

  private static int bytesOfData(List<Seen> frames) {
    return frames.stream()
        .filter(f -> f.type() == Raw.DATA)
        .mapToInt(f -> f.payload().length)
        .sum();
  }

  @Test
  void givesCreditBackOnlyForWhatWentOn() {
    server.consumes = false;
    send(Raw.headers(1, false, post()));
    for (int i = 0; i < 4; i++) {
      send(Raw.frame(Raw.DATA, 0, 1, new byte[16_000]));
    }
    assertThat(Raw.seen(channel)).isEmpty();
    server.stream(0).consumed(64_000);
    assertThat(Raw.seen(channel))
        .filteredOn(f -> f.stream() == 1)
        .extracting(Seen::type)
        .containsExactly(Raw.WINDOW_UPDATE);
  }

  @Test
  void resetsStreamsThatOverrunTheirCredit() {
    server.consumes = false;
    send(Raw.headers(1, false, post()));
    for (int i = 0; i < 9; i++) {
      send(Raw.frame(Raw.DATA, 0, 1, new byte[16_000]));
    }
    assertStreamError(1, ErrorCode.FLOW_CONTROL_ERROR);
  }

  @Test
  void sendsInformationalHeadsBodiesAndTrailers() {
    server.onRequest =
        s -> {
          s.informational(new ResponseHead(103, new Fields(), BodyFraming.NONE));
          s.head(RecordingServer.ok(BodyFraming.STREAM), false);
          s.body(Unpooled.copiedBuffer("hi", StandardCharsets.US_ASCII), false);
          s.trailers(new Fields());
        };
    send(Raw.headers(1, true, Raw.get("/")));
    assertThat(Raw.seen(channel))
        .extracting(Seen::type)
        .containsExactly(Raw.HEADERS, Raw.HEADERS, Raw.DATA, Raw.HEADERS);
  }

  @Test
  void splitsLargeFieldBlocks() {
    Fields fields = new Fields();
    fields.add(AsciiString.cached("x-long"), AsciiString.cached("v".repeat(40_000)));
    server.onRequest = s -> s.head(new ResponseHead(200, fields, BodyFraming.length(0)), true);
    send(Raw.headers(1, true, Raw.get("/")));
    List<Seen> seen = Raw.seen(channel);
    assertThat(seen)
        .extracting(Seen::type)
        .containsExactly(Raw.HEADERS, Raw.CONTINUATION, Raw.CONTINUATION);
    assertThat(seen.get(0).has(Raw.END_HEADERS)).isFalse();
    assertThat(seen.get(2).has(Raw.END_HEADERS)).isTrue();
  }

  @Test
  void drainsWithTwoGoAwaysAndClosesBehindTheLastStream() {
    send(Raw.headers(1, true, Raw.get("/")));
    Raw.seen(channel);
    server.drain();
    List<Seen> first = Raw.seen(channel);
    assertThat(first.get(0).number()).isEqualTo(Integer.MAX_VALUE);
    send(Raw.headers(3, true, Raw.get("/late")));
    assertThat(server.streams).hasSize(2);
    send(Raw.frame(Raw.PING, Raw.ACK, 0, first.get(1).payload()));
    assertThat(Raw.seen(channel).get(0).number()).isEqualTo(3);
    send(Raw.headers(5, true, Raw.get("/too-late")));
    assertThat(server.streams).hasSize(2);
    server.stream(0).head(RecordingServer.ok(BodyFraming.length(0)), true);
    assertThat(channel.isOpen()).isTrue();
    server.stream(1).head(RecordingServer.ok(BodyFraming.length(0)), true);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(Raw.seen(channel)).hasSize(2);
  }

  private void drainToTheEnd() {
    server.drain();
    Seen ping = Raw.seen(channel).get(1);
    send(Raw.frame(Raw.PING, Raw.ACK, 0, ping.payload()));
    Raw.seen(channel);
  }

  @Test
  void dropsRequestsBehindTheLastOneWithTheirBodiesAndFinishesTheOthers() {
    send(Raw.headers(1, true, Raw.get("/")));
    Raw.seen(channel);
    drainToTheEnd();

    send(Raw.headers(3, false, post()), Raw.headers(5, false, post()));
    int lag = Http2Options.defaults().connectionLag();
    for (int sent = 0; sent < lag; sent += 16_000) {
      send(Raw.frame(Raw.DATA, 0, 3, new byte[16_000]));
    }
    send(Raw.headers(3, true, "x-sum", "7"), Raw.windowUpdate(3, 1), Raw.reset(5, 8));

    assertThat(server.violation).as(server.detail).isNull();
    assertThat(server.streams).hasSize(1);
    assertThat(Raw.seen(channel))
        .extracting(Seen::type, Seen::stream)
        .as("the connection's credit is given back")
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Raw.WINDOW_UPDATE, 0));
    server.stream(0).head(RecordingServer.ok(BodyFraming.length(0)), true);
    assertThat(Raw.seen(channel)).extracting(Seen::type).containsExactly(Raw.HEADERS);
  }

  @Test
  void tellsAFloodOfRequestsBehindTheLastOneToCalmDown() {
    send(Raw.headers(1, true, Raw.get("/")));
    Raw.seen(channel);
    drainToTheEnd();

    for (int id = 3; id < 200_000 && server.violation == null; id += 2) {
      send(Raw.headers(id, true, Raw.get("/")));
    }
    assertThat(server.violation).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM);
  }

  @Test
  void failsStreamsWhenTheConnectionBreaks() {
    send(Raw.headers(1, false, post()));
    channel.close();
    channel.runPendingTasks();
    assertThat(server.stream(0).failure.cause()).isEqualTo(StreamFailure.Cause.CONNECTION);
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        Arguments.of("ping", (Flood) i -> Raw.frame(Raw.PING, 0, 0, new byte[8])),
        Arguments.of("settings", (Flood) i -> Raw.settings()),
        Arguments.of("priority", (Flood) i -> Raw.frame(Raw.PRIORITY, 0, 1, new byte[5])),
        Arguments.of("unknown", (Flood) i -> Raw.frame(0x42, 0, 0)),
        Arguments.of("window updates", (Flood) i -> Raw.windowUpdate(0, 1)),
        Arguments.of(
            "rapid reset",
            (Flood)
                i ->
                    Unpooled.wrappedBuffer(
                        Raw.headers(2 * i + 1, true, Raw.get("/")), Raw.reset(2 * i + 1, 8))),
        Arguments.of(
            "made you reset",
            (Flood)
                i ->
                    Unpooled.wrappedBuffer(
                        Raw.headers(2 * i + 1, true, Raw.get("/")),
                        Raw.windowUpdate(2 * i + 1, 0))),
        Arguments.of(
            "malformed", (Flood) i -> Raw.headers(2 * i + 1, true, Raw.get("/", "X", "1"))),
        Arguments.of(
            "empty data",
            (Flood) i -> i == 0 ? Raw.headers(1, false, post()) : Raw.frame(Raw.DATA, 0, 1)),
        Arguments.of(
            "empty continuation",
            (Flood) i -> i == 0 ? Raw.frame(Raw.HEADERS, 0, 1) : Raw.frame(Raw.CONTINUATION, 0, 1)),
        Arguments.of(
            "long continuation",
            (Flood)
                i ->
                    i == 0
                        ? Raw.frame(Raw.HEADERS, 0, 1)
                        : Raw.frame(Raw.CONTINUATION, 0, 1, new byte[1_000])));
  }

  private interface Flood {
    ByteBuf frame(int i);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void tellsFloodsToCalmDown(String what, Flood flood) {
    for (int i = 0; i < 100_000 && server.violation == null; i++) {
      send(flood.frame(i));
    }
    assertThat(server.violation).as(what).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM);
  }
}
