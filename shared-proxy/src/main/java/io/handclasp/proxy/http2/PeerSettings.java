package io.handclasp.proxy.http2;

import io.netty.buffer.ByteBuf;

/** What the peer's SETTINGS say (RFC 9113 section 6.5.2, RFC 8441 section 3). */
final class PeerSettings {
  static final int HEADER_TABLE_SIZE = 1;
  static final int ENABLE_PUSH = 2;
  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;
  static final int MAX_FRAME_SIZE = 5;
  static final int MAX_HEADER_LIST_SIZE = 6;
  static final int ENABLE_CONNECT_PROTOCOL = 8;

  /** A peer may offer a table of any size; we fill no larger one. */
  private static final long LARGEST_TABLE = 4096;

  private final boolean fromServer;

  /** Before the peer said a number, a hundred: section 6.5.2 advises to allow no fewer. */
  int maxStreams = 100;

  int initialWindow = Frame.DEFAULT_WINDOW;
  long maxFieldSection = Long.MAX_VALUE;
  long headerTable = 4096;
  boolean extendedConnect;

  PeerSettings(boolean fromServer) {
    this.fromServer = fromServer;
  }

  /** Takes one SETTINGS frame. */
  void take(ByteBuf payload) throws ConnectionError {
    while (payload.isReadable()) {
      take(payload.readUnsignedShort(), payload.readUnsignedInt());
    }
  }

  private void take(int identifier, long value) throws ConnectionError {
    switch (identifier) {
      case HEADER_TABLE_SIZE -> headerTable = Math.min(value, LARGEST_TABLE);
      case ENABLE_PUSH -> require(value == 0 || (value == 1 && !fromServer), "ENABLE_PUSH", value);
      case MAX_CONCURRENT_STREAMS -> maxStreams = (int) Math.min(value, Integer.MAX_VALUE);
      case INITIAL_WINDOW_SIZE -> {
        if (value > Integer.MAX_VALUE) {
          throw new ConnectionError(
              ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS_INITIAL_WINDOW_SIZE of " + value);
        }
        initialWindow = (int) value;
      }
      // Larger frames than the least are never sent, so it is enough that the value is lawful.
      case MAX_FRAME_SIZE ->
          require(value >= Frame.DEFAULT_MAX_SIZE && value <= 0xff_ffff, "MAX_FRAME_SIZE", value);
      case MAX_HEADER_LIST_SIZE -> maxFieldSection = value;
      case ENABLE_CONNECT_PROTOCOL -> {
        require(value == 1 || (value == 0 && !extendedConnect), "ENABLE_CONNECT_PROTOCOL", value);
        extendedConnect = value == 1;
      }
      default -> {
        // Section 6.5.2: unknown ones are ignored.
      }
    }
  }

  private static void require(boolean lawful, String name, long value) throws ConnectionError {
    if (!lawful) {
      throw ConnectionError.protocol("SETTINGS_" + name + " of " + value);
    }
  }
}
