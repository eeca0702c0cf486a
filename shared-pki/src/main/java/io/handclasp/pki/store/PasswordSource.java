package io.handclasp.pki.store;

import java.nio.file.Path;

/**
 * Where a password comes from: {@code file:PATH}, {@code env:NAME}, {@code prompt} or {@code
 * pass:TEXT}. The last stands in the open and deserves a warning ({@link #inTheOpen()}).
 *
 * <p>No implementation ever shows the password in {@link Object#toString()} or an exception.
 */
public sealed interface PasswordSource {
  /**
   * Reads the words of the configuration and the command line.
   *
   * @param spec for example {@code file:/run/secrets/store}
   * @throws IllegalArgumentException where the form is unknown; the message shows the form only,
   *     never what follows it
   */
  static PasswordSource parse(String spec) {
    throw new UnsupportedOperationException("parse");
  }

  /**
   * The password itself; the caller may wipe the array.
   *
   * @throws StoreException with {@link StoreFault#PASSWORD_UNAVAILABLE} where it cannot be had
   */
  char[] read() throws StoreException;

  /** True where the password itself stands in the configuration or the command line. */
  default boolean inTheOpen() {
    return false;
  }

  /** The first line of a file, without its line end. */
  record FromFile(Path file) implements PasswordSource {
    @Override
    public char[] read() throws StoreException {
      throw new UnsupportedOperationException("read");
    }
  }
}
