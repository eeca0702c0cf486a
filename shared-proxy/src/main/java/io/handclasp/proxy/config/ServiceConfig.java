package io.handclasp.proxy.config;

import java.util.Arrays;

/** A service that the back answers with itself. */
public sealed interface ServiceConfig {
  /** Tells in JSON what arrived and from whom. */
  record Echo() implements ServiceConfig {}

  /** The same answer to every request. */
  final class Fixed implements ServiceConfig {
    /** Longest body, in bytes. */
    public static final int MAX_BODY = 64 * 1024;

    private final int status;
    private final String contentType;
    private final byte[] body;

    /**
     * Copies the body.
     *
     * @param status 200 to 599
     * @param contentType value of the field {@code Content-Type}
     * @param body at most {@link #MAX_BODY} bytes
     */
    public Fixed(int status, String contentType, byte[] body) {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
      }
      if (body.length > MAX_BODY) {
        throw new IllegalArgumentException(
            "body: " + body.length + " bytes (expected: at most " + MAX_BODY + ")");
      }
      this.status = status;
      this.contentType = contentType;
      this.body = body.clone();
    }

    /** The status code. */
    public int status() {
      return status;
    }

    /** Value of the field {@code Content-Type}. */
    public String contentType() {
      return contentType;
    }

    /** A copy of the body. */
    public byte[] body() {
      return body.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Fixed fixed
          && status == fixed.status
          && contentType.equals(fixed.contentType)
          && Arrays.equals(body, fixed.body);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * status + contentType.hashCode()) + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
      return "Fixed[" + status + ", " + contentType + ", " + body.length + " bytes]";
    }
  }
}
