package io.handclasp.pki.cli;

import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every sub-command has: help, {@code --explain}, where to write, how to fail. */
abstract class PkiCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli alone reads it
  private boolean help;

  @Option(
      names = "--explain",
      description =
          "Print the equivalent keytool and openssl commands, as a script for sh, and do nothing.")
  private boolean explain;

  /** Does the work. */
  abstract int run() throws CommandFailure, StoreException, IOException, GeneralSecurityException;

  /** The same in keytool and openssl. */
  abstract void explain(ShellScript script) throws CommandFailure, StoreException;

  @Override
  public final Integer call()
      throws CommandFailure, StoreException, IOException, GeneralSecurityException {
    if (explain) {
      out().print(explanation());
      return ExitCode.OK;
    }
    return run();
  }

  private String explanation() throws CommandFailure {
    ShellScript script = new ShellScript();
    try {
      explain(script);
    } catch (StoreException e) {
      throw new CommandFailure(ExitCode.BAD_DATA, String.valueOf(e.getMessage()));
    }
    return script.text();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final Palette palette() {
    return Palette.of(System.getenv());
  }

  /** Warns where a password stands in the open; passes it on. */
  final @Nullable PasswordSource warned(String option, @Nullable PasswordSource source) {
    if (source != null && source.inTheOpen()) {
      err()
          .println(
              "warning: "
                  + option
                  + " pass: shows the password to everyone who can list processes;"
                  + " use file:PATH, env:NAME or prompt");
    }
    return source;
  }

  /** Ed25519 is fine, but not for everyone. */
  final void warnOfEdwards(KeyType type) {
    if (type == KeyType.ED25519) {
      err()
          .println(
              "warning: BoringSSL, and so many proxies and browsers, cannot use Ed25519 in TLS");
    }
  }

  final CommandFailure usage(@Nullable String message) {
    return new CommandFailure(ExitCode.USAGE, String.valueOf(message));
  }
}
