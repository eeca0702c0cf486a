package io.handclasp.proxy.http;

/**
 * The head of a response. Reason phrases are not passed on; writers make their own.
 *
 * @param status 100 to 599; 101 only where the request asked for an upgrade
 * @param fields all but framing
 * @param framing what is said of the body
 */
public record ResponseHead(int status, Fields fields, BodyFraming framing) {
  /** Whether another head follows (1xx but 101). */
  public boolean isInformational() {
    return status < 200 && status != 101;
  }

  /**
   * Whether an answer with this status to that method never has a body (RFC 9110 section 6.4.1).
   * Behind a 101 goes on what was asked for.
   */
  public boolean isBodiless(boolean answersHead) {
    return status != 101 && (answersHead || status == 204 || status == 304 || status < 200);
  }
}
