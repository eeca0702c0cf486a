package io.handclasp.handshake.tls;

import io.handclasp.pki.store.Identity;
import io.netty.handler.ssl.OpenSsl;

/** Chooses the implementation. */
final class TlsProviders {
  private TlsProviders() {}

  /**
   * True where BoringSSL is to be used.
   *
   * @throws IllegalArgumentException where it is asked for and not there
   */
  static boolean useOpenSsl(ProviderChoice choice, Identity identity) {
    return switch (choice) {
      case JDK -> false;
      case AUTO -> OpenSsl.isAvailable() && OwnKeys.suitsOpenSsl(identity);
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
