package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.lifecycle.AuthorityFolder;
import io.handclasp.pki.lifecycle.AuthorityRotation;
import io.handclasp.pki.lifecycle.AuthorityRotation.Progress;
import io.handclasp.pki.lifecycle.Renewal;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki rotate-authority}: from one authority to the next without an outage. */
@Command(
    name = "rotate-authority",
    description = {
      "Changes from one authority to the next in three phases, each of which refuses to run"
          + " before it is safe (exit code 1):",
      "  trust-both  every trust store trusts the old and the new authority",
      "  issue       every identity is issued anew by the new authority",
      "  drop        no trust store trusts the old authority any more",
      "Between two phases let every program read its stores again. Name all stores each time."
    })
final class RotateAuthorityCommand extends PkiCommand {
  /** The three steps. */
  enum Phase {
    /** Both are trusted. */
    TRUST_BOTH,
    /** The new one issues. */
    ISSUE,
    /** The old one goes. */
    DROP
  }

  @Parameters(paramLabel = "PHASE", description = "trust-both, issue or drop.")
  private String phaseName;

  @Option(
      names = "--old",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the old authority.")
  private Path oldFolder;

  @Option(
      names = "--new",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the new authority, as pki authority made it.")
  private Path newFolder;

  @Option(
      names = "--new-password",
      paramLabel = "SPEC",
      description = "Opens the new authority's key (phase issue).")
  private @Nullable PasswordSource newPassword;

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "STORE=SPEC",
      description = "A trust store and its password, such as t.p12=file:t.password; repeated.")
  private List<String> trustStores;

  @Option(
      names = "--identity",
      paramLabel = "STORE=SPEC",
      description = "A key store and its password; repeated (phases issue and drop).")
  private List<String> identities = List.of();

  @Mixin private KeyPassword keyPassword;

  @Option(
      names = "--days",
      defaultValue = "90",
      description = "Days that new certificates are valid (default: ${DEFAULT-VALUE}).")
  private int days;

  @Override
  int run() throws StoreException, CommandFailure {
    Phase phase = phase();
    if (phase != Phase.TRUST_BOTH && identities.isEmpty()) {
      throw usage("--identity: none (expected: every key store that the old authority issued for)");
    }
    Progress progress = run(phase);
    progress.obstacles().forEach(line -> err().println("not yet: " + line));
    if (!progress.obstacles().isEmpty()) {
      err().println("Nothing was changed.");
      return ExitCode.NEGATIVE;
    }
    progress.changes().forEach(out()::println);
    if (progress.changes().isEmpty()) {
      out().println("Nothing to do: this phase was done before.");
    }
    return ExitCode.OK;
  }

  private Progress run(Phase phase) throws StoreException, CommandFailure {
    AuthorityRotation rotation =
        new AuthorityRotation(
            AuthorityFolder.certificate(oldFolder),
            AuthorityFolder.certificate(newFolder),
            stores("--trust", trustStores),
            stores("--identity", identities));
    return switch (phase) {
      case TRUST_BOTH -> rotation.trustBoth();
      case ISSUE -> rotation.issue(newAuthority(), renewal(), keyPassword());
      case DROP -> rotation.drop();
    };
  }

  private Renewal renewal() {
    return new Renewal(Duration.ofDays(days), null, List.<AlternativeName>of());
  }

  private AuthorityFolder newAuthority() throws StoreException, CommandFailure {
    if (newPassword == null) {
      throw usage("--new-password is needed to issue");
    }
    warned("--new-password", newPassword);
    return AuthorityFolder.open(newFolder, newPassword);
  }

  private @Nullable PasswordSource keyPassword() throws StoreException {
    warned("--key-password", keyPassword.source());
    return keyPassword.read();
  }

  private List<KeyStoreFile> stores(String option, List<String> pairs)
      throws StoreException, CommandFailure {
    List<KeyStoreFile> stores = new ArrayList<>();
    for (String pair : pairs) {
      stores.add(KeyStoreFile.open(file(option, pair), password(option, pair)));
    }
    return stores;
  }

  private Path file(String option, String pair) throws CommandFailure {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw usage(option + ": no password (expected: STORE=file:PATH or STORE=env:NAME)");
    }
    return Path.of(pair.substring(0, equals));
  }

  private PasswordSource password(String option, String pair) throws CommandFailure {
    try {
      PasswordSource source = PasswordSource.parse(pair.substring(pair.indexOf('=') + 1));
      warned(option, source);
      return source;
    } catch (IllegalArgumentException e) {
      throw usage(option + ": " + e.getMessage());
    }
  }

  private Phase phase() throws CommandFailure {
    for (Phase phase : Phase.values()) {
      if (phase.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(phaseName)) {
        return phase;
      }
    }
    throw usage("phase " + phaseName + " (expected: trust-both, issue or drop)");
  }

  @Override
  void explain(ShellScript script) throws CommandFailure, StoreException {
    switch (phase()) {
      case TRUST_BOTH -> {
        for (String pair : trustStores) {
          keytool(script, "-importcert", pair, newFolder);
        }
      }
      case ISSUE ->
          script.note("For each key store: pki renew --authority " + newFolder + " --explain");
      case DROP -> {
        for (String pair : trustStores) {
          keytool(script, "-delete", pair, oldFolder);
        }
      }
    }
  }

  private void keytool(ShellScript script, String verb, String pair, Path authority)
      throws CommandFailure, StoreException {
    X509Certificate certificate = AuthorityFolder.certificate(authority);
    String name = CertificateFacts.of(certificate).shortName().toLowerCase(Locale.ROOT);
    boolean adds = verb.equals("-importcert");
    script.run(
        "keytool",
        verb,
        adds ? List.of("-noprompt", "-file", authority.resolve("authority.pem")) : List.of(),
        "-alias",
        adds ? name : aliasIn(pair, certificate),
        "-keystore",
        file("--trust", pair),
        PasswordWords.keytool("-storepass", password("--trust", pair)));
  }

  private String aliasIn(String pair, X509Certificate certificate)
      throws StoreException, CommandFailure {
    KeyStoreFile store = KeyStoreFile.open(file("--trust", pair), password("--trust", pair));
    for (String candidate : store.aliases()) {
      if (store.certificates(candidate).contains(certificate)) {
        return candidate;
      }
    }
    return "ca1";
  }
}
