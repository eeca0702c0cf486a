package io.handclasp.proxy.config;

/**
 * What forwarded requests say of their way and of who sent them. What a caller without a verified
 * certificate says of earlier hops is never passed on, nor is a client certificate that somebody
 * else put into a field.
 *
 * @param via adds {@code Via} (RFC 9110 section 7.6.3)
 * @param xForwarded adds {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}
 * @param forwarded adds {@code Forwarded} (RFC 7239)
 * @param believePeers passes on what a caller with a verified certificate says of earlier hops
 * @param clientCert adds {@code Client-Cert} with the caller's verified certificate (RFC 9440)
 * @param clientCertChain adds {@code Client-Cert-Chain} with the rest of its chain (RFC 9440)
 * @param xForwardedClientCert adds {@code X-Forwarded-Client-Cert} in Envoy's form
 */
public record ForwardingConfig(
    boolean via,
    boolean xForwarded,
    boolean forwarded,
    boolean believePeers,
    boolean clientCert,
    boolean clientCertChain,
    boolean xForwardedClientCert) {
  /** Via and X-Forwarded, peers believed, no certificates. */
  public static ForwardingConfig defaults() {
    return new ForwardingConfig(true, true, false, true, false, false, false);
  }
}
