package io.handclasp.pki.inspect;

/** What a leaf is meant for. */
public enum Usage {
  /** Shown by the server of a TLS connection. */
  SERVER,
  /** Shown by the client of a TLS connection. */
  CLIENT,
  /** Both. */
  BOTH;

  boolean server() {
    return this != CLIENT;
  }

  boolean client() {
    return this != SERVER;
  }
}
