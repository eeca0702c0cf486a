package io.handclasp.pki.cli;

import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.issue.LeafBuilder;
import io.handclasp.pki.issue.SigningRequest;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.SafeFile;
import io.handclasp.pki.store.SafeFile.Access;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pki request}: a key, kept in a key store, and the request to sign it. */
@Command(
    name = "request",
    description = {
      "Makes a key in a key store and a signing request (CSR) for it.",
      "Where the store holds a key of that alias already, the request is for that key."
    })
final class RequestCommand extends PkiCommand {
  @Option(
      names = "--subject",
      required = true,
      paramLabel = "DN",
      description = "The name to be certified, such as \"CN=a.example,O=Example\".")
  private String subject;

  @Option(
      names = "--san",
      paramLabel = "NAME",
      description =
          "Alternative name: DNS:a.example, IP:127.0.0.1, URI:...; may be repeated"
              + " (default: the common name).")
  private List<String> names = List.of();

  @Option(
      names = "--store",
      required = true,
      paramLabel = "FILE",
      description = "Key store for the key; made where it does not exist.")
  private Path store;

  @Option(
      names = "--type",
      defaultValue = "pkcs12",
      description = "Format of a new key store: pkcs12 or jks (default: ${DEFAULT-VALUE}).")
  private KeyStoreType type;

  @Option(
      names = "--password",
      required = true,
      paramLabel = "SPEC",
      description = "Opens the key store: file:PATH, env:NAME, prompt or pass:TEXT.")
  private PasswordSource password;

  @Mixin private KeyPassword keyPassword;

  @Option(
      names = "--alias",
      description = "Alias of the key (default: that of the only one there, else the common name).")
  private @Nullable String alias;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      defaultValue = "ec-p256",
      description = "Kind of a new key (default: ${DEFAULT-VALUE}).")
  private KeyType keyType;

  @Option(names = "--out", required = true, paramLabel = "CSR", description = "The request, PEM.")
  private Path out;

  @Option(names = "--force", description = "Replace an earlier request.")
  private boolean force;

  @Override
  int run() throws StoreException, CommandFailure {
    warned("--password", password);
    warned("--key-password", keyPassword.source());
    KeyPair pair = keyPair();
    SigningRequest request = SigningRequest.create(subject, alternativeNames(), pair);
    byte[] pem = request.pem().getBytes(StandardCharsets.US_ASCII);
    if (force) {
      SafeFile.replace(out, pem, Access.EVERYONE);
    } else {
      SafeFile.create(out, pem, Access.EVERYONE);
    }
    out().println("Request for " + request.subject() + " written to " + out);
    return ExitCode.OK;
  }

  private KeyPair keyPair() throws StoreException, CommandFailure {
    boolean exists = Files.exists(store);
    KeyStoreFile file =
        exists
            ? KeyStoreFile.open(store, password)
            : KeyStoreFile.create(store, type.format(), password);
    String name = aliasIn(file);
    if (exists && file.holdsKey(name)) {
      return new KeyPair(
          file.certificates(name).get(0).getPublicKey(), file.key(name, keyPassword.source()));
    }
    warnOfEdwards(keyType);
    // A key store keeps no key without a certificate; this one is replaced by the signed reply.
    Identity placeholder = placeholder(name);
    file.put(placeholder, keyPassword.forNew());
    file.save();
    return new KeyPair(placeholder.leaf().getPublicKey(), placeholder.key());
  }

  private Identity placeholder(String name) throws CommandFailure {
    try {
      LeafBuilder builder = Authority.selfSigned(subject).key(keyType).alias(name);
      alternativeNames().forEach(one -> one.addTo(builder));
      return builder.create();
    } catch (IllegalArgumentException e) {
      throw usage("--subject: " + e.getMessage());
    }
  }

  /** A second key beside the only one would leave it open which is to be shown. */
  private String aliasIn(KeyStoreFile file) throws StoreException {
    List<String> keys = new ArrayList<>();
    for (String candidate : file.aliases()) {
      if (file.holdsKey(candidate)) {
        keys.add(candidate);
      }
    }
    return alias == null && keys.size() == 1 ? keys.get(0) : alias();
  }

  private String alias() {
    return (alias != null ? alias : commonName()).toLowerCase(Locale.ROOT);
  }

  private String commonName() {
    return SubjectWords.commonName(subject);
  }

  private List<AlternativeName> alternativeNames() {
    List<String> all = names.isEmpty() ? SubjectWords.hostNames(subject) : names;
    return all.stream().map(AlternativeName::of).toList();
  }

  /** Which key it would be, and whether it is there. */
  private record Wanted(String alias, boolean exists) {}

  private Wanted wanted() throws StoreException {
    if (!Files.exists(store)) {
      return new Wanted(alias(), false);
    }
    KeyStoreFile file = KeyStoreFile.open(store, password);
    String name = aliasIn(file);
    return new Wanted(name, file.holdsKey(name));
  }

  @Override
  void explain(ShellScript script) throws CommandFailure, StoreException {
    Wanted key = wanted();
    PasswordSource own = keyPassword.source();
    List<Object> extension = new ArrayList<>();
    List<AlternativeName> all = alternativeNames();
    if (!all.isEmpty()) {
      extension.add("-ext");
      extension.add(
          "SAN="
              + String.join(
                  ",",
                  all.stream()
                      .map(n -> n.kind().name().toLowerCase(Locale.ROOT) + ":" + n.value())
                      .toList()));
    }
    if (!key.exists()) {
      if (own != null && type.format() == StoreFormat.PKCS12) {
        script.note("keytool gives a key in PKCS12 the password of its store.");
      }
      script.run(
          "keytool",
          "-genkeypair",
          "-alias",
          key.alias(),
          Keytool.algorithm(keyType),
          "-dname",
          subject,
          extension,
          "-storetype",
          type.format(),
          "-keystore",
          store,
          PasswordWords.keytool("-storepass", password),
          PasswordWords.keytool("-keypass", own == null ? password : own));
      script.run("chmod", "600", store);
    }
    script.run(
        "keytool",
        "-certreq",
        "-alias",
        key.alias(),
        extension,
        "-file",
        out,
        "-keystore",
        store,
        PasswordWords.keytool("-storepass", password),
        PasswordWords.keytool("-keypass", own));
  }
}
