package io.handclasp.proxy.config;

import org.jspecify.annotations.Nullable;

/**
 * One place to forward to.
 *
 * @param tls true for {@code https}: mutual TLS with the proxy's own identity
 * @param address where it listens
 * @param peerName the name its certificate must carry; null means the address's host
 * @param identity which of the own identities is shown there; null means the main one
 * @param priorKnowledge true for {@code h2c}: HTTP/2 in plain, known beforehand to be spoken there
 */
public record EndpointConfig(
    boolean tls,
    Address address,
    @Nullable String peerName,
    @Nullable String identity,
    boolean priorKnowledge) {
  /** Shows the main identity. */
  public EndpointConfig(
      boolean tls, Address address, @Nullable String peerName, boolean priorKnowledge) {
    this(tls, address, peerName, null, priorKnowledge);
  }

  /** Speaks what ALPN settles with TLS, and HTTP/1.1 without. */
  public EndpointConfig(boolean tls, Address address, @Nullable String peerName) {
    this(tls, address, peerName, false);
  }

  /** By hand, as that of a record is linked at its first use, which would be within the start. */
  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** The name to expect in the certificate. */
  public String expectedName() {
    return peerName != null ? peerName : address.host();
  }
}
