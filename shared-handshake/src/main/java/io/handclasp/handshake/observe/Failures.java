package io.handclasp.handshake.observe;

import org.jspecify.annotations.Nullable;

/** Looks into chains of causes. */
final class Failures {
  private static final int DEEPEST = 16;
  private static final int LONGEST = 240;

  private Failures() {}

  /** The first in the chain that is of {@code type}; null where there is none. */
  static <T extends Throwable> @Nullable T of(@Nullable Throwable cause, Class<T> type) {
    Throwable at = cause;
    for (int i = 0; at != null && i < DEEPEST; i++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  /** The kind and the text of the innermost cause, for people. */
  static @Nullable String describe(@Nullable Throwable cause) {
    if (cause == null) {
      return null;
    }
    Throwable at = cause;
    for (int i = 0; at.getCause() != null && i < DEEPEST; i++) {
      at = at.getCause();
    }
    String message = at.getMessage();
    String text = at.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    return Printable.of(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
  }
}
