package io.handclasp.proxy.http;

/**
 * A message that cannot be accepted. Carries no stack trace: it is made for each bad message, and
 * the peer decides how many there are.
 */
public final class HttpSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final FailureKind kind;

  /**
   * A message refused.
   *
   * @param detail what was found, for the log; no bytes of the message but names of fields
   */
  public HttpSyntaxException(FailureKind kind, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
  }

  /** What it counts as. */
  public FailureKind kind() {
    return kind;
  }
}
