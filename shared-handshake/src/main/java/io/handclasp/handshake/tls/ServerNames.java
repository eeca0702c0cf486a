package io.handclasp.handshake.tls;

import io.netty.util.NetUtil;
import javax.net.ssl.SNIHostName;
import org.jspecify.annotations.Nullable;

/** What a client may say in SNI. */
final class ServerNames {
  private ServerNames() {}

  /** The name that is wanted, or else the host that is called, whichever is a name. */
  static @Nullable SNIHostName of(String expectedName, String host) {
    SNIHostName name = of(expectedName);
    return name == null ? of(host) : name;
  }

  /** The host where it is a name; null for addresses (RFC 6066 section 3). */
  private static @Nullable SNIHostName of(String host) {
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return null;
    }
    try {
      return new SNIHostName(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
