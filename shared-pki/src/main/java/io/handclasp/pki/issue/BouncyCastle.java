package io.handclasp.pki.issue;

import java.security.Key;
import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The provider for what the JDK has dropped. Never registered with {@link java.security.Security},
 * so that it changes nothing for the rest of the program; loaded on first use only.
 */
final class BouncyCastle {
  static final Provider PROVIDER = new BouncyCastleProvider();

  private BouncyCastle() {}

  /** True for keys that only this provider can work with. */
  static boolean made(Key key) {
    return key.getClass().getPackageName().startsWith("org.bouncycastle");
  }
}
