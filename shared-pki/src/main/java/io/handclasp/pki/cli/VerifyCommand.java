package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreReader;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.Purpose;
import io.handclasp.pki.trust.RevocationLists;
import io.handclasp.pki.trust.RevocationPolicy;
import io.handclasp.pki.trust.StrictReading;
import io.handclasp.pki.trust.TrustDecision;
import io.handclasp.pki.trust.TrustFinding;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import io.handclasp.pki.trust.TrustQuestion;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki verify}: asks the judge that the proxies ask. */
@Command(
    name = "verify",
    description = {
      "Judges a chain as the proxies would, and prints every reason against it.",
      "Ends with 0 where it is accepted and with 1 where it is refused."
    })
final class VerifyCommand extends PkiCommand {
  @Parameters(paramLabel = "CHAIN", description = "Key store or PEM file with the chain.")
  private Path chain;

  @Mixin private StorePassword password;

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "STORE",
      description = "Trust store or PEM file with the trusted authorities.")
  private Path trust;

  @Option(names = "--trust-password", paramLabel = "SPEC", description = "Opens the trust store.")
  private @Nullable PasswordSource trustPassword;

  @Option(
      names = "--purpose",
      required = true,
      description = "What the leaf is shown for: server or client.")
  private Purpose purpose;

  @Option(
      names = "--name",
      description = "Host name or IP address that a server's leaf must carry.")
  private @Nullable String name;

  @Option(names = "--crl", paramLabel = "FILE", description = "A revocation list; may be repeated.")
  private List<Path> lists = List.of();

  @Option(
      names = "--revocation",
      converter = RevocationConverter.class,
      paramLabel = "POLICY",
      description = {"require, when-available or off; require where a list is given, else off."})
  private @Nullable RevocationPolicy revocation;

  @Option(
      names = "--match-cn",
      description = "Accept a name that stands in the subject's common name alone.")
  private boolean matchCommonName;

  @Option(
      names = "--conformance",
      description =
          "Refuse also what RFC 5280 asks of authorities though nothing follows for trust, such as"
              + " a missing key identifier; a warning otherwise.")
  private boolean conformance;

  @Option(
      names = "--at",
      converter = TimeConverter.class,
      paramLabel = "TIME",
      description = "The time to judge at, such as 2027-01-01T00:00:00Z (default: now).")
  private @Nullable Instant at;

  @Option(names = "--json", description = "Write JSON for programs.")
  private boolean json;

  @Override
  int run() throws StoreException, IOException, CommandFailure {
    List<X509Certificate> shown =
        shown(FileContents.read(chain, warned("--password", password.source())));
    List<X509Certificate> anchors =
        StoreReader.trusted(new TrustSource(trust, warned("--trust-password", trustPassword)));
    TrustJudge judge = new TrustJudge(anchors, RevocationLists.readAll(lists), policy());
    Instant time = at != null ? at : Instant.now();
    List<TrustFinding> leftOut = StrictReading.leftOut(trust, judge);
    TrustDecision decision = judge.judge(new TrustQuestion(shown, purpose, name, time));
    if (json) {
      JsonOutput.print(out(), json(decision, leftOut, time));
    } else {
      print(decision, leftOut, time);
    }
    return decision.accepted() ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  /** The chain of the first key where there is one, else all certificates of the file. */
  private static List<X509Certificate> shown(FileContents contents) {
    return contents.entries().stream()
        .filter(entry -> entry.kind() == FileContents.Kind.KEY && !entry.chain().isEmpty())
        .map(FileContents.Entry::chain)
        .findFirst()
        .orElseGet(contents::certificates);
  }

  private TrustPolicy policy() {
    RevocationPolicy safe = lists.isEmpty() ? RevocationPolicy.OFF : RevocationPolicy.REQUIRE;
    return TrustPolicy.everyday()
        .withRevocation(revocation != null ? revocation : safe)
        .withMatchCommonName(matchCommonName)
        .withConformance(conformance);
  }

  private void print(TrustDecision decision, List<TrustFinding> leftOut, Instant time) {
    out().println(decision.accepted() ? palette().good("accepted") : palette().alarm("refused"));
    decision.path().forEach(c -> out().println("    " + CertificateFacts.of(c).subject()));
    decision.refusals().forEach(finding -> print("refused", finding));
    leftOut.forEach(finding -> print("warning", finding));
    decision.warnings().forEach(finding -> print("warning", finding));
    decision.revocation().forEach(note -> out().println("revocation: " + note.textAt(time)));
  }

  private void print(String word, TrustFinding finding) {
    out().println(word + " " + finding.reason().code() + ": " + finding.detail());
  }

  private static Map<String, Object> json(
      TrustDecision decision, List<TrustFinding> leftOut, Instant time) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("accepted", decision.accepted());
    value.put("path", decision.path().stream().map(CertificateFacts::fingerprint).toList());
    value.put("refusals", decision.refusals().stream().map(VerifyCommand::json).toList());
    value.put(
        "warnings",
        Stream.concat(leftOut.stream(), decision.warnings().stream())
            .map(VerifyCommand::json)
            .toList());
    value.put("revocation", decision.revocation().stream().map(n -> n.textAt(time)).toList());
    return value;
  }

  private static Map<String, Object> json(TrustFinding finding) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("reason", finding.reason().code());
    X509Certificate certificate = finding.certificate();
    if (certificate != null) {
      value.put("subject", CertificateFacts.of(certificate).subject());
      value.put("sha256", CertificateFacts.fingerprint(certificate));
    }
    value.put("detail", finding.detail());
    return value;
  }

  @Override
  void explain(ShellScript script) {
    List<Object> words = new ArrayList<>(List.of("openssl", "verify", "-CAfile", trust));
    words.add("-purpose");
    words.add(purpose == Purpose.SERVER ? "sslserver" : "sslclient");
    if (name != null) {
      words.add(name.matches("[0-9.]+|.*:.*") ? "-verify_ip" : "-verify_hostname");
      words.add(name);
    }
    for (Path list : lists) {
      words.add("-crl_check");
      words.add("-CRLfile");
      words.add(list);
    }
    if (conformance) {
      words.add("-x509_strict");
    }
    words.add("-untrusted");
    words.add(chain);
    words.add(chain);
    script.note("openssl reads PEM here: pki convert --to pem makes it from a store.");
    script.run(words.toArray());
  }
}
