package io.handclasp.proxy.http2;

import io.handclasp.proxy.http.Authority;
import io.handclasp.proxy.http.BodyFraming;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.FieldName;
import io.handclasp.proxy.http.Fields;
import io.handclasp.proxy.http.Method;
import io.handclasp.proxy.http.Protocol;
import io.handclasp.proxy.http.RequestHead;
import io.handclasp.proxy.http.ResponseHead;
import io.handclasp.proxy.http.Scheme;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks the field blocks of one connection and makes heads and trailers of them, by the rules of
 * RFC 9113 section 8. What is wrong with a block is asked for afterwards: {@link #fault()}.
 */
final class HeadReader {
  private final Decoder decoder;
  private final FieldBlock block;
  private final int maxTarget;

  HeadReader(Http2Options options) {
    block = new FieldBlock(options.fieldCount());
    decoder = new Decoder(options.fields(), block);
    maxTarget = options.target();
  }

  /**
   * Unpacks a block, which must be done with every one that comes, wanted or not: the dynamic table
   * depends on it.
   */
  void unpack(int stream, ByteBuf in) throws ConnectionError {
    block.begin();
    try {
      decoder.decodeHeaders(stream, in);
      block.end();
    } catch (Http2Exception.HeaderListSizeException e) {
      block.fail(FailureKind.REQUEST_FIELDS_TOO_LARGE);
    } catch (Http2Exception e) {
      throw new ConnectionError(ErrorCode.COMPRESSION_ERROR, "field block cannot be unpacked");
    }
  }

  /** What was wrong with the last block; null where nothing was. */
  @Nullable FailureKind fault() {
    return block.fault();
  }

  /** The stated length of the body; -1 where none is. */
  long contentLength() {
    return block.contentLength;
  }

  /** The last block as trailers; null where it is none. */
  @Nullable Fields trailers() {
    boolean wrong =
        block.fault() != null
            || block.hasPseudo()
            || block.contentLength >= 0
            || block.host != null;
    return wrong ? null : block.fields();
  }

  /** The last block as a request; null where it is none, and {@link #fault()} tells why. */
  @Nullable RequestHead request(boolean last, boolean extendedConnect) {
    AsciiString method = block.method;
    AsciiString scheme = block.scheme;
    AsciiString path = block.path;
    if (block.fault() == null) {
      checkRequest(last, extendedConnect);
    }
    if (block.fault() != null || method == null || scheme == null || path == null) {
      block.fail(FailureKind.REQUEST_MALFORMED);
      return null;
    }
    AsciiString authority = block.authority != null ? block.authority : block.host;
    AsciiString upgrade = block.protocol;
    return new RequestHead(
        upgrade != null ? Method.GET : Method.of(method),
        scheme.contentEqualsIgnoreCase(Scheme.HTTPS) ? Scheme.HTTPS : Scheme.HTTP,
        authority == null ? AsciiString.EMPTY_STRING : authority,
        path,
        Protocol.HTTP_2,
        block.fields(),
        framing(last),
        upgrade);
  }

  private void checkRequest(boolean last, boolean extendedConnect) {
    AsciiString method = block.method;
    if (method == null || !Syntax.isToken(method) || block.status != null) {
      block.fail(FailureKind.REQUEST_MALFORMED);
    } else if (block.protocol != null) {
      boolean sound =
          extendedConnect
              && method.equals(Method.CONNECT)
              && !last
              && RequestHead.mayUpgradeTo(block.protocol);
      if (!sound || block.contentLength >= 0) {
        block.fail(FailureKind.REQUEST_MALFORMED);
      }
    } else if (method.equals(Method.CONNECT)) {
      boolean plain = block.scheme == null && block.path == null && block.authority != null;
      block.fail(plain ? FailureKind.METHOD_REFUSED : FailureKind.REQUEST_MALFORMED);
    }
    checkTarget(method);
    checkAuthority();
    if (last && block.contentLength > 0) {
      block.fail(FailureKind.REQUEST_FRAMING);
    }
  }

  private void checkTarget(@Nullable AsciiString method) {
    AsciiString path = block.path;
    AsciiString scheme = block.scheme;
    if (path == null || scheme == null || !isHttp(scheme) || !Syntax.isTarget(path)) {
      block.fail(FailureKind.REQUEST_MALFORMED);
    } else if (path.length() > maxTarget) {
      block.fail(FailureKind.REQUEST_LINE_TOO_LONG);
    } else if (path.byteAt(0) != '/'
        && !(path.contentEquals("*") && method != null && method.equals(Method.OPTIONS))) {
      block.fail(FailureKind.REQUEST_PATH);
    }
  }

  private static boolean isHttp(AsciiString scheme) {
    return scheme.contentEqualsIgnoreCase(Scheme.HTTP)
        || scheme.contentEqualsIgnoreCase(Scheme.HTTPS);
  }

  /** One authority, whether it came as pseudo-header field, as Host or as both. */
  private void checkAuthority() {
    AsciiString authority = block.authority;
    AsciiString host = block.host;
    AsciiString said = authority != null ? authority : host;
    boolean clear =
        said != null
            && Authority.isValid(said)
            && (authority == null
                || host == null
                || Authority.same(authority, host, defaultPort()));
    if (!clear) {
      block.fail(FailureKind.REQUEST_HOST);
    }
  }

  private int defaultPort() {
    return block.scheme != null && block.scheme.contentEqualsIgnoreCase(Scheme.HTTPS) ? 443 : 80;
  }

  private BodyFraming framing(boolean last) {
    if (block.contentLength >= 0) {
      return BodyFraming.length(block.contentLength);
    }
    return last || block.protocol != null ? BodyFraming.NONE : BodyFraming.STREAM;
  }

  /**
   * The last block as a response; null where it is none.
   *
   * @param answersHead whether the request was HEAD
   * @param upgrade the protocol that an extended CONNECT asked for: a 2xx is told as 101; null
   *     where it was another request
   */
  @Nullable ResponseHead response(
      boolean last, boolean answersHead, @Nullable AsciiString upgrade) {
    int status = status();
    boolean informational = status < 200;
    if (status == 0 || block.hasRequestPseudo() || block.host != null) {
      block.fail(FailureKind.REQUEST_MALFORMED);
    } else if (informational && (last || status == 101 || block.contentLength > 0)) {
      block.fail(FailureKind.REQUEST_MALFORMED);
    }
    BodyFraming framing = framing(status, last, answersHead);
    if (block.fault() != null) {
      return null;
    }
    if (upgrade != null && status >= 200 && status < 300 && !last) {
      block.fields().add(FieldName.UPGRADE, upgrade);
      return new ResponseHead(101, block.fields(), BodyFraming.STREAM);
    }
    return new ResponseHead(status, block.fields(), framing);
  }

  private BodyFraming framing(int status, boolean last, boolean answersHead) {
    if (status == 204 || status < 200) {
      // A length has no place there (RFC 9110 section 8.6).
      block.contentLength = -1;
      return BodyFraming.NONE;
    }
    if (answersHead || status == 304) {
      return block.contentLength >= 0 ? BodyFraming.length(block.contentLength) : BodyFraming.NONE;
    }
    if (last && block.contentLength > 0) {
      block.fail(FailureKind.REQUEST_FRAMING);
    }
    return last && block.contentLength < 0 ? BodyFraming.length(0) : framing(last);
  }

  private int status() {
    AsciiString status = block.status;
    if (status == null || status.length() != 3) {
      return 0;
    }
    long code = Syntax.length(status);
    return code >= 100 && code <= 599 ? (int) code : 0;
  }

  /** Netty's decoder, which is to fill our block instead of a map of its own. */
  private static final class Decoder extends DefaultHttp2HeadersDecoder {
    private final FieldBlock block;

    Decoder(int maxFields, FieldBlock block) {
      super(false, maxFields);
      this.block = block;
    }

    @Override
    protected Http2Headers newHeaders() {
      return block;
    }
  }
}
