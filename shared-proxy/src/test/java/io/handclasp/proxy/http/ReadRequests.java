package io.handclasp.proxy.http;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a reader finds in some bytes, until it refuses or wants more.
 *
 * @param complete those whose end was found
 * @param refused why reading stopped; null where it did not
 */
record ReadRequests(List<Message> complete, @Nullable FailureKind refused) {
  private static final Pattern LATER_MINOR_VERSION = Pattern.compile("HTTP/1\\.[2-9]");

  /**
   * One request as far as two readers must agree on it.
   *
   * @param target path and query
   * @param fields {@code name: value} of what is forwarded
   */
  record Message(String method, String target, List<String> fields, String body) {}

  /** By our own parser, from bytes that come in pieces of that size. */
  static ReadRequests byOurs(byte[] bytes, int pieceSize) {
    HeadLimits limits = new HeadLimits(2000, 4000, 50);
    Http1RequestParser parser = new Http1RequestParser(limits, false);
    BodyDecoder body = new BodyDecoder(limits, FailureKind.REQUEST_FRAMING);
    Collected collected = new Collected();
    ByteBuf in = Unpooled.buffer();
    try {
      for (int from = 0; from < bytes.length; from += pieceSize) {
        in.writeBytes(bytes, from, Math.min(pieceSize, bytes.length - from));
        while (collected.step(parser, body, in)) {}
      }
      return new ReadRequests(collected.complete, null);
    } catch (HttpSyntaxException e) {
      return new ReadRequests(collected.complete, e.kind());
    } finally {
      in.release();
    }
  }

  private static final class Collected implements BodyDecoder.Sink {
    private final List<Message> complete = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private @Nullable RequestHead head;

    boolean step(Http1RequestParser parser, BodyDecoder decoder, ByteBuf in)
        throws HttpSyntaxException {
      int before = in.readableBytes();
      if (head == null) {
        head = parser.parse(in);
        if (head != null) {
          decoder.begin(head.framing());
          if (decoder.isDone()) {
            end();
          }
        }
      } else {
        decoder.decode(in, this);
      }
      return in.readableBytes() < before && in.isReadable();
    }

    @Override
    public void onBody(ByteBuf data, boolean last) {
      body.append(data.toString(StandardCharsets.ISO_8859_1));
      data.release();
      if (last) {
        end();
      }
    }

    @Override
    public void onTrailers(Fields trailers) {
      end();
    }

    private void end() {
      RequestHead ended = requireNonNull(head);
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < ended.fields().size(); i++) {
        AsciiString name = ended.fields().name(i);
        fields.add(name + ": " + ended.fields().value(i));
      }
      complete.add(
          new Message(
              ended.method().toString(), ended.target().toString(), fields, body.toString()));
      head = null;
      body.setLength(0);
    }
  }

  /**
   * By Netty's, which is shown a later minor version as the 1.1 that we forward it as: it knows
   * chunks of 1.1 alone.
   */
  static ReadRequests byNetty(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String known = LATER_MINOR_VERSION.matcher(text).replaceAll("HTTP/1.1");
    EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());
    List<Message> complete = new ArrayList<>();
    try {
      channel.writeInbound(Unpooled.copiedBuffer(known, StandardCharsets.ISO_8859_1));
      HttpRequest request = null;
      StringBuilder body = new StringBuilder();
      for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
        if (read instanceof HttpRequest begun) {
          request = begun;
          body.setLength(0);
        }
        if (read instanceof HttpContent content) {
          body.append(content.content().toString(StandardCharsets.ISO_8859_1));
        }
        boolean last = read instanceof LastHttpContent;
        boolean failed = read instanceof HttpObject object && object.decoderResult().isFailure();
        ReferenceCountUtil.release(read);
        if (failed) {
          return new ReadRequests(complete, FailureKind.REQUEST_MALFORMED);
        }
        if (last && request != null) {
          complete.add(message(request, body.toString()));
        }
      }
      return new ReadRequests(complete, null);
    } finally {
      channel.finishAndReleaseAll();
    }
  }

  private static Message message(HttpRequest request, String body) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : request.headers()) {
      fields.add(field.getKey().toLowerCase(Locale.ROOT) + ": " + field.getValue());
    }
    return new Message(request.method().name(), request.uri(), fields, body);
  }
}
