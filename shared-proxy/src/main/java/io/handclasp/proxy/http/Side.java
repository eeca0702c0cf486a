package io.handclasp.proxy.http;

/** Who ended an exchange, or on whose side the cure of a failure lies. */
public enum Side {
  /** Who called the proxy. */
  DOWNSTREAM("client"),
  /** The proxy itself: its limits, its configuration, its end. */
  PROXY("proxy"),
  /** Whom the proxy calls, and the way there. */
  UPSTREAM("upstream");

  private final String word;

  Side(String word) {
    this.word = word;
  }

  /** The word in logs and documents. */
  public String word() {
    return word;
  }
}
