package io.handclasp.pki.trust;

/** What the leaf of a chain is shown for. */
public enum Purpose {
  /** The peer is the server of the TLS connection (the back, seen from the front). */
  SERVER,
  /** The peer is the client of the TLS connection (the front, seen from the back). */
  CLIENT
}
