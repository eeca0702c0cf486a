package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.ChainFacts;
import io.handclasp.pki.lifecycle.PemText;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.SafeFile;
import io.handclasp.pki.store.SafeFile.Access;
import io.handclasp.pki.store.StoreContents;
import io.handclasp.pki.store.StoreContents.TrustedEntry;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFormat;
import io.handclasp.pki.store.StoreReader;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki convert}: the same keys and certificates in another format. */
@Command(
    name = "convert",
    description = {
      "Writes keys and certificates in another format: PKCS12, JKS and PEM, all ways.",
      "Chains come out in order, without what does not belong to them."
    })
final class ConvertCommand extends PkiCommand {
  /** What can be written. */
  enum Target {
    /** For everyone. */
    PKCS12,
    /** For old Java programs. */
    JKS,
    /** For nginx, HAProxy, curl. */
    PEM
  }

  @Parameters(paramLabel = "FILE", description = "A store or PEM file; its format is found out.")
  private Path in;

  @Option(names = "--password", paramLabel = "SPEC", description = "Opens the file that is read.")
  private @Nullable PasswordSource password;

  @Option(
      names = "--key-password",
      paramLabel = "SPEC",
      description = "Opens the key in it (default: --password).")
  private @Nullable PasswordSource keyPassword;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "PEM file with the private key, where it stands alone.")
  private @Nullable Path key;

  @Option(names = "--to", required = true, description = "pkcs12, jks or pem.")
  private Target to;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where it goes.")
  private Path out;

  @Option(
      names = "--out-password",
      paramLabel = "SPEC",
      description = "Password of the new store (default: --password).")
  private @Nullable PasswordSource outPassword;

  @Option(
      names = "--key-out",
      paramLabel = "FILE",
      description = "Where the key goes in PEM (default: into the same file).")
  private @Nullable Path keyOut;

  @Option(names = "--alias", description = "Name of the key in the new store.")
  private @Nullable String alias;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  /** What went into the new file. */
  private record Written(int keys, int certificates) {}

  @Override
  int run() throws StoreException, CommandFailure {
    StoreContents contents = contents();
    int given = contents.identities().size();
    if (alias != null && given > 1) {
      throw usage("--alias names one key, and " + in + " holds " + given);
    }
    Written written = to == Target.PEM ? writePem(contents) : writeStore(contents, newPassword());
    out()
        .println(
            out
                + ": "
                + to
                + ", "
                + written.keys()
                + (written.keys() == 1 ? " key" : " keys")
                + ", "
                + written.certificates()
                + " certificates beside");
    return ExitCode.OK;
  }

  private StoreContents contents() throws StoreException {
    warned("--password", password);
    warned("--key-password", keyPassword);
    if (key == null) {
      return StoreReader.contents(in, password, keyPassword);
    }
    Identity identity =
        StoreReader.identity(new IdentitySource(in, key, password, keyPassword, null));
    return new StoreContents(StoreFormat.PEM, List.of(identity), List.of(), List.of(), List.of());
  }

  private PasswordSource newPassword() throws CommandFailure {
    PasswordSource source = outPassword != null ? outPassword : password;
    if (source == null) {
      throw usage("--out-password is needed for a " + to + " store");
    }
    warned("--out-password", outPassword);
    return source;
  }

  private Written writeStore(StoreContents contents, PasswordSource secret) throws StoreException {
    KeyStoreFile store = KeyStoreFile.create(out, StoreFormat.valueOf(to.name()), secret);
    for (Identity identity : contents.identities()) {
      String name = store.freeAlias(alias != null ? alias : identity.alias());
      store.put(new Identity(name, identity.key(), ordered(identity)));
    }
    for (TrustedEntry entry : certificatesOnly(contents)) {
      store.trust(store.freeAlias(entry.alias()), entry.certificate());
    }
    store.save(force);
    int keys = 0;
    for (String name : store.aliases()) {
      keys += store.holdsKey(name) ? 1 : 0;
    }
    return new Written(keys, store.aliases().size() - keys);
  }

  private Written writePem(StoreContents contents) throws StoreException {
    ByteArrayOutputStream certificates = new ByteArrayOutputStream();
    ByteArrayOutputStream keys = new ByteArrayOutputStream();
    for (Identity identity : contents.identities()) {
      keys.writeBytes(PemText.key(identity.key()));
      certificates.writeBytes(PemText.certificates(ordered(identity)));
    }
    List<TrustedEntry> beside = certificatesOnly(contents);
    certificates.writeBytes(
        PemText.certificates(beside.stream().map(TrustedEntry::certificate).toList()));
    boolean holdsKey = keys.size() > 0;
    if (keyOut != null && holdsKey) {
      write(keyOut, keys.toByteArray(), Access.OWNER);
      write(out, certificates.toByteArray(), Access.EVERYONE);
    } else {
      keys.writeBytes(certificates.toByteArray());
      write(out, keys.toByteArray(), holdsKey ? Access.OWNER : Access.EVERYONE);
    }
    return new Written(contents.identities().size(), beside.size());
  }

  private void write(Path file, byte[] bytes, Access access) throws StoreException {
    if (force) {
      SafeFile.replace(file, bytes, access);
    } else {
      SafeFile.create(file, bytes, access);
    }
  }

  private static List<X509Certificate> ordered(Identity identity) {
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(identity.leaf());
    List<X509Certificate> inOrder = ChainFacts.of(identity.chain()).chain();
    chain.addAll(inOrder.stream().skip(1).toList());
    return inOrder.get(0).equals(identity.leaf()) ? chain : identity.chain();
  }

  /** Trusted ones, and where there is no key, all others too: a PEM file says nothing of trust. */
  private static List<TrustedEntry> certificatesOnly(StoreContents contents) {
    List<TrustedEntry> entries = new ArrayList<>(contents.trusted());
    if (contents.identities().isEmpty()) {
      for (X509Certificate other : contents.others()) {
        entries.add(new TrustedEntry(CertificateFacts.of(other).shortName(), other));
      }
    }
    return entries;
  }

  @Override
  void explain(ShellScript script) {
    if (to == Target.PEM) {
      script.note("openssl reads PKCS12; keytool -importkeystore makes that from JKS first.");
      script.run(
          "openssl",
          "pkcs12",
          "-in",
          in,
          PasswordWords.openssl("-passin", password),
          "-nodes",
          "-out",
          out);
      script.run("chmod", "600", out);
    } else if (key != null) {
      script.note("openssl writes PKCS12; keytool -importkeystore makes JKS from that.");
      script.run(
          "openssl",
          "pkcs12",
          "-export",
          "-in",
          in,
          "-inkey",
          key,
          PasswordWords.openssl("-passin", keyPassword),
          alias == null ? List.of() : List.of("-name", alias),
          PasswordWords.openssl("-passout", outPassword != null ? outPassword : password),
          "-out",
          out);
    } else {
      script.run(
          "keytool",
          "-importkeystore",
          "-noprompt",
          "-srckeystore",
          in,
          PasswordWords.keytool("-srcstorepass", password),
          "-destkeystore",
          out,
          "-deststoretype",
          to,
          PasswordWords.keytool("-deststorepass", outPassword != null ? outPassword : password));
      script.run("chmod", "600", out);
    }
  }
}
