package io.handclasp.handshake.record;

/** Which end of the TLS connection wrote the record. */
public enum Role {
  /** Opened the connection: the front. */
  CLIENT,
  /** Accepted the connection: the back. */
  SERVER;

  private final String word = name().toLowerCase(java.util.Locale.ROOT);

  /** The end that it talks to. */
  public Role other() {
    return this == CLIENT ? SERVER : CLIENT;
  }

  /** The word for logs and JSON. */
  public String word() {
    return word;
  }
}
