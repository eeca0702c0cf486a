package io.handclasp.pki.cli;

import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pki crl}: the authority's revocation list, fresh. */
@Command(
    name = "crl",
    description = "Signs the authority's revocation list anew; run it before the old one is due.")
final class CrlCommand extends PkiCommand {
  @Mixin private AuthorityOptions authority;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The list to write (default: authority.crl in the authority's folder).")
  private @Nullable Path out;

  @Option(
      names = "--days",
      defaultValue = "7",
      description = "Days until the next list is due (default: ${DEFAULT-VALUE}).")
  private int days;

  @Override
  int run() throws StoreException {
    X509CRL list = authority.open(this).writeList(file(), Duration.ofDays(days));
    int count = list.getRevokedCertificates() == null ? 0 : list.getRevokedCertificates().size();
    out().println(file() + ": " + count + " revoked, next due " + list.getNextUpdate().toInstant());
    return ExitCode.OK;
  }

  private Path file() {
    return out != null ? out : authority.folder().resolve("authority.crl");
  }

  @Override
  void explain(ShellScript script) {
    OpenSsl.database(script, authority);
    OpenSsl.list(script, authority, days, file());
  }
}
