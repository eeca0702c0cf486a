package io.handclasp.pki.cli;

import io.handclasp.pki.lifecycle.AuthorityFolder;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --authority} with its password, for commands that sign. */
final class AuthorityOptions {
  @Option(
      names = "--authority",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the authority, as pki authority or pki pair made it.")
  private Path folder;

  @Option(
      names = "--authority-password",
      required = true,
      paramLabel = "SPEC",
      description = "Opens the authority's key.")
  private PasswordSource password;

  AuthorityFolder open(PkiCommand command) throws StoreException {
    command.warned("--authority-password", password);
    return AuthorityFolder.open(folder, password);
  }

  Path certificate() {
    return folder.resolve("authority.pem");
  }

  Path key() {
    return folder.resolve("authority.p12");
  }

  Path folder() {
    return folder;
  }

  PasswordSource password() {
    return password;
  }
}
