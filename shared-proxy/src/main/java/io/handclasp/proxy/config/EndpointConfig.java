package io.handclasp.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * One place to forward to.
 *
 * @param tls true for {@code https}: mutual TLS with the proxy's own identity
 * @param address where it listens
 * @param peerName the name its certificate must carry; null means the address's host
 */
public record EndpointConfig(boolean tls, Address address, @Nullable String peerName) {
  /** The name to expect in the certificate. */
  public String expectedName() {
    return peerName != null ? peerName : address.host();
  }
}
