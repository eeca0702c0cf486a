package io.handclasp.handshake.observe;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How handshakes are called. */
final class HandshakeIds {
  private static final int LENGTH = 6;

  private HandshakeIds() {}

  /** From what both ends see; a random one behind an {@code x} where no hello came. */
  static String of(@Nullable ClientHello hello) {
    if (hello != null) {
      return hello.random().substring(0, 2 * LENGTH);
    }
    return anonymous();
  }

  static String anonymous() {
    byte[] random = new byte[LENGTH];
    ThreadLocalRandom.current().nextBytes(random);
    return "x" + HexFormat.of().formatHex(random);
  }
}
