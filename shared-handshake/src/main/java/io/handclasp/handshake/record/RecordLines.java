package io.handclasp.handshake.record;

import java.io.ByteArrayOutputStream;

/**
 * Writes record after record as {@link RecordJson} does, at less cost than one by itself: it
 * remembers what is the same in many. For one thread.
 */
public final class RecordLines {
  private final KnownTexts known = new KnownTexts(RecordJson.FACTORY);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(RecordJson.LARGEST);

  /** One object in UTF-8 without line breaks, at most {@link RecordJson#LARGEST} bytes. */
  public byte[] write(HandshakeRecord handshake) {
    return RecordJson.write(handshake, known, bytes);
  }
}
