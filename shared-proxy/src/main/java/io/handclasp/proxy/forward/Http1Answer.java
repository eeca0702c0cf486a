package io.handclasp.proxy.forward;

import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.HeadWriter;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.wire.GatheredOutput;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers of one HTTP/1.1 connection, one after the other, in the framing that the
 * client understands, and sees to it that a body is as long as its head said.
 */
final class Http1Answer {
  private enum Framing {
    /** Nothing begun. */
    NONE,
    /** No body follows. */
    EMPTY,
    COUNTED,
    CHUNKED,
    /** As it is, to the end of the connection. */
    RAW
  }

  private final GatheredOutput out;
  private final HeadWriter writer;
  private Framing framing = Framing.NONE;
  private long left;
  private boolean answersHead;
  private boolean older;

  Http1Answer(GatheredOutput out, HeadWriter writer) {
    this.out = out;
    this.writer = writer;
  }

  /** Makes ready for the answer to a request; null where it could not be read. */
  void expect(@Nullable RequestHead request) {
    framing = Framing.NONE;
    answersHead = request != null && request.method().equals(Method.HEAD);
    older = request != null && request.protocol() == Protocol.HTTP_1_0;
  }

  void informational(ResponseHead head) {
    if (!older) {
      write(head, false, HeadWriter.Persistence.UNSAID);
    }
  }

  /**
   * Writes a head.
   *
   * @param persistent whether the connection shall go on
   * @return whether it can: not where the connection's end is the only end of the body
   */
  boolean head(ResponseHead head, boolean last, boolean persistent) {
    framing = framingOf(head, last);
    boolean goesOn = persistent && framing != Framing.RAW;
    left = head.framing().length();
    write(stated(head, last), framing == Framing.CHUNKED, said(goesOn));
    return goesOn;
  }

  /**
   * Writes a part of a body and takes it over.
   *
   * @return false where the body is not as long as was said, so that the connection must end
   */
  boolean body(ByteBuf data, boolean last) {
    int length = data.readableBytes();
    switch (framing) {
      case COUNTED -> {
        left -= length;
        if (left < 0 || (last && left > 0)) {
          data.release();
          return false;
        }
        out.append(data);
      }
      case CHUNKED -> chunk(data, length, last);
      case RAW -> out.append(data);
      case NONE, EMPTY -> data.release();
    }
    return true;
  }

  /** Whether only the end of the connection ends what was begun, so that it must not look well. */
  boolean endsWithConnection() {
    return framing == Framing.RAW;
  }

  /** As {@link #body} with the end alone. */
  boolean trailers(Fields trailers) {
    if (framing == Framing.CHUNKED) {
      writer.lastChunk(trailers, out.room(HeadWriter.USUAL));
    }
    return framing != Framing.COUNTED || left == 0;
  }

  /** An answer that has no body may still end behind its head (HTTP/2 next hops): it has none. */
  private Framing framingOf(ResponseHead head, boolean last) {
    if (last || head.isBodiless(answersHead)) {
      return Framing.EMPTY;
    }
    if (head.framing().kind() == BodyFraming.Kind.LENGTH) {
      return Framing.COUNTED;
    }
    return older || head.status() == 101 ? Framing.RAW : Framing.CHUNKED;
  }

  /** What ends with its head says so, unless nothing may be said (RFC 9110 section 8.6). */
  private ResponseHead stated(ResponseHead head, boolean last) {
    boolean silent =
        !last || head.framing().kind() == BodyFraming.Kind.LENGTH || head.isBodiless(answersHead);
    return silent ? head : new ResponseHead(head.status(), head.fields(), BodyFraming.length(0));
  }

  private HeadWriter.Persistence said(boolean goesOn) {
    if (!goesOn) {
      return HeadWriter.Persistence.CLOSE;
    }
    return older ? HeadWriter.Persistence.KEEP_ALIVE : HeadWriter.Persistence.UNSAID;
  }

  private void write(ResponseHead head, boolean chunked, HeadWriter.Persistence persistence) {
    writer.response(head, chunked, persistence, out.room(HeadWriter.USUAL));
  }

  private void chunk(ByteBuf data, int length, boolean last) {
    if (length == 0) {
      data.release();
    } else {
      writer.chunkLine(length, out.room(HeadWriter.USUAL));
      out.append(data);
      writer.chunkEnd(out.room(2));
    }
    if (last) {
      writer.lastChunk(null, out.room(HeadWriter.USUAL));
    }
  }
}
