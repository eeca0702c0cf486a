package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.lifecycle.Renewal;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pki renew}: a new certificate that says what the old one said. */
@Command(
    name = "renew",
    description = {
      "Issues the certificate of a key store anew, with the same subject, names and purposes.",
      "The key stays, unless --new-key is given."
    })
final class RenewCommand extends PkiCommand {
  @Option(names = "--store", required = true, paramLabel = "FILE", description = "The key store.")
  private Path store;

  @Option(
      names = "--password",
      required = true,
      paramLabel = "SPEC",
      description = "Opens the key store.")
  private PasswordSource password;

  @Mixin private KeyPassword keyPassword;

  @Option(names = "--alias", description = "Which key (default: the only one).")
  private @Nullable String alias;

  @Mixin private AuthorityOptions authority;

  @Option(names = "--new-key", description = "Make a new key as well.")
  private boolean newKey;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      defaultValue = "ec-p256",
      description = "Kind of the new key (default: ${DEFAULT-VALUE}).")
  private KeyType keyType;

  @Option(
      names = "--days",
      defaultValue = "90",
      description = "Days that it is valid (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--san",
      paramLabel = "NAME",
      description = "Alternative name, instead of the old ones; may be repeated.")
  private List<String> names = List.of();

  @Override
  int run() throws StoreException, CommandFailure {
    KeyStoreFile file = KeyStoreFile.open(store, warned("--password", password));
    warned("--key-password", keyPassword.source());
    String name = keyAlias(file);
    PasswordSource own = keyPassword.read();
    Identity old = new Identity(name, file.key(name, own), file.certificates(name));
    Renewal renewal =
        new Renewal(
            Duration.ofDays(days),
            newKey ? keyType : null,
            names.stream().map(AlternativeName::of).toList());
    Identity renewed = renewal.renew(old, authority.open(this));
    file.put(renewed, own);
    file.save();
    CertificateFacts facts = CertificateFacts.of(renewed.leaf());
    out()
        .println(store + ": " + name + " is valid until " + facts.notAfter() + ", " + facts.role());
    return ExitCode.OK;
  }

  private String keyAlias(KeyStoreFile file) throws StoreException, CommandFailure {
    String found = null;
    for (String candidate : file.aliases()) {
      boolean wanted = alias == null || alias.toLowerCase(Locale.ROOT).equals(candidate);
      if (wanted && file.holdsKey(candidate)) {
        if (found != null) {
          throw usage(store + " holds several keys: give --alias");
        }
        found = candidate;
      }
    }
    if (found == null) {
      throw new CommandFailure(
          ExitCode.BAD_DATA, store + " holds no key" + (alias == null ? "" : " of alias " + alias));
    }
    return found;
  }

  @Override
  void explain(ShellScript script) throws CommandFailure, StoreException {
    KeyStoreFile file = KeyStoreFile.open(store, password);
    String name = keyAlias(file);
    CertificateFacts facts = CertificateFacts.of(file.certificates(name).get(0));
    Path request = Path.of(store + ".csr");
    Path reply = Path.of(store + ".crt");
    if (newKey) {
      script.note("A new key: see pki request --explain; delete the old entry first.");
    }
    script.run(
        "keytool",
        "-certreq",
        "-alias",
        name,
        "-file",
        request,
        "-keystore",
        store,
        PasswordWords.keytool("-storepass", password),
        PasswordWords.keytool("-keypass", keyPassword.source()));
    OpenSsl.sign(
        script,
        request,
        authority.certificate(),
        authority.key(),
        authority.password(),
        OpenSsl.leafExtensions(
            facts.keyType().startsWith("RSA"),
            facts.servesTlsServer(),
            facts.servesTlsClient(),
            sans(facts)),
        days,
        null,
        reply);
    script.run("sh", "-c", "cat \"$1\" >> \"$0\"", reply, authority.certificate());
    script.run(
        "keytool",
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        reply,
        "-keystore",
        store,
        PasswordWords.keytool("-storepass", password),
        PasswordWords.keytool("-keypass", keyPassword.source()));
    script.run("rm", request, reply);
  }

  private List<String> sans(CertificateFacts facts) {
    List<String> all = names.isEmpty() ? facts.names() : names;
    return all.stream().map(AlternativeName::of).map(AlternativeName::openssl).toList();
  }
}
