package io.handclasp.handshake.record;

/**
 * What brought the handshake to its end, as it was seen on the wire or in an exception's type. Raw
 * evidence: the verdict draws its conclusions from it.
 */
public enum Ending {
  /** Nothing ended it: the handshake is complete. */
  COMPLETED,
  /** This end sent a fatal alert. */
  ALERT_SENT,
  /** The peer sent a fatal alert. */
  ALERT_RECEIVED,
  /** The peer closed the connection without an alert. */
  CLOSED_BY_PEER,
  /** The peer, or something between, reset the connection. */
  RESET_BY_PEER,
  /** This end closed the connection for a reason outside the handshake, such as a shutdown. */
  CLOSED_HERE,
  /** The configured time for a handshake was over. */
  TIMED_OUT,
  /** The first bytes of the peer were not TLS. */
  NOT_TLS,
  /** This end stopped on an error without an alert that could be seen. */
  BROKEN_OFF,
  /** TCP: the peer's host said that nobody listens. */
  CONNECT_REFUSED,
  /** TCP: no answer in time. */
  CONNECT_TIMED_OUT,
  /** TCP: no route, or another error before the connection was up. */
  UNREACHABLE,
  /** The peer's name has no address. */
  NAME_UNRESOLVED;

  private final String word = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

  /** The word for logs and JSON, such as {@code alert-sent}. */
  public String word() {
    return word;
  }
}
