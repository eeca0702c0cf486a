package io.handclasp.proxy.http;

import io.netty.util.AsciiString;

/**
 * The field names that mean something to a gateway or come often, each one instance, so that a look
 * at {@link Fields} mostly compares references.
 */
public final class FieldName {
  public static final AsciiString ACCEPT = name("accept");
  public static final AsciiString ACCEPT_ENCODING = name("accept-encoding");
  public static final AsciiString ACCEPT_LANGUAGE = name("accept-language");
  public static final AsciiString ACCEPT_RANGES = name("accept-ranges");
  public static final AsciiString ALLOW = name("allow");
  public static final AsciiString AUTHORIZATION = name("authorization");
  public static final AsciiString CACHE_CONTROL = name("cache-control");
  public static final AsciiString CLIENT_CERT = name("client-cert");
  public static final AsciiString CLIENT_CERT_CHAIN = name("client-cert-chain");
  public static final AsciiString CONNECTION = name("connection");
  public static final AsciiString CONTENT_ENCODING = name("content-encoding");
  public static final AsciiString CONTENT_LENGTH = name("content-length");
  public static final AsciiString CONTENT_TYPE = name("content-type");
  public static final AsciiString COOKIE = name("cookie");
  public static final AsciiString DATE = name("date");
  public static final AsciiString ETAG = name("etag");
  public static final AsciiString EXPECT = name("expect");
  public static final AsciiString EXPIRES = name("expires");
  public static final AsciiString FORWARDED = name("forwarded");
  public static final AsciiString GRPC_STATUS = name("grpc-status");
  public static final AsciiString HOST = name("host");
  public static final AsciiString KEEP_ALIVE = name("keep-alive");
  public static final AsciiString LAST_MODIFIED = name("last-modified");
  public static final AsciiString LOCATION = name("location");
  public static final AsciiString MAX_FORWARDS = name("max-forwards");
  public static final AsciiString PROXY_AUTHENTICATE = name("proxy-authenticate");
  public static final AsciiString PROXY_AUTHORIZATION = name("proxy-authorization");
  public static final AsciiString PROXY_CONNECTION = name("proxy-connection");
  public static final AsciiString PROXY_STATUS = name("proxy-status");
  public static final AsciiString REFERER = name("referer");
  public static final AsciiString RETRY_AFTER = name("retry-after");
  public static final AsciiString SERVER = name("server");
  public static final AsciiString SET_COOKIE = name("set-cookie");
  public static final AsciiString TE = name("te");
  public static final AsciiString TRACEPARENT = name("traceparent");
  public static final AsciiString TRACESTATE = name("tracestate");
  public static final AsciiString TRAILER = name("trailer");
  public static final AsciiString TRANSFER_ENCODING = name("transfer-encoding");
  public static final AsciiString UPGRADE = name("upgrade");
  public static final AsciiString USER_AGENT = name("user-agent");
  public static final AsciiString VARY = name("vary");
  public static final AsciiString VIA = name("via");
  public static final AsciiString X_FORWARDED_CLIENT_CERT = name("x-forwarded-client-cert");
  public static final AsciiString X_FORWARDED_FOR = name("x-forwarded-for");
  public static final AsciiString X_FORWARDED_HOST = name("x-forwarded-host");
  public static final AsciiString X_FORWARDED_PORT = name("x-forwarded-port");
  public static final AsciiString X_FORWARDED_PROTO = name("x-forwarded-proto");
  public static final AsciiString X_REQUEST_ID = name("x-request-id");

  private static final AsciiString[] ALL = {
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    ACCEPT_RANGES,
    ALLOW,
    AUTHORIZATION,
    CACHE_CONTROL,
    CLIENT_CERT,
    CLIENT_CERT_CHAIN,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    COOKIE,
    DATE,
    ETAG,
    EXPECT,
    EXPIRES,
    FORWARDED,
    GRPC_STATUS,
    HOST,
    KEEP_ALIVE,
    LAST_MODIFIED,
    LOCATION,
    MAX_FORWARDS,
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    PROXY_CONNECTION,
    PROXY_STATUS,
    REFERER,
    RETRY_AFTER,
    SERVER,
    SET_COOKIE,
    TE,
    TRACEPARENT,
    TRACESTATE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
    VARY,
    VIA,
    X_FORWARDED_CLIENT_CERT,
    X_FORWARDED_FOR,
    X_FORWARDED_HOST,
    X_FORWARDED_PORT,
    X_FORWARDED_PROTO,
    X_REQUEST_ID
  };

  private static final int SLOTS = 512;
  private static final AsciiString[] TABLE = table();

  private FieldName() {}

  /**
   * The name in these bytes: the shared instance where there is one, else a view of them.
   *
   * @param bytes lower case already, not changed afterwards
   */
  public static AsciiString of(byte[] bytes, int offset, int length) {
    int slot = slot(bytes, offset, length);
    for (AsciiString known = TABLE[slot]; known != null; known = TABLE[slot]) {
      if (matches(known, bytes, offset, length)) {
        return known;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return new AsciiString(bytes, offset, length, false);
  }

  /** The shared instance of a lower-case name where there is one, else the name itself. */
  public static AsciiString of(AsciiString name) {
    AsciiString found = of(name.array(), name.arrayOffset(), name.length());
    return found.array() == name.array() ? name : found;
  }

  /**
   * Whether a server to which an underscore is as good as a hyphen could take it for {@code
   * content-length} or {@code transfer-encoding}.
   */
  public static boolean mimicsFraming(AsciiString name) {
    return mimics(name, CONTENT_LENGTH) || mimics(name, TRANSFER_ENCODING);
  }

  private static boolean mimics(AsciiString name, AsciiString framing) {
    return name.length() == framing.length()
        && name.indexOf('_', 0) >= 0
        && name.replace('_', '-').equals(framing);
  }

  private static AsciiString name(String text) {
    return AsciiString.cached(text);
  }

  private static boolean matches(AsciiString known, byte[] bytes, int offset, int length) {
    if (known.length() != length) {
      return false;
    }
    byte[] name = known.array();
    for (int i = 0; i < length; i++) {
      if (name[i] != bytes[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** Length, first, middle and last byte tell the known names apart well enough. */
  private static int slot(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int mixed =
        length * 31
            + bytes[offset] * 7
            + bytes[offset + length / 2] * 131
            + bytes[offset + length - 1] * 17;
    return mixed & (SLOTS - 1);
  }

  private static AsciiString[] table() {
    AsciiString[] table = new AsciiString[SLOTS];
    for (AsciiString name : ALL) {
      int slot = slot(name.array(), 0, name.length());
      while (table[slot] != null) {
        slot = (slot + 1) & (SLOTS - 1);
      }
      table[slot] = name;
    }
    return table;
  }
}
