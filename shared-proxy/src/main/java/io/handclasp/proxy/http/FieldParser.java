package io.handclasp.proxy.http;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the field lines of one HTTP/1.1 section (RFC 9112 section 5) and sets apart what belongs to
 * the connection and to the framing, so that the rest is what may be forwarded. Strict: whatever
 * two readers could take differently is refused.
 */
final class FieldParser {
  private static final AsciiString CHUNKED = AsciiString.cached("chunked");
  private static final AsciiString TRAILERS = AsciiString.cached("trailers");
  private static final AsciiString CLOSE = AsciiString.cached("close");
  private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
  private static final AsciiString UPGRADE = AsciiString.cached("upgrade");

  /** Fields that say something of this connection alone (RFC 9110 section 7.6.1), and framing. */
  private static final Set<AsciiString> APART =
      Set.of(
          FieldName.HOST,
          FieldName.CONTENT_LENGTH,
          FieldName.TRANSFER_ENCODING,
          FieldName.CONNECTION,
          FieldName.PROXY_CONNECTION,
          FieldName.KEEP_ALIVE,
          FieldName.TE,
          FieldName.UPGRADE,
          FieldName.PROXY_AUTHENTICATE,
          FieldName.PROXY_AUTHORIZATION);

  private final FailureKind malformed;
  private final FailureKind ambiguous;

  private Fields fields = new Fields(0);
  private @Nullable AsciiString host;
  private @Nullable AsciiString upgrade;
  private long length;
  private boolean chunked;
  private boolean otherCoding;
  private boolean close;
  private boolean keepAlive;
  private boolean upgradeNamed;
  private boolean trailersWanted;
  private @Nullable List<AsciiString> named;

  FieldParser(FailureKind malformed, FailureKind ambiguous) {
    this.malformed = malformed;
    this.ambiguous = ambiguous;
  }

  /** Reads from {@code at} to the empty line that ends {@code head}. The array is taken over. */
  void parse(byte[] head, int at, int maxLines) throws HttpSyntaxException {
    reset();
    int end = head.length - 2;
    int line = at;
    for (int count = 0; line < end; count++) {
      if (count == maxLines) {
        throw new HttpSyntaxException(
            malformed == FailureKind.REQUEST_MALFORMED
                ? FailureKind.REQUEST_FIELDS_TOO_LARGE
                : FailureKind.RESPONSE_FIELDS_TOO_LARGE,
            "more than " + maxLines + " fields");
      }
      line = parseLine(head, line);
    }
    dropNamed();
  }

  Fields fields() {
    return fields;
  }

  @Nullable AsciiString host() {
    return host;
  }

  /** The protocol of {@code Upgrade} where {@code Connection} names it too. */
  @Nullable AsciiString upgrade() {
    return upgradeNamed && upgrade != null && RequestHead.mayUpgradeTo(upgrade) ? upgrade : null;
  }

  /** Content-Length, -1 where there is none. */
  long length() {
    return length;
  }

  boolean chunked() {
    return chunked;
  }

  /** Whether a transfer coding stands before the final {@code chunked}. */
  boolean otherCoding() {
    return otherCoding;
  }

  boolean close() {
    return close;
  }

  boolean keepAlive() {
    return keepAlive;
  }

  private void reset() {
    fields = new Fields();
    host = null;
    upgrade = null;
    length = -1;
    chunked = false;
    otherCoding = false;
    close = false;
    keepAlive = false;
    upgradeNamed = false;
    trailersWanted = false;
    named = null;
  }

  private int parseLine(byte[] head, int start) throws HttpSyntaxException {
    int at = start;
    byte lower = Octets.tokenLower(head[at]);
    while (lower != 0) {
      head[at++] = lower;
      lower = Octets.tokenLower(head[at]);
    }
    if (at == start || head[at] != ':') {
      throw new HttpSyntaxException(malformed, "field name with an octet that none may have");
    }
    AsciiString name = FieldName.of(head, start, at - start);
    int from = at + 1;
    while (Octets.isSpace(head[from])) {
      from++;
    }
    at = from;
    while (Octets.isFieldValue(head[at])) {
      at++;
    }
    if (head[at] != '\r' || head[at + 1] != '\n') {
      throw new HttpSyntaxException(malformed, name + " with a control character");
    }
    int to = at;
    while (to > from && Octets.isSpace(head[to - 1])) {
      to--;
    }
    take(name, new AsciiString(head, from, to - from, false));
    return at + 2;
  }

