package io.handclasp.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any bytes at all, as a client or a next hop might send them. In a plain run only the seeds in the
 * resources are tried; {@code scripts/fuzz} runs for as long as it is told.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS) // a run is as long as it is asked to be
class Http1FuzzTest {
  private static final HeadLimits LIMITS = new HeadLimits(2000, 4000, 50);

  /** Whole or in pieces, a request is the same; what we take, Netty takes alike. */
  @FuzzTest
  void readsRequestsAlikeHoweverTheyCome(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    ReadRequests whole = ReadRequests.byOurs(bytes, bytes.length);
    ReadRequests pieces = ReadRequests.byOurs(bytes, 1 + (bytes[bytes.length - 1] & 15));

    assertThat(pieces.complete()).isEqualTo(whole.complete());
    assertThat(pieces.refused() == null).isEqualTo(whole.refused() == null);
    List<ReadRequests.Message> others = ReadRequests.byNetty(bytes).complete();
    assertThat(others.size()).isGreaterThanOrEqualTo(whole.complete().size());
    for (int i = 0; i < whole.complete().size(); i++) {
      assertThat(others.get(i).method()).isEqualTo(whole.complete().get(i).method());
      assertThat(others.get(i).body()).isEqualTo(whole.complete().get(i).body());
    }
  }

  /** Whole or in pieces, an answer is the same. */
  @FuzzTest
  void readsAnswersAlikeHoweverTheyCome(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    List<String> whole = answers(bytes, bytes.length);

    assertThat(answers(bytes, 1 + (bytes[bytes.length - 1] & 15))).isEqualTo(whole);
  }

  private static List<String> answers(byte[] bytes, int pieceSize) {
    Http1ResponseParser parser = new Http1ResponseParser(LIMITS);
    Answers answers = new Answers();
    ByteBuf in = Unpooled.buffer();
    try {
      for (int from = 0; from < bytes.length; from += pieceSize) {
        in.writeBytes(bytes, from, Math.min(pieceSize, bytes.length - from));
        while (answers.step(parser, in)) {}
      }
    } catch (HttpSyntaxException e) {
      answers.told.add("refused");
    } finally {
      in.release();
    }
    return answers.told;
  }

  private static final class Answers implements BodyDecoder.Sink {
    private final List<String> told = new ArrayList<>();
    private final BodyDecoder decoder = new BodyDecoder(LIMITS, FailureKind.RESPONSE_MALFORMED);
    private final StringBuilder body = new StringBuilder();

    boolean step(Http1ResponseParser parser, ByteBuf in) throws HttpSyntaxException {
      int before = in.readableBytes();
      if (decoder.isDone()) {
        ResponseHead head = parser.parse(in, true);
        if (head != null) {
          told.add(head.status() + " " + head.fields().size() + " " + parser.isPersistent());
          decoder.begin(head.isInformational() ? BodyFraming.NONE : head.framing());
        }
      } else {
        decoder.decode(in, this);
      }
      return in.readableBytes() < before && in.isReadable();
    }

    @Override
    public void onBody(ByteBuf data, boolean last) {
      body.append(data.toString(java.nio.charset.StandardCharsets.ISO_8859_1));
      data.release();
      if (last) {
        end();
      }
    }

    @Override
    public void onTrailers(Fields trailers) {
      told.add(trailers.size() + " trailers");
      end();
    }

    private void end() {
      told.add("body " + body);
      body.setLength(0);
    }
  }
}
