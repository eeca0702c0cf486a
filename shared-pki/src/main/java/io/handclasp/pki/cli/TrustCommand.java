package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki trust}: lets a trust store trust one more authority or leaf. */
@Command(
    name = "trust",
    description = "Puts certificates of authorities (or of leaves) into a trust store.")
final class TrustCommand extends PkiCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "CERT",
      description = "Certificates to trust, PEM or DER.")
  private List<Path> files;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "FILE",
      description = "The trust store; made where it does not exist.")
  private Path store;

  @Option(
      names = "--type",
      defaultValue = "pkcs12",
      description = "Format of a new trust store: pkcs12 or jks (default: ${DEFAULT-VALUE}).")
  private KeyStoreType type;

  @Option(
      names = "--password",
      required = true,
      paramLabel = "SPEC",
      description = "Opens the trust store.")
  private PasswordSource password;

  @Option(names = "--alias", description = "Its alias (default: the common name).")
  private @Nullable String alias;

  @Option(names = "--force", description = "Replace another certificate of that alias.")
  private boolean force;

  @Override
  int run() throws StoreException, CommandFailure {
    List<X509Certificate> certificates = certificates();
    if (alias != null && certificates.size() > 1) {
      throw usage("--alias names one certificate, and " + certificates.size() + " were given");
    }
    warned("--password", password);
    KeyStoreFile file =
        Files.exists(store)
            ? KeyStoreFile.open(store, password)
            : KeyStoreFile.create(store, type.format(), password);
    List<String> done = new ArrayList<>();
    List<X509Certificate> added = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      CertificateFacts facts = CertificateFacts.of(certificate);
      String name = (alias != null ? alias : facts.shortName()).toLowerCase(Locale.ROOT);
      String known = aliasOf(file, certificate, name);
      if (known == null) {
        done.add(add(file, certificate, name));
        added.add(certificate);
      } else {
        done.add(store + ": trusts " + facts.subject() + " already, as " + known);
      }
    }
    if (added.isEmpty()) {
      done.add("Nothing was changed.");
    } else {
      file.save();
    }
    done.forEach(out()::println);
    added.forEach(this::warnOfLeaf);
    return ExitCode.OK;
  }

  /**
   * Under which alias it is trusted already; null where it is to be put in. Where {@code --force}
   * is given, another alias does not count: the wanted one may hold what is to be replaced.
   */
  private @Nullable String aliasOf(KeyStoreFile file, X509Certificate certificate, String wanted)
      throws StoreException {
    List<String> known = new ArrayList<>();
    for (String candidate : file.aliases()) {
      if (!file.holdsKey(candidate) && file.certificates(candidate).contains(certificate)) {
        known.add(candidate);
      }
    }
    if (known.contains(wanted)) {
      return wanted;
    }
    return force || known.isEmpty() ? null : known.get(0);
  }

  private void warnOfLeaf(X509Certificate certificate) {
    CertificateFacts facts = CertificateFacts.of(certificate);
    if (!facts.authority() && facts.version() >= 3) {
      err().println("warning: it is no authority; when it is renewed, trust must be given anew");
    }
  }

  /** Adds it and says so. */
  private String add(KeyStoreFile file, X509Certificate certificate, String name)
      throws StoreException, CommandFailure {
    CertificateFacts facts = CertificateFacts.of(certificate);
    if (file.holdsKey(name)) {
      throw new CommandFailure(
          ExitCode.CANNOT_CREATE,
          store + " holds a key as " + name + ", which no certificate replaces; give --alias");
    }
    List<X509Certificate> there =
        file.aliases().contains(name) ? file.certificates(name) : List.of();
    if (!there.isEmpty() && !force) {
      throw new CommandFailure(
          ExitCode.CANNOT_CREATE,
          store + " holds another certificate as " + name + "; give --alias, or --force");
    }
    file.trust(name, certificate);
    String word = facts.authority() ? "whatever it issues" : "this leaf alone";
    return store + ": trusts " + facts.subject() + " (" + word + ") as " + name;
  }

  private List<X509Certificate> certificates() throws StoreException, CommandFailure {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Path file : files) {
      List<X509Certificate> found = FileContents.read(file, null).certificates();
      if (found.isEmpty()) {
        throw new CommandFailure(ExitCode.BAD_DATA, file + " holds no certificate");
      }
      certificates.addAll(found);
    }
    return certificates;
  }

  @Override
  void explain(ShellScript script) {
    for (Path file : files) {
      script.run(
          "keytool",
          "-importcert",
          "-noprompt",
          "-alias",
          alias != null ? alias : nameOf(file),
          "-file",
          file,
          "-storetype",
          type.format(),
          "-keystore",
          store,
          PasswordWords.keytool("-storepass", password));
    }
  }

  private static String nameOf(Path file) {
    try {
      X509Certificate first = FileContents.read(file, null).certificates().get(0);
      return CertificateFacts.of(first).shortName().toLowerCase(Locale.ROOT);
    } catch (StoreException | IndexOutOfBoundsException e) {
      // The explanation still shows the step where the file is not there yet.
      return "ca1";
    }
  }
}