  private void take(AsciiString name, AsciiString value) throws HttpSyntaxException {
    if (!APART.contains(name)) {
      if (FieldName.mimicsFraming(name)) {
        throw new HttpSyntaxException(ambiguous, name + " instead of a hyphen");
      }
      fields.add(name, value);
    } else if (name.equals(FieldName.HOST)) {
      takeHost(value);
    } else if (name.equals(FieldName.CONTENT_LENGTH)) {
      takeLength(value);
    } else if (name.equals(FieldName.TRANSFER_ENCODING)) {
      takeCoding(value);
    } else if (name.equals(FieldName.CONNECTION)) {
      takeConnection(value);
    } else if (name.equals(FieldName.UPGRADE)) {
      upgrade = value;
    } else if (name.equals(FieldName.TE)) {
      takeTe(value);
    }
  }

  private void takeHost(AsciiString value) throws HttpSyntaxException {
    if (host != null) {
      throw new HttpSyntaxException(FailureKind.REQUEST_HOST, "more than one host");
    }
    host = value;
  }

  private void takeLength(AsciiString value) throws HttpSyntaxException {
    if (length >= 0) {
      throw new HttpSyntaxException(ambiguous, "more than one content-length");
    }
    int digits = value.length();
    if (digits == 0 || digits > 18) {
      throw new HttpSyntaxException(ambiguous, "content-length of " + digits + " digits");
    }
    long sum = 0;
    for (int i = 0; i < digits; i++) {
      int digit = value.byteAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new HttpSyntaxException(ambiguous, "content-length that is not a number");
      }
      sum = sum * 10 + digit;
    }
    length = sum;
  }

  private void takeCoding(AsciiString value) throws HttpSyntaxException {
    if (chunked) {
      throw new HttpSyntaxException(ambiguous, "more than one transfer-encoding");
    }
    chunked = true;
    if (value.contentEqualsIgnoreCase(CHUNKED)) {
      return;
    }
    List<AsciiString> codings = list(value);
    int last = codings.size() - 1;
    if (last < 1 || !codings.get(last).contentEqualsIgnoreCase(CHUNKED)) {
      throw new HttpSyntaxException(ambiguous, "transfer-encoding whose end is not chunked");
    }
    for (AsciiString coding : codings.subList(0, last)) {
      if (coding.isEmpty() || coding.contentEqualsIgnoreCase(CHUNKED)) {
        throw new HttpSyntaxException(ambiguous, "transfer-encoding with chunked twice");
      }
    }
    otherCoding = true;
  }

  private void takeConnection(AsciiString value) {
    if (value.contentEqualsIgnoreCase(KEEP_ALIVE)) {
      keepAlive = true;
      return;
    }
    for (AsciiString option : list(value)) {
      AsciiString lower = option.toLowerCase();
      if (lower.equals(CLOSE)) {
        close = true;
      } else if (lower.equals(KEEP_ALIVE)) {
        keepAlive = true;
      } else if (lower.equals(UPGRADE)) {
        upgradeNamed = true;
      } else if (!lower.isEmpty()) {
        if (named == null) {
          named = new ArrayList<>();
        }
        named.add(lower);
      }
    }
  }

  /** Of all that TE may say only the wish for trailers is passed on: we keep it. */
  private void takeTe(AsciiString value) {
    for (AsciiString option : list(value)) {
      if (!trailersWanted && option.contentEqualsIgnoreCase(TRAILERS)) {
        trailersWanted = true;
        fields.add(FieldName.TE, TRAILERS);
      }
    }
  }

  private void dropNamed() {
    if (named != null) {
      for (AsciiString name : named) {
        if (!name.equals(FieldName.TE)) {
          fields.remove(name);
        }
      }
    }
  }

  /** The members of a comma-separated list, trimmed, empty ones included. */
  static List<AsciiString> list(AsciiString value) {
    List<AsciiString> members = new ArrayList<>(2);
    int from = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || value.byteAt(i) == ',') {
        members.add(value.subSequence(from, i, false).trim());
        from = i + 1;
      }
    }
    return members;
  }
}
