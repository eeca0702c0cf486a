package io.handclasp.proxy.forward;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.Side;
import io.handclasp.proxy.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of one exchange, told exactly once for every request, answered or not. Texts are views of
 * bytes that came over the wire: use them at once or copy them.
 *
 * @param endedAt when it was over
 * @param endedNanos the same by {@code System.nanoTime()}
 * @param connection number of the downstream connection
 * @param remote the client's address
 * @param handshakeId the downstream connection's handshake; null without TLS
 * @param peer subject of the client's certificate; null without TLS
 * @param protocol version the request came in
 * @param method empty where the request could not be read
 * @param scheme empty where the request could not be read
 * @param authority empty where there was none
 * @param target path and query; empty where the request could not be read
 * @param referer empty where there was none
 * @param userAgent empty where there was none
 * @param route host and path prefix of the route as configured; null where none fitted
 * @param endpoint where it was sent; null where it was not, or was answered in this process
 * @param linkConnection number of the upstream connection; 0 where none
 * @param linkHandshakeId the upstream connection's handshake; null without TLS
 * @param status answered, or 499 where the client was gone before an answer, or 0 where there was
 *     none
 * @param failure why it did not end well; null where it did
 * @param detail a fact beside the failure, or what is worth telling without one; null where there
 *     is none
 * @param endedBy who ended it
 * @param phase how far it had come
 * @param requestBytes of the body, as received
 * @param responseBytes of the body, as sent
 * @param retries how often it was sent anew
 * @param took from the first byte of the head to the end
 * @param toSent until the head was sent on; null where it was not
 * @param toHead until the head of the answer came; null where it did not
 * @param trace its place in a distributed trace, as the next hop saw it; null where it has none
 */
public record ExchangeCompleted(
    Instant endedAt,
    long endedNanos,
    long connection,
    Address remote,
    @Nullable String handshakeId,
    @Nullable String peer,
    CharSequence protocol,
    CharSequence method,
    CharSequence scheme,
    CharSequence authority,
    CharSequence target,
    CharSequence referer,
    CharSequence userAgent,
    @Nullable String route,
    @Nullable Address endpoint,
    long linkConnection,
    @Nullable String linkHandshakeId,
    int status,
    @Nullable FailureKind failure,
    @Nullable String detail,
    Side endedBy,
    Phase phase,
    long requestBytes,
    long responseBytes,
    int retries,
    Duration took,
    @Nullable Duration toSent,
    @Nullable Duration toHead,
    @Nullable TraceContext trace) {

  /** When the first byte of the head came. */
  public Instant startedAt() {
    return endedAt.minus(took);
  }

  /** How far an exchange had come. */
  public enum Phase {
    /** The request's head was being read. */
    HEAD("head"),
    /** A connection to the next hop was awaited. */
    CONNECT("connect"),
    /** The request's body was being sent on. */
    REQUEST("request"),
    /** The answer was awaited. */
    WAIT("wait"),
    /** The answer was being sent on. */
    RESPONSE("response"),
    /** Bytes flowed both ways after an upgrade. */
    TUNNEL("tunnel"),
    /** Both were complete. */
    DONE("done");

    private final String word;

    Phase(String word) {
      this.word = word;
    }

    /** The word in logs. */
    public String word() {
      return word;
    }
  }
}
