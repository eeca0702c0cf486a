package io.handclasp.proxy.http2;

/**
 * Why a stream died.
 *
 * @param cause what happened
 * @param code the code sent or received
 * @param unprocessed whether the peer provably did nothing with the request: it refused the stream,
 *     named an earlier one as its last, or was never sent this one
 */
public record StreamFailure(Cause cause, ErrorCode code, boolean unprocessed) {
  /** What can end a stream early. */
  public enum Cause {
    /** The peer reset it, or named an earlier stream in GOAWAY. */
    PEER,
    /** The peer's message was not valid HTTP; the stream was reset. */
    MALFORMED,
    /** The peer's fields exceed the limit; the stream was reset. */
    FIELDS_TOO_LARGE,
    /** The connection broke or was closed. */
    CONNECTION
  }
}
