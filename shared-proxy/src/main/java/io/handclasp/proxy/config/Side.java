package io.handclasp.proxy.config;

import java.util.Locale;

/** Which of the two proxies a configuration is for. */
public enum Side {
  /** Plain HTTP in, mutual TLS out. */
  FRONT,
  /** Mutual TLS in, a built-in service or plain HTTP out. */
  BACK;

  /** The word for logs: {@code front} or {@code back}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
