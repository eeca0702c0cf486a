package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.lifecycle.AuthorityFolder;
import io.handclasp.pki.store.StoreException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki revoke}: takes back a certificate, and says so in the authority's list. */
@Command(
    name = "revoke",
    description = "Revokes a certificate and signs the authority's revocation list anew.")
final class RevokeCommand extends PkiCommand {
  @Parameters(
      paramLabel = "CERT|SERIAL",
      description = "A certificate file, or a serial number in hexadecimal.")
  private String subject;

  @Mixin private AuthorityOptions authority;

  @Option(
      names = "--reason",
      defaultValue = "unspecified",
      description =
          "unspecified, keyCompromise, cACompromise, affiliationChanged, superseded,"
              + " cessationOfOperation or privilegeWithdrawn (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = "The list to write (default: authority.crl in the authority's folder).")
  private @Nullable Path list;

  @Option(
      names = "--days",
      defaultValue = "7",
      description = "Days until the next list is due (default: ${DEFAULT-VALUE}).")
  private int days;

  @Override
  int run() throws StoreException, CommandFailure {
    CRLReason why = reason();
    AuthorityFolder folder = authority.open(this);
    BigInteger serial = serial(folder);
    boolean fresh = folder.revoke(serial, why, Instant.now());
    X509CRL written = folder.writeList(listFile(), Duration.ofDays(days));
    out().println(serial.toString(16) + (fresh ? " revoked" : " was revoked before"));
    out()
        .println(
            "List written to "
                + listFile()
                + ", next due "
                + written.getNextUpdate().toInstant()
                + "; give it to every peer that trusts this authority.");
    return ExitCode.OK;
  }

  private BigInteger serial(AuthorityFolder folder) throws StoreException, CommandFailure {
    Path file = Path.of(subject);
    if (Files.exists(file)) {
      List<X509Certificate> found = FileContents.read(file, null).certificates();
      if (found.isEmpty()) {
        throw new CommandFailure(ExitCode.BAD_DATA, file + " holds no certificate");
      }
      X509Certificate certificate = found.get(0);
      if (!issuedBy(folder, certificate)) {
        throw new CommandFailure(
            ExitCode.BAD_DATA, file + " was not issued by the authority in " + folder.folder());
      }
      return certificate.getSerialNumber();
    }
    try {
      BigInteger serial = new BigInteger(subject.replace(":", ""), 16);
      if (!folder.hasIssued(serial)) {
        err().println("warning: this authority has no record of serial number " + subject);
      }
      return serial;
    } catch (NumberFormatException e) {
      throw new CommandFailure(
          ExitCode.INPUT_OUTPUT,
          subject + " is neither a file nor a serial number in hexadecimal digits");
    }
  }

  private static boolean issuedBy(AuthorityFolder folder, X509Certificate certificate) {
    try {
      certificate.verify(folder.authority().certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private CRLReason reason() throws CommandFailure {
    for (CRLReason known : CRLReason.values()) {
      String plain = known.name().replace("_", "").toLowerCase(Locale.ROOT);
      if (plain.equals(reason.replace("-", "").toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    throw usage("--reason " + reason + " (expected: such as keyCompromise or superseded)");
  }

  private Path listFile() {
    return list != null ? list : authority.folder().resolve("authority.crl");
  }

  @Override
  void explain(ShellScript script) {
    OpenSsl.database(script, authority);
    if (Files.exists(Path.of(subject))) {
      script.run(
          "openssl",
          "ca",
          "-config",
          OpenSsl.settings(authority),
          "-revoke",
          subject,
          reason.equals("unspecified") ? List.of() : List.of("-crl_reason", reason),
          PasswordWords.openssl("-passin", authority.password()));
    } else {
      script.note("openssl revokes by certificate file: " + subject + " is a serial number.");
    }
    OpenSsl.list(script, authority, days, listFile());
  }
}
