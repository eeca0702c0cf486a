package io.handclasp.pki.store;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key with the chain of certificates that vouches for it, leaf first.
 *
 * <p>Immutable. {@link #toString()} never shows the key.
 *
 * @param alias the name under which the store held it
 * @param key the private key
 * @param chain the leaf and what was stored above it, in the order of the store; never empty
 */
public record Identity(String alias, PrivateKey key, List<X509Certificate> chain) {
  /** Checks and copies. */
  public Identity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain: empty (expected: the leaf at least)");
    }
  }

  /** The certificate of the key itself. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  @Override
  public String toString() {
    return "Identity[" + alias + ", " + leaf().getSubjectX500Principal() + ", key redacted]";
  }
}
