package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.lifecycle.PairMaker;
import io.handclasp.pki.lifecycle.PairMaker.Pair;
import io.handclasp.pki.lifecycle.PairRequest;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki pair}: both ends of a link in one go. */
@Command(
    name = "pair",
    description = {
      "Makes both ends of a mutual-TLS link in one go: an authority, a key store and a trust store"
          + " for each side in PKCS12 and PEM, with passwords in files of their own, and a"
          + " configuration for each proxy."
    })
final class PairCommand extends PkiCommand {
  @Parameters(index = "0", paramLabel = "CLIENT", description = "Host name of the front.")
  private String client;

  @Parameters(index = "1", paramLabel = "BACKEND", description = "Host name of the back.")
  private String backend;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for everything; made where it does not exist.")
  private Path out;

  @Option(
      names = "--san",
      paramLabel = "NAME",
      description = "One more name of the back, such as DNS:localhost or IP:127.0.0.1.")
  private List<String> names = List.of();

  @Option(names = "--jks", description = "Write JKS stores as well.")
  private boolean jks;

  @Option(names = "--force", description = "Replace the files of an earlier pair.")
  private boolean force;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      defaultValue = "ec-p256",
      description = "Kind of all keys (default: ${DEFAULT-VALUE}).")
  private KeyType keyType;

  @Option(
      names = "--days",
      defaultValue = "90",
      description = "Days that the two identities are valid (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--front",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8280",
      description = "Where the front listens (default: ${DEFAULT-VALUE}).")
  private String front;

  @Option(
      names = "--back",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8243",
      description = "Where the back listens, and the front finds it (default: ${DEFAULT-VALUE}).")
  private String back;

  @Override
  int run() throws StoreException, CommandFailure {
    Pair pair = PairMaker.make(request());
    Instant now = Instant.now();
    describe("front", pair.client(), now);
    describe("back", pair.backend(), now);
    out().println("Written to " + out + ":");
    pair.files().forEach(file -> out().println("    " + out.relativize(file)));
    return ExitCode.OK;
  }

  private void describe(String side, X509Certificate certificate, Instant now) {
    CertificateFacts facts = CertificateFacts.of(certificate);
    out()
        .printf(
            Locale.ROOT,
            "%-5s  %s: %s, %s, %d days, issued by %s%n",
            side,
            facts.shortName(),
            facts.role(),
            facts.keyType(),
            facts.daysLeft(now) + 1,
            facts.issuer());
  }

  private PairRequest request() throws CommandFailure {
    try {
      return new PairRequest(
          client, backend, names, out, jks, force, keyType, Duration.ofDays(days), front, back);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  @Override
  void explain(ShellScript script) {
    script.line("set -e").run("mkdir", "-p", out);
    authority(script, "client", client);
    authority(script, "backend", backend);
    side(script, "client", "backend", client, List.of());
    side(script, "backend", "client", backend, names);
    script.note("The two configurations: see docs/configuration.md.");
  }

  private void authority(ShellScript script, String side, String name) {
    script.note("The authority of " + name + ": an encrypted key and a self-signed certificate.");
    Path folder = out.resolve(side + "-authority");
    PasswordSource password = newPassword(script, out.resolve(side + "-authority.password"));
    script.run("mkdir", "-p", folder.resolve("issued"));
    Path key = folder.resolve("authority.key");
    OpenSsl.key(script, keyType, key, null);
    Path certificate = folder.resolve("authority.pem");
    OpenSsl.root(script, "CN=" + name + " authority", key, null, 0, 3652, certificate);
    OpenSsl.lockAway(script, key, certificate, password, folder.resolve("authority.p12"));
    script.run("cp", certificate, out.resolve(side + "-authority.pem"));
  }

  private void side(
      ShellScript script, String side, String other, String name, List<String> moreNames) {
    script.note("Key, certificate and stores of " + name + ".");
    PasswordSource password = newPassword(script, out.resolve(side + ".password"));
    Path key = out.resolve(side + ".key");
    Path request = out.resolve(side + ".csr");
    Path certificate = out.resolve(side + ".pem");
    Path authority = out.resolve(side + "-authority.pem");
    List<String> all = new ArrayList<>();
    all.add("DNS:" + name);
    moreNames.forEach(more -> all.add(AlternativeName.of(more).openssl()));
    OpenSsl.key(script, keyType, key, null);
    OpenSsl.request(script, "CN=" + name, all, key, null, request);
    OpenSsl.sign(
        script,
        request,
        authority,
        out.resolve(side + "-authority").resolve("authority.p12"),
        new PasswordSource.FromFile(out.resolve(side + "-authority.password")),
        OpenSsl.leafExtensions(
            keyType.code().startsWith("rsa"), side.equals("backend"), side.equals("client"), all),
        days,
        null,
        certificate);
    script.run("rm", request);
    script.run(
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        key,
        "-in",
        certificate,
        "-name",
        name,
        PasswordWords.openssl("-passout", password),
        "-out",
        out.resolve(side + ".p12"));
    trust(script, side, other, password);
  }

  private void trust(ShellScript script, String side, String other, PasswordSource password) {
    Path trusted = out.resolve(other + "-authority.pem");
    script.run("cp", trusted, out.resolve(side + "-trust.pem"));
    List<String> types = jks ? List.of("PKCS12", "JKS") : List.of("PKCS12");
    for (String type : types) {
      script.run(
          "keytool",
          "-importcert",
          "-noprompt",
          "-alias",
          other + "-authority",
          "-file",
          trusted,
          "-storetype",
          type,
          "-keystore",
          out.resolve(side + "-trust." + (type.equals("JKS") ? "jks" : "p12")),
          PasswordWords.keytool("-storepass", password));
    }
    if (jks) {
      script.run(
          "keytool",
          "-importkeystore",
          "-noprompt",
          "-srckeystore",
          out.resolve(side + ".p12"),
          PasswordWords.keytool("-srcstorepass", password),
          "-destkeystore",
          out.resolve(side + ".jks"),
          "-deststoretype",
          "JKS",
          PasswordWords.keytool("-deststorepass", password));
    }
  }

  private static PasswordSource newPassword(ShellScript script, Path file) {
    script.line("(umask 077; openssl rand -hex 16 > " + ShellScript.quoted(file.toString()) + ")");
    return new PasswordSource.FromFile(file);
  }
}
