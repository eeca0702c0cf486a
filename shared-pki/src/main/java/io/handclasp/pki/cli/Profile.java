package io.handclasp.pki.cli;

import io.handclasp.pki.issue.LeafBuilder;

/** What a certificate is signed for. */
enum Profile {
  /** Shown by a server. */
  SERVER,
  /** Shown by a client. */
  CLIENT,
  /** Both. */
  BOTH;

  boolean server() {
    return this != CLIENT;
  }

  boolean client() {
    return this != SERVER;
  }

  void applyTo(LeafBuilder builder) {
    if (server()) {
      builder.server();
    }
    if (client()) {
      builder.client();
    }
  }
}
