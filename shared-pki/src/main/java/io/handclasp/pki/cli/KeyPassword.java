package io.handclasp.pki.cli;

import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --key-password}, for commands that change the entry of a key. */
final class KeyPassword {
  @Option(
      names = "--key-password",
      paramLabel = "SPEC",
      description = "Opens the key in it, which keeps that password (default: --password).")
  private @Nullable PasswordSource source;

  @Nullable PasswordSource source() {
    return source;
  }

  /**
   * Asked for once, as it opens the old entry and locks the new one; null where it is not given.
   */
  @Nullable PasswordSource read() throws StoreException {
    return source == null ? null : PasswordSource.of(source.read());
  }
}
