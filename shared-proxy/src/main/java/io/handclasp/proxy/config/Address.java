package io.handclasp.proxy.config;

/**
 * A host and a port.
 *
 * @param host a name or an address literal, IPv6 without brackets
 * @param port 0 to 65535; 0 lets the system choose when listening
 */
public record Address(String host, int port) {
  /** Checks the port. */
  public Address {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
  }

  /** By hand, as that of a record is linked at its first use, which would be within the start. */
  @Override
  public int hashCode() {
    return 31 * host.hashCode() + port;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
