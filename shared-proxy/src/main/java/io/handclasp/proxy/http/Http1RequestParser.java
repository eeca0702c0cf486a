package io.handclasp.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads of one HTTP/1.1 connection (RFC 9112), strictly: what could be understood in
 * two ways is refused, and so is what no client has reason to send. After a refusal the connection
 * must not be read further.
 */
public final class Http1RequestParser {
  private static final AsciiString ANY = AsciiString.cached("*");
  private static final AsciiString ROOT = AsciiString.cached("/");
  private static final AsciiString HTTP_1_1 = AsciiString.cached("HTTP/1.1");
  private static final AsciiString HTTP_1_0 = AsciiString.cached("HTTP/1.0");
  private static final AsciiString CONTINUE = AsciiString.cached("100-continue");

  /** No method that anybody uses is longer; the line may be. */
  private static final int LONGEST_METHOD = 64;

  /** The first octet of a client's first record (RFC 8446 section 5.1). */
  private static final byte TLS_HANDSHAKE = 22;

  private final HeadLimits limits;
  private final AsciiString scheme;
  private final boolean secure;
  private final HeadFinder finder;
  private final FieldParser fields =
      new FieldParser(FailureKind.REQUEST_MALFORMED, FailureKind.REQUEST_FRAMING);

  private boolean skippedEmptyLine;
  private boolean lineChecked;
  private AsciiString method = AsciiString.EMPTY_STRING;
  private AsciiString target = AsciiString.EMPTY_STRING;
  private @Nullable AsciiString absoluteAuthority;
  private Protocol protocol = Protocol.HTTP_1_1;
  private boolean persistent;

  /**
   * A parser for one connection.
   *
   * @param secure whether the connection is TLS
   */
  public Http1RequestParser(HeadLimits limits, boolean secure) {
    this.limits = limits;
    this.secure = secure;
    this.scheme = Scheme.of(secure);
    this.finder =
        new HeadFinder(
            limits,
            FailureKind.REQUEST_LINE_TOO_LONG,
            FailureKind.REQUEST_FIELDS_TOO_LARGE,
            FailureKind.REQUEST_MALFORMED);
  }

  /**
   * Reads the next head, if all of it is there; its bytes are consumed then.
   *
   * @return null where more bytes must come
   * @throws HttpSyntaxException where it is refused
   */
  public @Nullable RequestHead parse(ByteBuf in) throws HttpSyntaxException {
    if (!skippedEmptyLine && !skipEmptyLine(in)) {
      return null;
    }
    if (!in.isReadable()) {
      return null;
    }
    int length = find(in);
    if (length < 0) {
      checkBeginning(in);
      return null;
    }
    byte[] head = new byte[length];
    in.readBytes(head);
    skippedEmptyLine = false;
    lineChecked = false;
    return parse(head);
  }

  /** Whether it was made with these. */
  boolean isFor(HeadLimits others, boolean overTls) {
    return secure == overTls && limits.equals(others);
  }

  private int find(ByteBuf in) throws HttpSyntaxException {
    try {
      return finder.find(in);
    } catch (HttpSyntaxException e) {
      boolean endless =
          e.kind() == FailureKind.REQUEST_LINE_TOO_LONG
              && in.bytesBefore(Math.min(in.readableBytes(), LONGEST_METHOD), (byte) ' ') < 0;
      throw endless ? malformed("method without end") : e;
    }
  }

  /** Whether the connection persists after the request last parsed (RFC 9112 section 9.3). */
  public boolean isPersistent() {
    return persistent;
  }

  /** One empty line before a request is forgiven (RFC 9112 section 2.2). */
  private boolean skipEmptyLine(ByteBuf in) throws HttpSyntaxException {
    if (!in.isReadable()) {
      return false;
    }
    int at = in.readerIndex();
    if (in.getByte(at) == TLS_HANDSHAKE && !secure) {
      throw new HttpSyntaxException(FailureKind.REQUEST_TLS, "a record of a TLS handshake");
    }
    if (in.getByte(at) == '\r') {
      if (in.readableBytes() == 1) {
        return false;
      }
      if (in.getByte(at + 1) == '\n') {
        in.skipBytes(2);
      }
    }
    skippedEmptyLine = true;
    return true;
  }

  /** Refuses early what will never become a request, so that its sender need not time out. */
  private void checkBeginning(ByteBuf in) throws HttpSyntaxException {
    if (Octets.tokenLower(in.getByte(in.readerIndex())) == 0) {
      throw malformed("first octet that begins no method");
    }
    int line = finder.firstLineEnd();
    if (line > 0 && !lineChecked) {
      lineChecked = true;
      byte[] bytes = new byte[line];
      in.getBytes(in.readerIndex(), bytes);
      parseLine(bytes);
    }
  }

  private RequestHead parse(byte[] head) throws HttpSyntaxException {
    int at = parseLine(head);
    fields.parse(head, at, limits.count());
    persistent = !fields.close() && (protocol == Protocol.HTTP_1_1 || fields.keepAlive());
    if (method.equals(Method.CONNECT)) {
      throw new HttpSyntaxException(FailureKind.METHOD_REFUSED, "CONNECT");
    }
    BodyFraming framing = framing();
    checkExpectation();
    AsciiString upgrade = upgrade(framing);
    if (upgrade != null) {
      // A stated length of 0 would speak of what follows the change of protocol.
      framing = BodyFraming.NONE;
    }
    return new RequestHead(
        method, scheme, authority(), target, protocol, fields.fields(), framing, upgrade);
  }

