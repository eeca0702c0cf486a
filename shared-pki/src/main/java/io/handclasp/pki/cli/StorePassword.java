package io.handclasp.pki.cli;

import io.handclasp.pki.store.PasswordSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --password}, for commands that open one store. */
final class StorePassword {
  @Option(
      names = "--password",
      paramLabel = "SPEC",
      description = "Opens the store: file:PATH, env:NAME, prompt or pass:TEXT.")
  private @Nullable PasswordSource password;

  @Nullable PasswordSource source() {
    return password;
  }
}
