package io.handclasp.pki.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A password that is asked for once, when it is first needed, and wiped in the end. */
final class Secret implements AutoCloseable {
  private final @Nullable PasswordSource source;
  private char @Nullable [] password;

  /** {@code source} is null where no password is given. */
  Secret(@Nullable PasswordSource source) {
    this.source = source;
  }

  /** The password, null where none is given; shared, so not to be changed. */
  char @Nullable [] chars() throws StoreException {
    if (password == null && source != null) {
      password = source.read();
    }
    return password;
  }

  boolean given() {
    return source != null;
  }

  @Override
  public void close() {
    if (password != null) {
      Arrays.fill(password, '\0');
    }
  }
}
