package io.handclasp.handshake.observe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one TLS 1.3 connection as the key log tells them, kept until the handshake is
 * decided and then wiped. They never leave this package.
 */
final class TrafficSecrets {
  private static final byte[] CLIENT_HANDSHAKE = label("CLIENT_HANDSHAKE_TRAFFIC_SECRET ");
  private static final byte[] SERVER_HANDSHAKE = label("SERVER_HANDSHAKE_TRAFFIC_SECRET ");
  private static final byte[] SERVER_APPLICATION = label("SERVER_TRAFFIC_SECRET_0 ");

  /** Length of {@code ClientHello.random} in hexadecimal, and the blank behind it. */
  private static final int RANDOM = 65;

  private byte @Nullable [] clientHandshake;
  private byte @Nullable [] serverHandshake;
  private byte @Nullable [] serverApplication;

  /** Takes one line in the format of the NSS key log; others than the three needed are ignored. */
  void take(byte[] line) {
    if (startsWith(line, CLIENT_HANDSHAKE)) {
      clientHandshake = secret(line, CLIENT_HANDSHAKE.length);
    } else if (startsWith(line, SERVER_HANDSHAKE)) {
      serverHandshake = secret(line, SERVER_HANDSHAKE.length);
    } else if (startsWith(line, SERVER_APPLICATION)) {
      serverApplication = secret(line, SERVER_APPLICATION.length);
    }
  }

  byte @Nullable [] handshake(boolean fromClient) {
    return fromClient ? clientHandshake : serverHandshake;
  }

  byte @Nullable [] serverApplication() {
    return serverApplication;
  }

  void wipe() {
    wipe(clientHandshake);
    wipe(serverHandshake);
    wipe(serverApplication);
    clientHandshake = null;
    serverHandshake = null;
    serverApplication = null;
  }

  private static void wipe(byte @Nullable [] secret) {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static byte[] label(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean startsWith(byte[] line, byte[] label) {
    return line.length > label.length + RANDOM
        && Arrays.equals(line, 0, label.length, label, 0, label.length);
  }

  private static byte @Nullable [] secret(byte[] line, int label) {
    int from = label + RANDOM;
    byte[] secret = new byte[(line.length - from) / 2];
    for (int i = 0; i < secret.length; i++) {
      int high = Character.digit(line[from + 2 * i], 16);
      int low = Character.digit(line[from + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        return null;
      }
      secret[i] = (byte) ((high << 4) | low);
    }
    return secret;
  }
}
