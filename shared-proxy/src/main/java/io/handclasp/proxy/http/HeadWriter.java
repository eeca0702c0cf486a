package io.handclasp.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTTP/1.1 heads, chunk lines and trailers from the parsed message; nothing is copied from
 * the wire as a whole. Puts a head together in an array of its own, which it keeps: one per event
 * loop.
 */
public final class HeadWriter {
  /** Room that most heads fit into; buffers grow where one does not. */
  public static final int USUAL = 512;

  private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
  private static final byte[] HOST = ascii("host: ");
  private static final byte[] LENGTH = ascii("content-length: ");
  private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
  private static final byte[] CLOSE = ascii("connection: close\r\n");
  private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");
  private static final byte[] TE = ascii("connection: te\r\n");
  private static final byte[] UPGRADE = ascii("connection: upgrade\r\nupgrade: ");
  private static final byte[] SWITCH = ascii("connection: upgrade\r\n");
  private static final byte[] END = ascii("\r\n");
  private static final byte[] LAST_CHUNK = ascii("0\r\n");
  private static final byte[] DIGITS = ascii("0123456789abcdef");

  /** What a head says of the connection's future. */
  public enum Persistence {
    /** Nothing: HTTP/1.1's default. */
    UNSAID,
    /** It persists; said to HTTP/1.0. */
    KEEP_ALIVE,
    /** It closes after this message. */
    CLOSE
  }

  private byte[] bytes = new byte[1024];
  private int at;

  /** Writes a request head; {@code head} is ready to go on. */
  public void request(RequestHead head, ByteBuf out) {
    at = 0;
    put(head.method());
    put((byte) ' ');
    put(head.target());
    put(VERSION);
    put(HOST);
    put(head.authority());
    put(END);
    fields(head.fields());
    if (head.upgrade() != null) {
      put(UPGRADE);
      put(head.upgrade());
      put(END);
    } else if (head.fields().contains(FieldName.TE)) {
      put(TE);
    }
    requestFraming(head);
    put(END);
    out.writeBytes(bytes, 0, at);
  }

  /**
   * Writes a response head. A 101 has its {@code upgrade} field among the others.
   *
   * @param chunked whether the body goes out in chunks; false leaves an unknown length unsaid
   */
  public void response(ResponseHead head, boolean chunked, Persistence persistence, ByteBuf out) {
    at = 0;
    put(StatusLine.bytes(head.status()));
    fields(head.fields());
    if (head.status() == 101) {
      put(SWITCH);
    } else if (persistence != Persistence.UNSAID) {
      put(persistence == Persistence.CLOSE ? CLOSE : KEEP_ALIVE);
    }
    if (head.framing().kind() == BodyFraming.Kind.LENGTH) {
      length(head.framing().length());
    } else if (chunked) {
      put(CHUNKED);
    }
    put(END);
    out.writeBytes(bytes, 0, at);
  }

  /** Writes the line before a chunk of that size; the caller writes {@link #chunkEnd} behind it. */
  public void chunkLine(int size, ByteBuf out) {
    at = 0;
    int shift = 28 - Integer.numberOfLeadingZeros(size | 1) / 4 * 4;
    for (; shift >= 0; shift -= 4) {
      put(DIGITS[size >>> shift & 15]);
    }
    put(END);
    out.writeBytes(bytes, 0, at);
  }

  /** Writes the line end behind a chunk. */
  public void chunkEnd(ByteBuf out) {
    out.writeBytes(END);
  }

  /** Writes the last chunk and the trailers, if any. */
  public void lastChunk(@Nullable Fields trailers, ByteBuf out) {
    at = 0;
    put(LAST_CHUNK);
    if (trailers != null) {
      fields(trailers);
    }
    put(END);
    out.writeBytes(bytes, 0, at);
  }

  private void requestFraming(RequestHead head) {
    switch (head.framing().kind()) {
      case LENGTH -> length(head.framing().length());
      case STREAM -> put(CHUNKED);
      case NONE, UNTIL_CLOSE -> {
        if (expectsBody(head.method())) {
          length(0);
        }
      }
    }
  }

  /** Servers want a length of these methods even where nothing follows (RFC 9110 section 8.6). */
  private static boolean expectsBody(AsciiString method) {
    return method.equals(Method.POST) || method.equals(Method.PUT) || method.equals(Method.PATCH);
  }

  private void length(long length) {
    put(LENGTH);
    decimal(length);
    put(END);
  }

  private void fields(Fields fields) {
    for (int line = 0; line < fields.size(); line++) {
      AsciiString name = fields.name(line);
      AsciiString value = fields.value(line);
      ensure(name.length() + value.length() + 4);
      copy(name);
      bytes[at++] = ':';
      bytes[at++] = ' ';
      copy(value);
      bytes[at++] = '\r';
      bytes[at++] = '\n';
    }
  }

  private void decimal(long number) {
    ensure(20);
    int end = at;
    long rest = number;
    do {
      end++;
      rest /= 10;
    } while (rest > 0);
    rest = number;
    for (int i = end - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at = end;
  }

  private void put(AsciiString text) {
    ensure(text.length());
    copy(text);
  }

  private void put(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, at, text.length);
    at += text.length;
  }

  private void put(byte octet) {
    ensure(1);
    bytes[at++] = octet;
  }

  private void copy(AsciiString text) {
    System.arraycopy(text.array(), text.arrayOffset(), bytes, at, text.length());
    at += text.length();
  }

  private void ensure(int more) {
    if (bytes.length - at < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
