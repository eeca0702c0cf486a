package io.handclasp.handshake.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who the peer proved to be: its verified chain, leaf first.
 *
 * @param chain as verified, leaf first; never empty
 */
public record PeerIdentity(List<X509Certificate> chain) {
  /** Checks and copies. */
  public PeerIdentity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain: empty (expected: the leaf at least)");
    }
  }

  /** The peer's own certificate. */
  public X509Certificate leaf() {
    return chain.get(0);
  }
}