  private int parseLine(byte[] head) throws HttpSyntaxException {
    int at = 0;
    while (Octets.tokenLower(head[at]) != 0) {
      at++;
    }
    if (at == 0 || head[at] != ' ') {
      throw malformed("method");
    }
    method = Method.of(new AsciiString(head, 0, at, false));
    int from = at + 1;
    at = from;
    while (Octets.isTarget(head[at])) {
      at++;
    }
    if (at == from || head[at] != ' ') {
      throw malformed(head[at] == '\r' ? "no version" : "target");
    }
    int version = at + 1;
    while (head[at] != '\r') {
      at++;
    }
    if (head[at + 1] != '\n') {
      throw malformed("carriage return without line feed");
    }
    protocol = version(new AsciiString(head, version, at - version, false));
    parseTarget(new AsciiString(head, from, version - 1 - from, false));
    return at + 2;
  }

  private static Protocol version(AsciiString text) throws HttpSyntaxException {
    if (text.equals(HTTP_1_1)) {
      return Protocol.HTTP_1_1;
    }
    if (text.equals(HTTP_1_0)) {
      return Protocol.HTTP_1_0;
    }
    boolean wellFormed =
        text.length() == 8
            && text.startsWith("HTTP/")
            && text.byteAt(6) == '.'
            && isDigit(text.byteAt(5))
            && isDigit(text.byteAt(7));
    if (wellFormed && text.byteAt(5) == '1') {
      // A later minor version is understood as the highest that is known (RFC 9110 section 2.5).
      return Protocol.HTTP_1_1;
    }
    if (wellFormed) {
      throw new HttpSyntaxException(FailureKind.REQUEST_VERSION, "version " + text);
    }
    throw malformed("version");
  }

  private void parseTarget(AsciiString sent) throws HttpSyntaxException {
    absoluteAuthority = null;
    target = sent;
    if (sent.byteAt(0) == '/' || method.equals(Method.CONNECT)) {
      return;
    }
    if (sent.equals(ANY)) {
      if (!method.equals(Method.OPTIONS)) {
        throw malformed("target * with a method other than OPTIONS");
      }
      return;
    }
    int begin = schemeLength(sent);
    int end = begin;
    while (end < sent.length() && sent.byteAt(end) != '/' && sent.byteAt(end) != '?') {
      end++;
    }
    absoluteAuthority = sent.subSequence(begin, end, false);
    if (!Authority.isValid(absoluteAuthority)) {
      throw new HttpSyntaxException(FailureKind.REQUEST_HOST, "authority of the target");
    }
    target = pathOf(sent, end);
  }

  private static int schemeLength(AsciiString sent) throws HttpSyntaxException {
    if (sent.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    if (sent.regionMatches(true, 0, "https://", 0, 8)) {
      return 8;
    }
    throw malformed("target that is neither a path nor an absolute http or https address");
  }

  private AsciiString pathOf(AsciiString sent, int from) {
    if (from == sent.length()) {
      return method.equals(Method.OPTIONS) ? ANY : ROOT;
    }
    AsciiString rest = sent.subSequence(from, sent.length(), false);
    return rest.byteAt(0) == '/' ? rest : ROOT.concat(rest);
  }

  private AsciiString authority() throws HttpSyntaxException {
    AsciiString host = fields.host();
    if (host == null) {
      if (protocol == Protocol.HTTP_1_1) {
        throw new HttpSyntaxException(FailureKind.REQUEST_HOST, "no host");
      }
      return absoluteAuthority == null ? AsciiString.EMPTY_STRING : absoluteAuthority;
    }
    if (!Authority.isValid(host)) {
      throw new HttpSyntaxException(FailureKind.REQUEST_HOST, "host that is no host");
    }
    if (absoluteAuthority != null && !Authority.same(absoluteAuthority, host, secure ? 443 : 80)) {
      throw new HttpSyntaxException(
          FailureKind.REQUEST_HOST, "host other than that of the absolute target");
    }
    return host;
  }

  private BodyFraming framing() throws HttpSyntaxException {
    if (fields.chunked()) {
      if (fields.length() >= 0) {
        throw ambiguous("content-length beside transfer-encoding");
      }
      if (protocol == Protocol.HTTP_1_0) {
        throw ambiguous("transfer-encoding in HTTP/1.0");
      }
      if (fields.otherCoding()) {
        throw new HttpSyntaxException(
            FailureKind.REQUEST_CODING, "transfer coding other than chunked");
      }
      return withBody(BodyFraming.STREAM);
    }
    return fields.length() < 0 ? BodyFraming.NONE : withBody(BodyFraming.length(fields.length()));
  }

  /** TRACE never has a body (RFC 9110 section 9.3.8). */
  private BodyFraming withBody(BodyFraming framing) throws HttpSyntaxException {
    if (method.equals(Method.TRACE) && !framing.isEmpty()) {
      throw ambiguous("TRACE with a body");
    }
    return framing;
  }

  private void checkExpectation() throws HttpSyntaxException {
    AsciiString expect = fields.fields().get(FieldName.EXPECT);
    if (expect == null) {
      return;
    }
    if (protocol == Protocol.HTTP_1_0) {
      fields.fields().remove(FieldName.EXPECT);
    } else if (!expect.contentEqualsIgnoreCase(CONTINUE)) {
      throw new HttpSyntaxException(FailureKind.REQUEST_EXPECTATION, "expectation");
    }
  }

  /** An upgrade with a body is not followed: the body's end and the new protocol would mix. */
  private @Nullable AsciiString upgrade(BodyFraming framing) {
    return protocol == Protocol.HTTP_1_1 && framing.isEmpty() ? fields.upgrade() : null;
  }

  private static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }

  private static HttpSyntaxException malformed(String detail) {
    return new HttpSyntaxException(FailureKind.REQUEST_MALFORMED, detail);
  }

  private static HttpSyntaxException ambiguous(String detail) {
    return new HttpSyntaxException(FailureKind.REQUEST_FRAMING, detail);
  }
}
