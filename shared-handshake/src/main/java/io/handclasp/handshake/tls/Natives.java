package io.handclasp.handshake.tls;

import io.netty.handler.ssl.OpenSsl;

/** The native library of {@link ProviderChoice#OPENSSL}, which takes its time to load. */
public final class Natives {
  private Natives() {}

  /**
   * Loads it, unless it is loaded. A start does this on a thread of its own, while the
   * configuration is read and the stores are opened.
   *
   * @return true where it is there
   */
  public static boolean load() {
    return OpenSsl.isAvailable();
  }
}
