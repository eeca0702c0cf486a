package io.handclasp.proxy.http2;

import io.netty.buffer.ByteBuf;

/**
 * Takes what {@link FrameReader} read. Stream numbers were checked to be zero or not zero as the
 * frame type wants it, lengths to fit the type.
 */
interface FrameSink {
  /**
   * A DATA frame begins.
   *
   * @param length of the payload with padding: what flow control counts
   * @return whether its bytes are wanted; else they are skipped
   */
  boolean onData(int stream, int length, boolean endStream) throws ConnectionError;

  /**
   * A part of the present DATA frame, without padding.
   *
   * @param in holds the part at its reader index; what is kept must be retained, indexes must not
   *     be changed
   * @param frameEnd true with the last part, which may be empty
   */
  void onDataPart(ByteBuf in, int length, boolean frameEnd) throws ConnectionError;

  /** A complete field block; {@code block} is to be read now. */
  void onHeaders(int stream, boolean endStream, ByteBuf block) throws ConnectionError;

  /** PRIORITY, which means nothing any more (section 5.3). */
  void onPriority() throws ConnectionError;

  /** RST_STREAM. */
  void onReset(int stream, ErrorCode code) throws ConnectionError;

  /** SETTINGS, a multiple of six bytes. */
  void onSettings(ByteBuf payload) throws ConnectionError;

  /** Our SETTINGS took effect at the peer. */
  void onSettingsAck() throws ConnectionError;

  /** PING or its answer. */
  void onPing(long data, boolean ack) throws ConnectionError;

  /** GOAWAY. */
  void onGoAway(int lastStream, ErrorCode code) throws ConnectionError;

  /**
   * WINDOW_UPDATE.
   *
   * @param stream 0 for the connection
   * @param increment 0 to 2^31-1
   */
  void onWindowUpdate(int stream, int increment) throws ConnectionError;

  /** A frame of a type that is not known, or one that carries nothing. */
  void onIdleFrame() throws ConnectionError;

  /** A frame with a wrong length whose harm stays within its stream. */
  void onMalformedFrame(int stream, ErrorCode code) throws ConnectionError;
}
