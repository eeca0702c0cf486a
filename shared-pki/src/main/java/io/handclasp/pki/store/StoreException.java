package io.handclasp.pki.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A store could not be read or written. The message is one sentence that names the file, what was
 * found and what to do; it never holds a password.
 */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private final StoreFault fault;
  private final transient Path file;

  /** With the underlying cause, null where there is none. */
  public StoreException(StoreFault fault, Path file, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
    this.file = file;
  }

  /** What went wrong, as a stable kind. */
  public StoreFault fault() {
    return fault;
  }

  /** The file it concerns. */
  public Path file() {
    return file;
  }
}
