package io.handclasp.pki.cli;

import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --key-password}, for commands that make, use or change the entry of a key. */
final class KeyPassword {
  @Option(
      names = "--key-password",
      paramLabel = "SPEC",
      description = "Opens the key, which keeps that password (default: that of its store).")
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

  /** What locks a new key: whoever types it does so twice; null where it is not given. */
  @Nullable PasswordSource forNew() {
    return source == null ? null : source.forNew();
  }
}
