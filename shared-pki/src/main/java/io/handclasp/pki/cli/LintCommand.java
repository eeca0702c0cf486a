package io.handclasp.pki.cli;

import io.handclasp.pki.inspect.FileContents;
import io.handclasp.pki.inspect.FileContents.Entry;
import io.handclasp.pki.inspect.FileContents.Kind;
import io.handclasp.pki.inspect.Lint;
import io.handclasp.pki.inspect.LintCode.Level;
import io.handclasp.pki.inspect.LintFinding;
import io.handclasp.pki.inspect.StorePeer;
import io.handclasp.pki.inspect.Usage;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pki lint}: what a careful reviewer would object to. */
@Command(
    name = "lint",
    description = {
      "Says what a careful reviewer would object to, each with a code, a sentence and a cure.",
      "Ends with 1 where there is an error or a warning; notes alone do not count."
    })
final class LintCommand extends PkiCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Stores and PEM files; duplicate serial numbers are looked for across all.")
  private List<Path> files;

  @Mixin private StorePassword password;

  @Option(names = "--purpose", description = "What leaves are meant for: server, client or both.")
  private @Nullable Usage purpose;

  @Option(
      names = "--peer",
      description = "The program that reads the stores: java (before 26) or openssl (3).")
  private @Nullable StorePeer peer;

  @Option(names = "--json", description = "Write JSON for programs.")
  private boolean json;

  @Override
  int run() throws StoreException {
    Lint lint = new Lint(Instant.now(), purpose);
    PasswordSource source = warned("--password", password.source());
    List<FileContents> opened = new ArrayList<>();
    for (Path file : files) {
      // What can be said without opening it comes first: it may be why it does not open.
      opened.add(read(file, source, lint.file(file, false, peer)));
    }
    List<X509Certificate> all = opened.stream().flatMap(c -> c.certificates().stream()).toList();
    List<LintFinding> findings = new ArrayList<>();
    for (FileContents contents : opened) {
      findings.addAll(lint.file(contents.file(), contents.holdsKey(), peer));
      contents.entries().forEach(entry -> findings.addAll(look(lint, contents.file(), entry, all)));
    }
    findings.addAll(lint.together(all));
    print(findings.stream().distinct().toList());
    boolean clean = findings.stream().allMatch(f -> f.code().level() == Level.NOTE);
    return clean ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  private FileContents read(Path file, @Nullable PasswordSource source, List<LintFinding> outside)
      throws StoreException {
    try {
      return FileContents.read(file, source);
    } catch (StoreException e) {
      if (!outside.isEmpty()) {
        print(outside);
      }
      throw e;
    }
  }

  private static List<LintFinding> look(
      Lint lint, Path file, Entry entry, List<X509Certificate> all) {
    String where = entry.name().isEmpty() ? file.toString() : file + " " + entry.name();
    List<LintFinding> findings = new ArrayList<>();
    if (entry.kind() == Kind.KEY && !entry.chain().isEmpty()) {
      findings.addAll(lint.identity(where, entry.chain(), all));
    } else {
      entry.chain().forEach(c -> findings.addAll(lint.certificate(where, c)));
    }
    return findings;
  }

  private void print(List<LintFinding> findings) {
    if (json) {
      JsonOutput.print(out(), findings.stream().map(LintCommand::json).toList());
      return;
    }
    for (LintFinding finding : findings) {
      String level = finding.code().level().name().toLowerCase(Locale.ROOT);
      out().println(painted(finding.code().level(), level + " " + finding.code().code()));
      out().println("    " + finding.where() + ": " + finding.sentence());
      out().println("    cure: " + finding.cure());
    }
    if (findings.isEmpty()) {
      out().println(palette().good("nothing to object to"));
    }
  }

  private String painted(Level level, String text) {
    return switch (level) {
      case ERROR -> palette().alarm(text);
      case WARNING -> palette().warning(text);
      case NOTE -> text;
    };
  }

  private static Map<String, Object> json(LintFinding finding) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("code", finding.code().code());
    value.put("level", finding.code().level().name().toLowerCase(Locale.ROOT));
    value.put("where", finding.where());
    value.put("sentence", finding.sentence());
    value.put("cure", finding.cure());
    return value;
  }

  @Override
  void explain(ShellScript script) {
    script.note("Neither keytool nor openssl judges; this shows what lint looks at.");
    for (Path file : files) {
      script.run("ls", "-l", file);
      ListCommand.explain(script, file, password.source());
    }
  }
}
