package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.ChainFacts;
import io.handclasp.pki.inspect.ChainFacts.MissingIssuer;
import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki install}: puts the signed reply beside its key. */
@Command(
    name = "install",
    description = {
      "Puts a signed certificate with its chain into the key store that holds its key.",
      "The order of the certificates does not matter; what does not belong is left out."
    })
final class InstallCommand extends PkiCommand {
  @Parameters(
      paramLabel = "REPLY",
      description = {
        "The signed certificate, PEM or DER;",
        "or the store itself, where only its chain is to be completed."
      })
  private Path reply;

  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The key store.")
  private Path store;

  @Option(
      names = "--password",
      required = true,
      paramLabel = "SPEC",
      description = "Opens the key store.")
  private PasswordSource password;

  @Mixin private KeyPassword keyPassword;

  @Option(
      names = "--alias",
      description = "Alias of the key (default: the one whose key the reply certifies).")
  private @Nullable String alias;

  @Option(
      names = "--chain",
      paramLabel = "FILE",
      description = "Certificates of authorities above it; may be repeated.")
  private List<Path> chainFiles = List.of();

  @Override
  int run() throws StoreException, CommandFailure {
    KeyStoreFile file = KeyStoreFile.open(store, warned("--password", password));
    warned("--key-password", keyPassword.source());
    List<X509Certificate> given =
        new ArrayList<>(FileContents.read(reply, password).certificates());
    for (Path chainFile : chainFiles) {
      given.addAll(FileContents.read(chainFile, null).certificates());
    }
    ChainFacts facts = ChainFacts.of(given);
    if (facts.chain().isEmpty()) {
      throw new CommandFailure(ExitCode.BAD_DATA, reply + " holds no certificate");
    }
    X509Certificate leaf = facts.chain().get(0);
    String name = entryOf(file, leaf.getPublicKey());
    PasswordSource own = keyPassword.read();
    file.put(new Identity(name, file.key(name, own), facts.chain()), own);
    file.save();
    out().println(store + ": " + name + " is now " + CertificateFacts.of(leaf).role());
    tellWhatIsMissing(facts);
    return ExitCode.OK;
  }

  private String entryOf(KeyStoreFile file, PublicKey key) throws StoreException, CommandFailure {
    for (String candidate : file.aliases()) {
      boolean wanted = alias == null || alias.toLowerCase(Locale.ROOT).equals(candidate);
      if (wanted
          && file.holdsKey(candidate)
          && file.certificates(candidate).get(0).getPublicKey().equals(key)) {
        return candidate;
      }
    }
    throw new CommandFailure(
        ExitCode.BAD_DATA,
        store
            + " holds no key"
            + (alias == null ? "" : " " + alias)
            + " that "
            + reply
            + " certifies (expected: the store in which pki request made the key)");
  }

  private void tellWhatIsMissing(ChainFacts facts) {
    MissingIssuer missing = facts.missing();
    if (missing != null) {
      out()
          .println(
              "The chain ends below "
                  + missing.name()
                  + "; that is well where every peer trusts it, else give --chain.");
    }
    if (!facts.unrelated().isEmpty()) {
      err()
          .println(
              "warning: left out of --chain what does not belong there: "
                  + facts.unrelated().size());
    }
  }

  /** keytool's own default where the files of which it could be told are not there yet. */
  private String aliasForKeytool() throws CommandFailure, StoreException {
    if (alias != null) {
      return alias;
    }
    if (!Files.exists(store) || !Files.exists(reply)) {
      return "mykey";
    }
    KeyStoreFile file = KeyStoreFile.open(store, password);
    List<X509Certificate> given = FileContents.read(reply, password).certificates();
    List<X509Certificate> chain = ChainFacts.of(given).chain();
    return chain.isEmpty() ? "mykey" : entryOf(file, chain.get(0).getPublicKey());
  }

  @Override
  void explain(ShellScript script) throws CommandFailure, StoreException {
    Path together = Path.of(reply + ".chain");
    List<Object> words = new ArrayList<>(List.of("cat", reply));
    words.addAll(chainFiles);
    script.note("keytool needs the chain up to a root, leaf first.");
    script.runInto(together, words.toArray());
    script.run(
        "keytool",
        "-importcert",
        "-noprompt",
        "-trustcacerts",
        "-alias",
        aliasForKeytool(),
        "-file",
        together,
        "-keystore",
        store,
        PasswordWords.keytool("-storepass", password),
        PasswordWords.keytool("-keypass", keyPassword.source()));
    script.run("rm", together);
  }
}
