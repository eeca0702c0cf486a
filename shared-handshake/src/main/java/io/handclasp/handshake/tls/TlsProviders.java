package io.handclasp.handshake.tls;

import io.netty.handler.ssl.OpenSsl;

/** Chooses the implementation. */
final class TlsProviders {
  private TlsProviders() {}

  /**
   * True where BoringSSL is to be used.
   *
   * @throws IllegalArgumentException where it is asked for and not there
   */
  static boolean useOpenSsl(ProviderChoice choice, TlsMaterial material) {
    return switch (choice) {
      case JDK -> false;
      case AUTO -> OpenSsl.isAvailable() && OwnKeys.suitOpenSsl(material);
      case OPENSSL -> {
        if (!OpenSsl.isAvailable()) {
          throw new IllegalArgumentException(
              "provider: openssl, but its native library does not load here (expected: jdk or"
                  + " auto): "
                  + OpenSsl.unavailabilityCause());
        }
        yield true;
      }
    };
  }
}
