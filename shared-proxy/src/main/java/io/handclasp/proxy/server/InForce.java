package io.handclasp.proxy.server;

import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.proxy.config.ProxyConfig;

/**
 * What a proxy works by at present, for whoever reports on it.
 *
 * @param epoch from 1, one more with each reload
 * @param config the configuration
 * @param material the opened stores, the private key among them: never to be shown
 */
public record InForce(long epoch, ProxyConfig config, TlsMaterial material) {
  @Override
  public String toString() {
    return "InForce[epoch " + epoch + "]";
  }
}
