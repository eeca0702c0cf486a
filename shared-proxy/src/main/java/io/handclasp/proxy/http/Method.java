package io.handclasp.proxy.http;

import io.netty.util.AsciiString;

/** The methods that mean something to a gateway, each one instance. */
public final class Method {
  public static final AsciiString GET = AsciiString.cached("GET");
  public static final AsciiString HEAD = AsciiString.cached("HEAD");
  public static final AsciiString POST = AsciiString.cached("POST");
  public static final AsciiString PUT = AsciiString.cached("PUT");
  public static final AsciiString DELETE = AsciiString.cached("DELETE");
  public static final AsciiString OPTIONS = AsciiString.cached("OPTIONS");
  public static final AsciiString TRACE = AsciiString.cached("TRACE");
  public static final AsciiString PATCH = AsciiString.cached("PATCH");
  public static final AsciiString CONNECT = AsciiString.cached("CONNECT");

  /** What {@code Allow} says where the proxy itself answers: all that it would forward. */
  public static final AsciiString FORWARDED =
      AsciiString.cached("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE");

  private static final AsciiString[] KNOWN = {
    GET, POST, PUT, HEAD, DELETE, OPTIONS, PATCH, TRACE, CONNECT
  };

  private Method() {}

  /** The shared instance where there is one, {@code method} itself otherwise. */
  public static AsciiString of(AsciiString method) {
    for (AsciiString known : KNOWN) {
      if (known.equals(method)) {
        return known;
      }
    }
    return method;
  }

  /** RFC 9110 section 9.2.2; unknown methods are not. */
  @SuppressWarnings("ReferenceEquality") // of() gives the shared instance of known methods
  public static boolean isIdempotent(AsciiString method) {
    AsciiString known = of(method);
    return known == GET
        || known == HEAD
        || known == PUT
        || known == DELETE
        || known == OPTIONS
        || known == TRACE;
  }
}
