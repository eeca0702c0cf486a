package io.handclasp.proxy.http;

import io.netty.util.AsciiString;

/** The schemes of requests (RFC 9110 section 4.2). */
public final class Scheme {
  /** Without TLS. */
  public static final AsciiString HTTP = AsciiString.cached("http");

  /** With TLS. */
  public static final AsciiString HTTPS = AsciiString.cached("https");

  private Scheme() {}

  /** That of a connection. */
  public static AsciiString of(boolean secure) {
    return secure ? HTTPS : HTTP;
  }
}
