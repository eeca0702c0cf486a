package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.AuthorityBuilder;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.lifecycle.AuthorityFolder;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pki authority}: a root, or an intermediate below one. */
@Command(
    name = "authority",
    description = "Makes an authority: an encrypted key and its certificate, in a folder.")
final class AuthorityCommand extends PkiCommand {
  @Option(
      names = "--subject",
      required = true,
      paramLabel = "DN",
      description = "Its name, such as \"CN=Example authority,O=Example\".")
  private String subject;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Its folder.")
  private Path out;

  @Option(
      names = "--password",
      required = true,
      paramLabel = "SPEC",
      description = "Encrypts its key: file:PATH, env:NAME, prompt or pass:TEXT.")
  private PasswordSource password;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      defaultValue = "ec-p256",
      description =
          "ec-p256, ec-p384, ec-p521, rsa-2048, rsa-3072, rsa-4096 or ed25519"
              + " (default: ${DEFAULT-VALUE}).")
  private KeyType keyType;

  @Option(
      names = "--days",
      defaultValue = "3652",
      description = "Days that it is valid (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--path-length",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "How many levels of authorities may stand below it (default: ${DEFAULT-VALUE}).")
  private int pathLength;

  @Option(
      names = "--intermediate-of",
      paramLabel = "DIR",
      description = "Folder of the authority that signs it; without it, it is a root.")
  private @Nullable Path parent;

  @Option(
      names = "--parent-password",
      paramLabel = "SPEC",
      description = "Opens the key of the authority above it.")
  private @Nullable PasswordSource parentPassword;

  @Override
  int run() throws StoreException, CommandFailure {
    warned("--password", password);
    warnOfEdwards(keyType);
    Authority authority =
        builder().key(keyType).pathLength(pathLength).validFor(Duration.ofDays(days)).create();
    char[] secret = password.forNew().read();
    AuthorityFolder folder = AuthorityFolder.create(out, authority, secret);
    CertificateFacts facts = CertificateFacts.of(authority.certificate());
    out().println(facts.subject() + ": " + facts.role() + ", " + facts.keyType());
    out().println("Its peers trust " + folder.certificateFile());
    return ExitCode.OK;
  }

  private AuthorityBuilder builder() throws StoreException, CommandFailure {
    try {
      return parent == null ? Authority.root(subject) : above(parent).intermediate(subject);
    } catch (IllegalArgumentException e) {
      throw usage("--subject: " + e.getMessage());
    }
  }

  private Authority above(Path folder) throws StoreException, CommandFailure {
    if (parentPassword == null) {
      throw usage("--intermediate-of needs --parent-password");
    }
    warned("--parent-password", parentPassword);
    Authority authority = AuthorityFolder.open(folder, parentPassword).authority();
    Integer allowed = CertificateFacts.of(authority.certificate()).pathLength();
    if (allowed != null && allowed <= pathLength) {
      throw new CommandFailure(
          ExitCode.BAD_DATA,
          folder
              + " allows "
              + allowed
              + " levels of authorities below it, and this would be one too many;"
              + " make it with --path-length "
              + (pathLength + 1));
    }
    return authority;
  }

  @Override
  void explain(ShellScript script) {
    Path key = out.resolve("authority.key");
    Path certificate = out.resolve("authority.pem");
    script.run("mkdir", "-p", out.resolve("issued"));
    OpenSsl.key(script, keyType, key, null);
    if (parent == null) {
      OpenSsl.root(script, subject, key, null, pathLength, days, certificate);
    } else {
      below(script, parent, key, certificate);
    }
    OpenSsl.lockAway(script, key, certificate, password, out.resolve("authority.p12"));
  }

  private void below(ShellScript script, Path above, Path key, Path certificate) {
    Path request = out.resolve("authority.csr");
    OpenSsl.request(script, subject, List.of(), key, null, request);
    Path own = out.resolve("own.pem");
    OpenSsl.sign(
        script,
        request,
        above.resolve("authority.pem"),
        above.resolve("authority.p12"),
        parentPassword,
        OpenSsl.authorityExtensions(pathLength),
        days,
        null,
        own);
    script.runInto(certificate, "cat", own, above.resolve("authority.pem"));
    script.run("rm", request, own);
  }
}
