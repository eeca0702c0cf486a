package io.handclasp.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Reads response heads of one HTTP/1.1 connection (RFC 9112) as strictly as requests are read.
 * After a refusal the connection must not be read further.
 */
public final class Http1ResponseParser {
  private final HeadLimits limits;
  private final HeadFinder finder;
  private final FieldParser fields =
      new FieldParser(FailureKind.RESPONSE_MALFORMED, FailureKind.RESPONSE_MALFORMED);

  private boolean persistent;

  /** A parser for one connection. */
  public Http1ResponseParser(HeadLimits limits) {
    this.limits = limits;
    this.finder =
        new HeadFinder(
            limits,
            FailureKind.RESPONSE_FIELDS_TOO_LARGE,
            FailureKind.RESPONSE_FIELDS_TOO_LARGE,
            FailureKind.RESPONSE_MALFORMED);
  }

  /**
   * Reads the next head, if all of it is there; its bytes are consumed then.
   *
   * @param upgradeAsked whether a 101 may come
   * @return null where more bytes must come
   * @throws HttpSyntaxException where it is refused
   */
  public @Nullable ResponseHead parse(ByteBuf in, boolean upgradeAsked) throws HttpSyntaxException {
    int length = finder.find(in);
    if (length < 0) {
      return null;
    }
    byte[] head = new byte[length];
    in.readBytes(head);
    return parse(head, upgradeAsked);
  }

  /** Whether the connection persists after the response last parsed, its body's end allowing. */
  public boolean isPersistent() {
    return persistent;
  }

  private ResponseHead parse(byte[] head, boolean upgradeAsked) throws HttpSyntaxException {
    boolean older = isOlder(head);
    int status = status(head);
    int at = 12;
    while (Octets.isFieldValue(head[at])) {
      at++;
    }
    if (head[at] != '\r' || head[at + 1] != '\n') {
      throw malformed("status line with a control character");
    }
    fields.parse(head, at + 2, limits.count());
    persistent = !fields.close() && (!older || fields.keepAlive());
    if (fields.host() != null) {
      throw malformed("host in a response");
    }
    AsciiString upgrade = fields.upgrade();
    if (status == 101) {
      if (!upgradeAsked || upgrade == null) {
        throw malformed("101 that was not asked for");
      }
      fields.fields().add(FieldName.UPGRADE, upgrade);
    }
    return new ResponseHead(status, fields.fields(), framing(status, older));
  }

  private static boolean isOlder(byte[] head) throws HttpSyntaxException {
    boolean http1 =
        head.length > 14
            && head[0] == 'H'
            && head[1] == 'T'
            && head[2] == 'T'
            && head[3] == 'P'
            && head[4] == '/'
            && head[5] == '1'
            && head[6] == '.'
            && (head[7] == '1' || head[7] == '0')
            && head[8] == ' ';
    if (!http1) {
      throw malformed("status line that does not begin with HTTP/1.1");
    }
    return head[7] == '0';
  }

  private static int status(byte[] head) throws HttpSyntaxException {
    int status = 0;
    for (int i = 9; i < 12; i++) {
      int digit = head[i] - '0';
      if (digit < 0 || digit > 9) {
        throw malformed("status that is not a number");
      }
      status = status * 10 + digit;
    }
    if (status < 100 || status > 599 || (head[12] != ' ' && head[12] != '\r')) {
      throw malformed("status out of range");
    }
    return status;
  }

  private BodyFraming framing(int status, boolean older) throws HttpSyntaxException {
    if (fields.chunked() && (fields.length() >= 0 || older || fields.otherCoding())) {
      throw malformed("length of the body is ambiguous");
    }
    if (status < 200 || status == 204) {
      // What would be the body of another answer may follow all the same.
      persistent &= !fields.chunked() && fields.length() <= 0;
      return BodyFraming.NONE;
    }
    if (fields.chunked()) {
      return BodyFraming.STREAM;
    }
    return fields.length() < 0 ? BodyFraming.UNTIL_CLOSE : BodyFraming.length(fields.length());
  }

  private static HttpSyntaxException malformed(String detail) {
    return new HttpSyntaxException(FailureKind.RESPONSE_MALFORMED, detail);
  }
}
