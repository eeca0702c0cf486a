package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.ChainFacts;
import io.handclasp.pki.inspect.ChainFacts.MissingIssuer;
import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.inspect.FileContents.Entry;
import io.handclasp.pki.inspect.FileContents.Kind;
import io.handclasp.pki.inspect.PeerProbe;
import io.handclasp.pki.inspect.PeerProbe.PeerReport;
import io.handclasp.pki.issue.SigningRequest;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreFormat;
import io.handclasp.pki.trust.RevocationLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki inspect}: what a certificate is, in a file, a store or shown by a server. */
@Command(
    name = "inspect",
    description = {
      "Says what the certificates of a file, a store or a server are, and who may use them for"
          + " what.",
      "Ends with 1 where one of them is expired or not yet valid."
    })
final class InspectCommand extends PkiCommand {
  private static final Pattern HOST_PORT =
      Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<host>[^:/\\\\]+)):(?<port>[0-9]{1,5})");

  @Parameters(
      paramLabel = "FILE|HOST:PORT",
      description = "A PEM or DER file, a PKCS12, JKS or JCEKS store, or a TLS server.")
  private String subject;

  @Option(names = "--json", description = "Write JSON for programs.")
  private boolean json;

  @Mixin private StorePassword password;

  @Override
  int run() throws StoreException, IOException {
    Matcher address = HOST_PORT.matcher(subject);
    Path file = Path.of(subject);
    if (address.matches() && !Files.exists(file)) {
      return server(host(address), Integer.parseInt(address.group("port")));
    }
    return file(file);
  }

  private int file(Path file) throws StoreException {
    Instant now = Instant.now();
    FileContents contents = FileContents.read(file, warned("--password", password.source()));
    if (json) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("file", subject);
      value.put("format", contents.format().name());
      value.put("entries", contents.entries().stream().map(entry -> json(entry, now)).toList());
      JsonOutput.print(out(), value);
    } else {
      out().println(subject + ": " + contents.format());
      contents.entries().forEach(entry -> print(entry, contents.format(), now));
      others(contents);
    }
    return exitCode(contents.certificates(), now);
  }

  private static Map<String, Object> json(Entry entry, Instant now) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("name", entry.name());
    value.put("kind", EntryKinds.code(entry.kind()));
    value.putAll(CertificateJson.of(ChainFacts.of(entry.chain()), now));
    return value;
  }

  private void print(Entry entry, StoreFormat format, Instant now) {
    out().println((entry.name() + ": " + EntryKinds.words(entry)).replaceFirst("^: ", ""));
    if (!entry.chain().isEmpty()) {
      print(ChainFacts.of(entry.chain()), now);
    } else if (format != StoreFormat.PEM && entry.kind() == Kind.KEY) {
      out().println("    give --password to see its certificates");
    }
  }

  /** A signing request or a revocation list, which has no certificates. */
  private void others(FileContents contents) throws StoreException {
    for (Entry entry : contents.entries()) {
      if (entry.name().endsWith("CERTIFICATE REQUEST")) {
        SigningRequest request = SigningRequest.read(contents.file());
        out().println("    asks for        " + request.subject());
        out().println("    names           " + names(request));
        out().println("    key             " + request.publicKey().getAlgorithm());
      }
    }
    if (contents.entries().stream().anyMatch(entry -> entry.name().equals("X509 CRL"))) {
      for (X509CRL list : RevocationLists.read(contents.file())) {
        Set<?> revoked = list.getRevokedCertificates();
        out().println("    revokes         " + (revoked == null ? 0 : revoked.size()));
        out().println("    list of         " + list.getIssuerX500Principal().getName());
        out().println("    made            " + list.getThisUpdate().toInstant());
        out().println("    next            " + nextUpdate(list));
      }
    }
  }

  private static String names(SigningRequest request) {
    List<String> names =
        request.alternativeNames().stream().map(n -> n.kind() + ":" + n.value()).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private String nextUpdate(X509CRL list) {
    Date next = list.getNextUpdate();
    if (next == null) {
      return palette().alarm("does not say");
    }
    String text = next.toInstant().toString();
    return next.toInstant().isBefore(Instant.now()) ? palette().alarm("RAN OUT " + text) : text;
  }

  private int server(String host, int port) throws IOException {
    Instant now = Instant.now();
    PeerReport report = PeerProbe.probe(host, port, Duration.ofSeconds(5));
    ChainFacts chain = ChainFacts.of(report.chain());
    if (json) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("server", subject);
      value.put("asksForClientCertificate", report.asksForCertificate());
      value.put("authoritiesAskedFor", report.authorities());
      value.putAll(CertificateJson.of(chain, now));
      JsonOutput.print(out(), value);
    } else {
      print(chain, now);
      printRequest(report);
    }
    return exitCode(report.chain(), now);
  }

  private void printRequest(PeerReport report) {
    if (!report.asksForCertificate()) {
      out().println("The server did not ask for a client certificate: the link is not mutual.");
      return;
    }
    out().println("The server asks for a client certificate, issued by one of:");
    report.authorities().forEach(name -> out().println("    " + name));
    if (report.authorities().isEmpty()) {
      out().println("    (it names no authority)");
    }
  }

  private void print(ChainFacts chain, Instant now) {
    CertificateText text = new CertificateText(out(), palette(), now);
    int number = 0;
    for (X509Certificate certificate : chain.chain()) {
      text.print(number++ == 0 ? "[0]" : "[" + (number - 1) + "] its issuer", facts(certificate));
    }
    for (X509Certificate certificate : chain.unrelated()) {
      text.print("[-] does not belong to this chain", facts(certificate));
    }
    MissingIssuer missing = chain.missing();
    if (missing != null) {
      out()
          .println("Its issuer is not here: " + missing.name() + ". A peer must trust or know it.");
      missing.addresses().forEach(address -> out().println("    to be fetched from " + address));
    }
    if (!chain.inOrder()) {
      out().println(palette().warning("They stood in another order than a chain should."));
    }
  }

  private static CertificateFacts facts(X509Certificate certificate) {
    return CertificateFacts.of(certificate);
  }

  private static int exitCode(List<X509Certificate> certificates, Instant now) {
    boolean allValid =
        certificates.stream()
            .allMatch(c -> facts(c).validity(now) == CertificateFacts.Validity.VALID);
    return allValid ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  private static String host(Matcher address) {
    String v6 = address.group("v6");
    return v6 != null ? v6 : address.group("host");
  }

  @Override
  void explain(ShellScript script) {
    Path file = Path.of(subject);
    if (HOST_PORT.matcher(subject).matches() && !Files.exists(file)) {
      script.line(
          "openssl s_client -connect " + ShellScript.quoted(subject) + " -showcerts < /dev/null");
      return;
    }
    script.note("For a key store:");
    ListCommand.explain(script, file, password.source());
    script.note("For a PEM file:");
    script.run("openssl", "x509", "-in", file, "-noout", "-text", "-fingerprint", "-sha256");
  }
}
