package io.handclasp.proxy.http;

/**
 * What a message head says of its body. In the head of an answer to HEAD and of a 304 it is what
 * the body would have been; whether one follows is told beside the head.
 *
 * @param kind how the end is known
 * @param length bytes stated; -1 where none are
 */
public record BodyFraming(Kind kind, long length) {
  /** No body, nothing said of a length. */
  public static final BodyFraming NONE = new BodyFraming(Kind.NONE, -1);

  /** A body whose length is not known beforehand: chunked in HTTP/1.1, frames in HTTP/2. */
  public static final BodyFraming STREAM = new BodyFraming(Kind.STREAM, -1);

  /** A response body that ends with the connection. */
  public static final BodyFraming UNTIL_CLOSE = new BodyFraming(Kind.UNTIL_CLOSE, -1);

  private static final BodyFraming EMPTY = new BodyFraming(Kind.LENGTH, 0);

  /** How the end of a body is known. */
  public enum Kind {
    /** There is none. */
    NONE,
    /** By its length. */
    LENGTH,
    /** By the transfer itself. */
    STREAM,
    /** By the end of the connection. */
    UNTIL_CLOSE
  }

  /** A body of that many bytes, zero included. */
  public static BodyFraming length(long bytes) {
    return bytes == 0 ? EMPTY : new BodyFraming(Kind.LENGTH, bytes);
  }

  /** Whether no byte of a body can follow. */
  public boolean isEmpty() {
    return kind == Kind.NONE || length == 0;
  }
}
