package io.handclasp.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.config.Limits;
import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http2.Raw.Seen;
import io.handclasp.proxy.wire.Turn;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The client's end against frames made by hand. */
@NullUnmarked // A null where none should be fails the test, as it should.
class ClientRulesTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final RecordingClient client =
      new RecordingClient(new Turn(channel.eventLoop()), Http2Options.defaults());

  @BeforeEach
  void open() {
    channel.pipeline().addLast(client);
    assertThat(client.isSettled()).isFalse();
    send(Raw.settings(3, 10, 8, 1));
    assertThat(client.isSettled()).isTrue();
    Raw.seen(channel);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    assertThat(client.closed).isTrue();
  }

  private void send(ByteBuf... frames) {
    channel.writeInbound(Unpooled.wrappedBuffer(frames));
  }

  private RecordingClient.Heard request(AsciiString method, boolean last) {
    return request(method, last, null);
  }

  private RecordingClient.Heard request(
      AsciiString method, boolean last, @Nullable AsciiString upgrade) {
    return request(method, last, upgrade, new Fields());
  }

  private RecordingClient.Heard request(
      AsciiString method, boolean last, @Nullable AsciiString upgrade, Fields fields) {
    RecordingClient.Heard stream = new RecordingClient.Heard();
    RequestHead head =
        new RequestHead(
            method,
            AsciiString.cached("https"),
            AsciiString.cached("example.org"),
            AsciiString.cached("/"),
            Protocol.HTTP_1_1,
            fields,
            last ? BodyFraming.NONE : BodyFraming.STREAM,
            upgrade);
    client.open(stream, head, last);
    return stream;
  }

  @Test
  void beginsWithPrefaceSettingsAndCredit() {
    EmbeddedChannel fresh = new EmbeddedChannel();
    fresh
        .pipeline()
        .addLast(new RecordingClient(new Turn(fresh.eventLoop()), Http2Options.defaults()));
    fresh.runPendingTasks();
    ByteBuf begin = fresh.readOutbound();
    assertThat(begin.readCharSequence(24, StandardCharsets.US_ASCII).toString())
        .isEqualTo(Raw.PREFACE);
    assertThat(begin.getByte(begin.readerIndex() + 3)).isEqualTo((byte) Raw.SETTINGS);
    begin.release();
    fresh.finishAndReleaseAll();
  }

  @ParameterizedTest
  @CsvSource({"authorization, false", "traceparent, false", "user-agent, true"})
  void putsIntoTheTableWhatIsNeitherSecretNorOfOneRequest(String name, boolean known) {
    Fields fields = new Fields();
    fields.add(FieldName.of(new AsciiString(name)), AsciiString.cached("spelt-out"));
    request(Method.GET, true, null, fields);
    request(Method.GET, true, null, fields);
    List<Seen> heads = Raw.seen(channel);

    assertThat(heads).extracting(Seen::type).containsExactly(Raw.HEADERS, Raw.HEADERS);
    assertThat(ascii(heads.get(0))).contains("spelt-out");
    assertThat(ascii(heads.get(1)).contains("spelt-out")).isNotEqualTo(known);
  }

  private static String ascii(Seen frame) {
    return new String(frame.payload(), StandardCharsets.US_ASCII);
  }

  @Test
  void tellsAnAnswerWithInterimHeadsAndTrailers() {
    RecordingClient.Heard stream = request(Method.GET, true);
    send(
        Raw.headers(1, false, ":status", "103"),
        Raw.headers(1, false, ":status", "200", "x-a", "b"),
        Raw.data(1, false, "hello"),
        Raw.headers(1, true, "x-sum", "9"));
    assertThat(stream.informational).containsExactly(103);
    assertThat(stream.head.status()).isEqualTo(200);
    assertThat(stream.head.framing()).isEqualTo(BodyFraming.STREAM);
    assertThat(stream.body.toString()).isEqualTo("hello");
    assertThat(stream.trailers.size()).isEqualTo(1);
    assertThat(client.active()).isZero();
  }

  @Test
  void knowsWhatHasNoBody() {
    RecordingClient.Heard head = request(Method.HEAD, true);
    RecordingClient.Heard notModified = request(Method.GET, true);
    RecordingClient.Heard empty = request(Method.GET, true);
    send(
        Raw.headers(1, true, ":status", "200", "content-length", "7"),
        Raw.headers(3, true, ":status", "304", "content-length", "7"),
        Raw.headers(5, true, ":status", "200"));
    assertThat(head.head.framing()).isEqualTo(BodyFraming.length(7));
    assertThat(notModified.head.framing()).isEqualTo(BodyFraming.length(7));
    assertThat(empty.head.framing()).isEqualTo(BodyFraming.length(0));
    assertThat(empty.last).isTrue();
  }

  @Test
  void resetsNoMoreStreamsThanServersStandAndLetsTheOthersWait() {
    int resets = 0;
    while (client.active() == 0) {
      request(Method.GET, true).reset(ErrorCode.CANCEL);
      resets++;
    }
    assertThat(resets).isBetween(500, 1_000);
    List<RecordingClient.Heard> left = new ArrayList<>();
    while (client.room() > 0) {
      left.add(request(Method.GET, left.isEmpty()));
      left.get(left.size() - 1).reset(ErrorCode.CANCEL);
    }
    awaitResets();
    assertThat(Raw.seen(channel))
        .filteredOn(f -> f.type() == Raw.RST_STREAM)
        .hasSize(resets + left.size());
    assertThat(left).allMatch(stream -> stream.failure == null);
  }

  /** Returns once all streams are closed that were given up. */
  private void awaitResets() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (client.active() > 0 && System.nanoTime() < until) {
      channel.advanceTimeBy(20, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
    assertThat(client.active()).isZero();
  }

  @Test
  void dropsWhatComesOnAStreamThatWaitsForItsReset() {
    while (client.active() == 0) {
      request(Method.GET, true).reset(ErrorCode.CANCEL);
    }
    RecordingClient.Heard upload = request(Method.POST, false);
    upload.reset(ErrorCode.CANCEL);
    RecordingClient.Heard download = request(Method.GET, true);
    download.reset(ErrorCode.CANCEL);
    Raw.seen(channel);
    int active = client.active();
    send(
        Raw.headers(upload.id(), true, ":status", "401"),
        Raw.headers(download.id(), false, ":status", "200"),
        Raw.data(download.id(), true, "hello"));
    assertThat(client.active()).as("only the upload has to be reset").isEqualTo(active - 1);
    send(Raw.reset(upload.id(), 0));
    assertThat(client.active()).isEqualTo(active - 2);
    assertThat(List.of(upload, download))
        .allMatch(stream -> stream.head == null && stream.failure == null && stream.body.isEmpty());
    assertThat(client.violation).isNull();
  }

  @Test
  void resetsAnUploadThatIsGivenUpForItsAnswerAlsoWhereResetsHaveToWait() {
    while (client.active() == 0) {
      request(Method.GET, true).reset(ErrorCode.CANCEL);
    }
    RecordingClient.Heard upload = request(Method.POST, false);
    upload.onEnd = () -> upload.reset(ErrorCode.CANCEL);
    Raw.seen(channel);

    send(Raw.headers(upload.id(), true, ":status", "401"));
    awaitResets();

    assertThat(Raw.seen(channel))
        .filteredOn(f -> f.type() == Raw.RST_STREAM)
        .extracting(Seen::stream)
        .contains(upload.id());
  }

  @Test
  void standsAnyNumberOfResetsOfStreamsThatItOpened() {
    for (int i = 0; i < 3_000; i++) {
      RecordingClient.Heard stream = request(Method.POST, false);
      send(Raw.headers(stream.id(), true, ":status", "413"), Raw.reset(stream.id(), 0));
      assertThat(stream.last).isTrue();
    }
    assertThat(client.violation).isNull();
  }

  @Test
  void letsWindowsGrowOnlyByWhatNoOtherStreamNeeds() {
    Http2Options options = Http2Options.defaults();
    long all = (long) options.streams() * options.streamWindow();
    assertThat(all + options.growth() + options.connectionLag())
        .isEqualTo(options.connectionWindow());
    Http2Options many = Http2Options.of(new Limits(8_192, 32_768, 200, 0, 20_000, 100_000));
    assertThat(many.connectionWindow()).isEqualTo(Integer.MAX_VALUE);
    assertThat(many.growth()).isZero();
  }

  static Stream<Arguments> malformedAnswers() {
    return Stream.of(
        Arguments.of("no status", new String[] {"x-a", "b"}),
        Arguments.of("two digits", new String[] {":status", "20"}),
        Arguments.of("no number", new String[] {":status", "2x0"}),
        Arguments.of("600", new String[] {":status", "600"}),
        Arguments.of("101", new String[] {":status", "101"}),
        Arguments.of("two", new String[] {":status", "200", ":status", "200"}),
        Arguments.of("request pseudo", new String[] {":status", "200", ":path", "/"}),
        Arguments.of("upper case", new String[] {":status", "200", "X-A", "b"}),
        Arguments.of("connection", new String[] {":status", "200", "connection", "close"}),
        Arguments.of("host", new String[] {":status", "200", "host", "a"}),
        Arguments.of("line feed", new String[] {":status", "200", "x-a", "b\nc"}),
        Arguments.of("length", new String[] {":status", "200", "content-length", "-1"}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedAnswers")
  void resetsMalformedAnswers(String what, String[] fields) {
    RecordingClient.Heard stream = request(Method.GET, true);
    send(Raw.headers(1, false, fields));
    assertThat(stream.head).as(what).isNull();
    assertThat(stream.failure.cause()).isEqualTo(StreamFailure.Cause.MALFORMED);
    assertThat(client.violation).isNull();
    assertThat(Raw.seen(channel))
        .filteredOn(f -> f.type() == Raw.RST_STREAM)
        .extracting(Seen::code)
        .containsExactly(ErrorCode.PROTOCOL_ERROR);
  }

  @Test
  void resetsAnswersThatBreakTheirLength() {
    RecordingClient.Heard tooShort = request(Method.GET, true);
    RecordingClient.Heard promised = request(Method.GET, true);
    RecordingClient.Heard bodiless = request(Method.HEAD, true);
    RecordingClient.Heard early = request(Method.GET, true);
    send(
        Raw.headers(1, false, ":status", "200", "content-length", "5"),
        Raw.data(1, true, "abc"),
        Raw.headers(3, true, ":status", "200", "content-length", "5"),
        Raw.headers(5, false, ":status", "200"),
        Raw.data(5, true, "abc"),
        Raw.data(7, true, "abc"));
    assertThat(List.of(tooShort, promised, bodiless, early))
        .allSatisfy(s -> assertThat(s.failure.cause()).isEqualTo(StreamFailure.Cause.MALFORMED));
  }

  @Test
  void keepsToTheServersLimitOfStreams() {
    assertThat(client.room()).isEqualTo(10);
    for (int i = 0; i < 10; i++) {
      request(Method.GET, true);
    }
    assertThat(client.room()).isZero();
    send(Raw.headers(1, true, ":status", "204"));
    assertThat(client.room()).isEqualTo(1);
  }

  @Test
  void tellsWhatWasRefusedUnprocessed() {
    RecordingClient.Heard refused = request(Method.POST, false);
    RecordingClient.Heard cancelled = request(Method.POST, false);
    send(Raw.reset(1, 7), Raw.reset(3, 8));
    assertThat(refused.failure.unprocessed()).isTrue();
    assertThat(cancelled.failure.unprocessed()).isFalse();
  }

  @Test
  void goesOnWithStreamsThatGoAwayCovers() {
    RecordingClient.Heard covered = request(Method.GET, true);
    RecordingClient.Heard late = request(Method.GET, true);
    ByteBuf payload = Unpooled.buffer().writeInt(1).writeInt(0);
    send(Raw.frame(Raw.GOAWAY, 0, 0, Raw.bytes(payload)));
    assertThat(client.goneAway).isTrue();
    assertThat(client.room()).isZero();
    assertThat(late.failure.unprocessed()).isTrue();
    assertThat(covered.failure).isNull();
    send(Raw.headers(1, true, ":status", "204"));
    assertThat(covered.head.status()).isEqualTo(204);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void keepsQuietAboutAResetBehindTheAnswer() {
    RecordingClient.Heard stream = request(Method.POST, false);
    send(Raw.headers(1, true, ":status", "413"), Raw.reset(1, 0));
    assertThat(stream.last).isTrue();
    assertThat(stream.failure).isNull();
    assertThat(client.active()).isZero();
  }

  @Test
  void tellsAGrantedUpgradeAs101() {
    assertThat(client.takesUpgrades()).isTrue();
    RecordingClient.Heard stream = request(Method.GET, true, AsciiString.cached("websocket"));
    Seen sent = Raw.seen(channel).get(0);
    assertThat(sent.has(Raw.END_STREAM)).isFalse();
    send(Raw.headers(1, false, ":status", "200"), Raw.data(1, false, "hi"));
    assertThat(stream.head.status()).isEqualTo(101);
    assertThat(stream.body.toString()).isEqualTo("hi");
    stream.body(Unpooled.copiedBuffer("yo", StandardCharsets.US_ASCII), true);
    assertThat(Raw.seen(channel))
        .filteredOn(f -> f.type() == Raw.DATA)
        .extracting(f -> new String(f.payload(), StandardCharsets.US_ASCII))
        .containsExactly("yo");
  }

  @Test
  void endsTheStreamOfARefusedUpgrade() {
    RecordingClient.Heard stream = request(Method.GET, true, AsciiString.cached("websocket"));
    Raw.seen(channel);
    send(Raw.headers(1, true, ":status", "404"));
    assertThat(stream.head.status()).isEqualTo(404);
    assertThat(client.active()).isZero();
    assertThat(Raw.seen(channel).get(0).has(Raw.END_STREAM)).isTrue();
  }

  static Stream<Arguments> breaches() {
    byte[] forward = Raw.bytes(Unpooled.buffer().writeInt(1).writeInt(0));
    byte[] back = Raw.bytes(Unpooled.buffer().writeInt(3).writeInt(0));
    return Stream.of(
        Arguments.of("idle stream", new ByteBuf[] {Raw.headers(9, true, ":status", "200")}),
        Arguments.of("even stream", new ByteBuf[] {Raw.headers(2, true, ":status", "200")}),
        Arguments.of("push", new ByteBuf[] {Raw.frame(Raw.PUSH_PROMISE, 4, 1, new byte[8])}),
        Arguments.of("push enabled", new ByteBuf[] {Raw.settings(2, 1)}),
        Arguments.of("extended connect taken back", new ByteBuf[] {Raw.settings(8, 0)}),
        Arguments.of(
            "GOAWAY that grows",
            new ByteBuf[] {
              Raw.frame(Raw.GOAWAY, 0, 0, forward), Raw.frame(Raw.GOAWAY, 0, 0, back)
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaches")
  void endsTheConnectionAtBreaches(String what, ByteBuf[] frames) {
    RecordingClient.Heard stream = request(Method.GET, true);
    send(frames);
    assertThat(client.violation).as(what).isEqualTo(ErrorCode.PROTOCOL_ERROR);
    assertThat(stream.failure.cause()).isEqualTo(StreamFailure.Cause.CONNECTION);
    assertThat(client.closed).isTrue();
  }
}
