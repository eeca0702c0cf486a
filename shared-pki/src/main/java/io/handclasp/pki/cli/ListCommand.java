package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.CertificateFacts;
import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.inspect.FileContents.Entry;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki list}: one line per entry of a store. */
@Command(name = "list", description = "Lists the entries of a store, one line each.")
final class ListCommand extends PkiCommand {
  @Parameters(paramLabel = "STORE", description = "A PKCS12, JKS or JCEKS store, or a PEM file.")
  private Path file;

  @Mixin private StorePassword password;

  @Option(names = "--json", description = "Write JSON for programs.")
  private boolean json;

  @Override
  int run() throws StoreException {
    Instant now = Instant.now();
    FileContents contents = FileContents.read(file, warned("--password", password.source()));
    if (json) {
      JsonOutput.print(out(), contents.entries().stream().map(entry -> json(entry, now)).toList());
      return ExitCode.OK;
    }
    out().println(file + ": " + contents.format() + ", " + count(contents.entries().size()));
    CertificateText text = new CertificateText(out(), palette(), now);
    contents.entries().forEach(entry -> print(entry, text));
    return ExitCode.OK;
  }

  private void print(Entry entry, CertificateText text) {
    String kind = EntryKinds.words(entry);
    if (entry.chain().isEmpty()) {
      out().printf(Locale.ROOT, "%-24s %s%n", entry.name(), kind);
      return;
    }
    CertificateFacts facts = CertificateFacts.of(entry.chain().get(0));
    String above = entry.chain().size() > 1 ? " and " + (entry.chain().size() - 1) + " more" : "";
    out()
        .printf(
            Locale.ROOT,
            "%-24s %s: %s%s, days left %s, SHA-256 %.16s%n",
            entry.name(),
            kind,
            facts.subject(),
            above,
            text.daysLeft(facts),
            facts.sha256());
  }

  private static Map<String, Object> json(Entry entry, Instant now) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("name", entry.name());
    value.put("kind", EntryKinds.code(entry.kind()));
    value.put(
        "certificates",
        entry.chain().stream().map(c -> CertificateJson.of(CertificateFacts.of(c), now)).toList());
    return value;
  }

  private static String count(int entries) {
    return entries == 1 ? "1 entry" : entries + " entries";
  }

  @Override
  void explain(ShellScript script) {
    explain(script, file, password.source());
  }

  static void explain(ShellScript script, Path file, @Nullable PasswordSource password) {
    script.run(
        "keytool", "-list", "-v", "-keystore", file, PasswordWords.keytool("-storepass", password));
  }
}
