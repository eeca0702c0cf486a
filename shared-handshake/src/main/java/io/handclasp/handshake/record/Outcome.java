package io.handclasp.handshake.record;

/** How the connection's handshake ended. */
public enum Outcome {
  /** Both ends agreed, and the front has proof that the back accepted its certificate. */
  ESTABLISHED,
  /**
   * Front, TLS 1.3 only: complete on this side and closed before the back had said whether it
   * accepts the client's certificate.
   */
  PROVISIONAL,
  /** Complete on this side, then refused by the other (TLS 1.3: the client's certificate). */
  REFUSED,
  /** Ended by an alert, an error or a closed connection. */
  FAILED,
  /** Opened and closed without a byte: a port probe, a load balancer's check. */
  PROBE,
  /** The first bytes were not TLS. */
  NOT_TLS;

  private final String word = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

  /** The word for logs and JSON, such as {@code not-tls}. */
  public String word() {
    return word;
  }
}
