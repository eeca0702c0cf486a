package io.handclasp.handshake.observe;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a server chose (RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3).
 *
 * @param retry true where it is a HelloRetryRequest
 * @param version number of the chosen version
 * @param suite number of the chosen suite
 * @param group number of the chosen group; -1 where the message has none
 * @param resumed true where it accepted the client's pre-shared key
 * @param protocol ALPN name (TLS 1.2 only); null where none
 */
record ServerHello(
    boolean retry, int version, int suite, int group, boolean resumed, @Nullable String protocol) {
  private static final int APPLICATION_PROTOCOLS = 16;
  private static final int PRE_SHARED_KEY = 41;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int KEY_SHARE = 51;

  /** SHA-256 of "HelloRetryRequest", the random that marks it. */
  private static final byte[] RETRY =
      HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

  /** Reads the message body. */
  static ServerHello parse(ByteCursor in) {
    int version = in.u16();
    boolean retry = Arrays.equals(in.copy(32), RETRY);
    in.skip(in.u8());
    int suite = in.u16();
    in.u8();
    ByteCursor extensions = in.part(in.hasMore() ? in.u16() : 0);
    int group = -1;
    boolean resumed = false;
    String protocol = null;
    while (extensions.hasMore()) {
      int type = extensions.u16();
      ByteCursor body = extensions.part(extensions.u16());
      switch (type) {
        case APPLICATION_PROTOCOLS -> {
          body.u16();
          protocol = Printable.of(body.ascii(body.u8()));
        }
        case PRE_SHARED_KEY -> resumed = true;
        case SUPPORTED_VERSIONS -> version = body.u16();
        case KEY_SHARE -> group = body.u16();
        default -> {}
      }
    }
    return new ServerHello(retry, version, suite, group, resumed, protocol);
  }

  boolean isTls13() {
    return version == 0x0304;
  }
}
