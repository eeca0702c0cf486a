package io.handclasp.handshake.observe;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.internal.tcnative.SSLContext;
import java.lang.reflect.Field;

/**
 * Asks BoringSSL to tell the secrets of each TLS 1.3 handshake, which Netty has no setting for.
 *
 * <p>The native call wants tcnative's own context, not the {@code SSL_CTX} that Netty's accessors
 * return: given that one the JVM crashes. It is held in a protected field, read here by reflection.
 * Where that field is not as it should be, nothing is installed and the messages after ServerHello
 * stay closed. A test holds that it is there in the version of Netty in use.
 */
final class KeyLog {
  private KeyLog() {}

  /** True where the secrets will be told to {@code watch}. */
  static boolean install(SslContext context, HandshakeWatch watch) {
    if (!(context instanceof ReferenceCountedOpenSslContext openssl) || !isBoringSsl()) {
      return false;
    }
    try {
      Field field = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
      if (field.getType() != long.class) {
        return false;
      }
      field.setAccessible(true);
      long pointer = field.getLong(openssl);
      return pointer != 0 && SSLContext.setKeyLogCallback(pointer, watch::secret);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return false;
    }
  }

  private static boolean isBoringSsl() {
    String version = OpenSsl.versionString();
    return version != null && version.startsWith("BoringSSL");
  }
}
