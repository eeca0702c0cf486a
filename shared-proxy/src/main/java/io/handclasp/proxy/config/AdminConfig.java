package io.handclasp.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener, for operators.
 *
 * @param listen where; plain HTTP on a loopback address only
 * @param tls true to speak mutual TLS with the proxy's own stores
 * @param peer the other proxy's admin listener, asked for its half of a handshake; null where none
 *     is known
 * @param keep how many of the last handshakes are kept in memory to be shown
 * @param hosts names besides addresses and {@code localhost} under which browsers may ask for it
 */
public record AdminConfig(
    Address listen, boolean tls, @Nullable Peer peer, int keep, List<String> hosts) {
  /** How many handshakes are kept where nothing is said. */
  public static final int USUAL_KEEP = 10_000;

  /** Checks and copies. */
  public AdminConfig {
    hosts = List.copyOf(hosts);
    if (!tls && !HostName.loopback(listen.host())) {
      throw new IllegalArgumentException(
          "listen: " + listen + " (expected: a loopback address, or tls)");
    }
  }

  /** In plain on that address, without a peer. */
  public static AdminConfig on(Address listen) {
    return new AdminConfig(listen, false, null, USUAL_KEEP, List.of());
  }

  /**
   * The other proxy's admin listener.
   *
   * @param tls whether it speaks mutual TLS
   * @param address where it listens
   * @param name the name its certificate must carry; null means the address's host
   */
  public record Peer(boolean tls, Address address, @Nullable String name) {
    /** The name to expect in the certificate. */
    public String expectedName() {
      return name != null ? name : address.host();
    }
  }
}
