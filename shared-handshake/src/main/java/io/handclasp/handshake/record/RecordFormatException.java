package io.handclasp.handshake.record;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A line that is not a handshake record. */
public final class RecordFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what was found and what was expected. */
  public RecordFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
