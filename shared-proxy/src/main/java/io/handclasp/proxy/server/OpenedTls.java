package io.handclasp.proxy.server;

import io.handclasp.handshake.observe.NamedIdentity;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.proxy.config.ProxyConfig;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a configuration, opened exactly as a proxy that starts would, without the proxy. Owned
 * by whoever opened it.
 */
public final class OpenedTls implements AutoCloseable {
  private final Epoch epoch;

  private OpenedTls(Epoch epoch) {
    this.epoch = epoch;
  }

  /**
   * Opens every file and builds every TLS context; binds nothing.
   *
   * @throws StartException with every problem found
   */
  public static OpenedTls open(ProxyConfig config) throws StartException {
    return new OpenedTls(Epoch.open(config, 1, null));
  }

  /** The opened stores, the private key among them: never to be shown. */
  public TlsMaterial material() {
    return epoch.material();
  }

  /** Which TLS implementation was chosen. */
  public String provider() {
    return epoch.provider();
  }

  /** What was accepted but should be mended. */
  public List<String> warnings() {
    return epoch.warnings();
  }

  /**
   * The TLS towards the endpoints; null at the back.
   *
   * @param identity which of the own identities it shows; null for the main one
   */
  public @Nullable ClientTls client(@Nullable String identity) {
    return identity == null ? epoch.state().clientTls() : epoch.state().otherTls().get(identity);
  }

  /**
   * The certificates of an own identity, its own first.
   *
   * @param identity its name; null for the main one
   */
  public List<X509Certificate> chain(@Nullable String identity) {
    TlsMaterial material = epoch.material();
    return material.others().stream()
        .filter(other -> other.name().equals(identity))
        .findFirst()
        .map(NamedIdentity::identity)
        .orElse(material.identity())
        .chain();
  }

  /** The TLS of the listener; null at the front. */
  public @Nullable ServerTls server() {
    return epoch.state().serverTls();
  }

  @Override
  public void close() {
    epoch.close();
  }
}
