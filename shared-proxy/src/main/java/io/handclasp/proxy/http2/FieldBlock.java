package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * One unpacked field block: takes line after line from the HPACK decoder, sorts out what is not an
 * ordinary field, and remembers the first breach of RFC 9113 section 8. Reused from block to block:
 * a line that the decoder took out of its table, as it did for the block before, is not looked
 * through again.
 */
@SuppressWarnings("ReferenceEquality") // FieldName.of gives one instance per known name.
final class FieldBlock extends HeaderView {
  /** So many lines at the head of a block are remembered, with values up to so many bytes. */
  private static final int REMEMBERED = 24;

  private static final int LONGEST = 128;

  private final int maxFields;
  private final @Nullable AsciiString[] names = new AsciiString[REMEMBERED];
  private final @Nullable AsciiString[] values = new AsciiString[REMEMBERED];

  /** The name of the same line as an ordinary field; null where it is none. */
  private final @Nullable AsciiString[] ordinary = new AsciiString[REMEMBERED];

  @Nullable AsciiString method;
  @Nullable AsciiString scheme;
  @Nullable AsciiString authority;
  @Nullable AsciiString path;
  @Nullable AsciiString protocol;
  @Nullable AsciiString status;
  @Nullable AsciiString host;

  /** Stated length of the body; -1 where none is. */
  long contentLength;

  private Fields fields = new Fields(0);
  private @Nullable AsciiString cookie;
  private @Nullable FailureKind fault;
  private int lines;

  FieldBlock(int maxFields) {
    this.maxFields = maxFields;
  }

  /** Forgets the block before. */
  void begin() {
    method = null;
    scheme = null;
    authority = null;
    path = null;
    protocol = null;
    status = null;
    host = null;
    cookie = null;
    contentLength = -1;
    fault = null;
    lines = 0;
    fields = new Fields();
  }

  /** The first breach found, in the words of a request; null where there is none. */
  @Nullable FailureKind fault() {
    return fault;
  }

  void fail(FailureKind kind) {
    if (fault == null) {
      fault = kind;
    }
  }

  /** Whether any pseudo-header field is there: none may be in trailers. */
  boolean hasPseudo() {
    return hasRequestPseudo() || status != null;
  }

  boolean hasRequestPseudo() {
    return method != null
        || scheme != null
        || authority != null
        || path != null
        || protocol != null;
  }

  /** The ordinary fields; the caller may keep them. */
  Fields fields() {
    return fields;
  }

  /** Ends the block: what came in crumbs is put together. */
  void end() {
    if (cookie != null) {
      fields.add(FieldName.COOKIE, cookie);
    }
  }

  @Override
  public Http2Headers add(CharSequence name, CharSequence value) {
    if (fault == null) {
      // The HPACK decoder makes nothing but these.
      take((AsciiString) name, (AsciiString) value);
    }
    return this;
  }

  private void take(AsciiString name, AsciiString value) {
    int line = lines++;
    boolean known = line < REMEMBERED && names[line] == name && values[line] == value;
    AsciiString field = known ? ordinary[line] : null;
    if (field != null) {
      addField(field, value);
      return;
    }
    int before = fields.size();
    if (!known && (name.isEmpty() || !Syntax.isValue(value))) {
      fail(FailureKind.REQUEST_MALFORMED);
    } else if (name.byteAt(0) == ':') {
      takePseudo(name, value);
    } else {
      takeField(FieldName.of(name), value);
    }
    if (!known && fault == null && line < REMEMBERED && value.length() <= LONGEST) {
      names[line] = name;
      values[line] = value;
      ordinary[line] = fields.size() > before ? fields.name(before) : null;
    }
  }

  private void takePseudo(AsciiString name, AsciiString value) {
    boolean late = fields.size() > 0 || host != null || contentLength >= 0 || cookie != null;
    if (late) {
      fail(FailureKind.REQUEST_MALFORMED);
    } else if (name.equals(Pseudo.METHOD)) {
      method = once(method, value);
    } else if (name.equals(Pseudo.PATH)) {
      path = once(path, value);
    } else if (name.equals(Pseudo.SCHEME)) {
      scheme = once(scheme, value);
    } else if (name.equals(Pseudo.AUTHORITY)) {
      authority = once(authority, value);
    } else if (name.equals(Pseudo.STATUS)) {
      status = once(status, value);
    } else if (name.equals(Pseudo.PROTOCOL)) {
      protocol = once(protocol, value);
    } else {
      fail(FailureKind.REQUEST_MALFORMED);
    }
  }

  private AsciiString once(@Nullable AsciiString before, AsciiString value) {
    if (before != null || value.isEmpty()) {
      fail(FailureKind.REQUEST_MALFORMED);
    }
    return value;
  }

  private void takeField(AsciiString name, AsciiString value) {
    if (name == FieldName.CONTENT_LENGTH) {
      takeLength(value);
    } else if (name == FieldName.HOST) {
      takeHost(value);
    } else if (name == FieldName.COOKIE) {
      cookie = cookie == null ? value : joined(cookie, value);
    } else if (isConnectionSpecific(name)
        || (name == FieldName.TE && !value.contentEqualsIgnoreCase("trailers"))
        || !Syntax.isName(name)) {
      fail(FailureKind.REQUEST_MALFORMED);
    } else if (FieldName.mimicsFraming(name)) {
      fail(FailureKind.REQUEST_FRAMING);
    } else {
      addField(name, value);
    }
  }

  private void addField(AsciiString name, AsciiString value) {
    if (fields.size() == maxFields) {
      fail(FailureKind.REQUEST_FIELDS_TOO_LARGE);
    } else {
      fields.add(name, value);
    }
  }

  private void takeLength(AsciiString value) {
    long length = Syntax.length(value);
    if (length < 0 || contentLength >= 0) {
      fail(FailureKind.REQUEST_FRAMING);
    } else {
      contentLength = length;
    }
  }

  private void takeHost(AsciiString value) {
    if (host != null) {
      fail(FailureKind.REQUEST_HOST);
    }
    host = value;
  }

  /** RFC 9113 section 8.2.2. */
  private static boolean isConnectionSpecific(AsciiString name) {
    return name == FieldName.CONNECTION
        || name == FieldName.TRANSFER_ENCODING
        || name == FieldName.UPGRADE
        || name == FieldName.KEEP_ALIVE
        || name == FieldName.PROXY_CONNECTION;
  }

  /** Crumbs of a cookie become one line again (RFC 9113 section 8.2.3). */
  private static AsciiString joined(AsciiString before, AsciiString value) {
    byte[] both = new byte[before.length() + 2 + value.length()];
    before.copy(0, both, 0, before.length());
    both[before.length()] = ';';
    both[before.length() + 1] = ' ';
    value.copy(0, both, before.length() + 2, value.length());
    return new AsciiString(both, false);
  }
}
