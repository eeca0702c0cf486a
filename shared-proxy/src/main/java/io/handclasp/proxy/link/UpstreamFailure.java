package io.handclasp.proxy.link;

import io.handclasp.proxy.http.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Why an exchange with the next hop died.
 *
 * @param kind what happened
 * @param repeat whether the same request may be sent once more
 * @param handshakeId id of the handshake that failed or of the connection's; null without TLS
 * @param detail a fact for the log, never for the client; null where the kind says it all
 */
public record UpstreamFailure(
    FailureKind kind, Repeat repeat, @Nullable String handshakeId, @Nullable String detail) {

  /** What is known of how far the request came. */
  public enum Repeat {
    /** The next hop provably did not see it or refused it unprocessed: any request. */
    SAFE,
    /** The connection died before a byte of answer: idempotent requests only. */
    IF_IDEMPOTENT,
    /** It may have been acted on. */
    NEVER
  }

  /** The same under another kind. */
  UpstreamFailure as(FailureKind other) {
    return new UpstreamFailure(other, repeat, handshakeId, detail);
  }

  /** Without handshake or detail. */
  public static UpstreamFailure of(FailureKind kind, Repeat repeat) {
    return new UpstreamFailure(kind, repeat, null, null);
  }
}
