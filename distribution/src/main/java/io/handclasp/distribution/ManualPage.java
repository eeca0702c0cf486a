package io.handclasp.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * One command as a manual page of section 1, in the macros that every {@code man} reads. picocli's
 * own generator writes AsciiDoc, whose renderer would weigh more than all of the build.
 */
final class ManualPage {
  private final CommandSpec spec;
  private final String name;
  private final String release;
  private final String day;
  private final StringBuilder text = new StringBuilder();

  private ManualPage(CommandSpec spec, String release, String day) {
    this.spec = spec;
    this.name = nameOf(spec);
    this.release = release;
    this.day = day;
  }

  /** The page's name without the section: {@code handclasp-pki-pair}. */
  static String nameOf(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  static String of(CommandSpec spec, String release, String day) {
    return new ManualPage(spec, release, day).write();
  }

  private String write() {
    UsageMessageSpec usage = spec.usageMessage();
    text.append(
        ".TH \"%s\" 1 \"%s\" \"Handclasp %s\" \"Handclasp\"%n"
            .formatted(name.toUpperCase(java.util.Locale.ROOT), day, release));
    section("NAME");
    line(name + " \\- " + firstSentence(usage.description()));
    section("SYNOPSIS");
    synopsis();
    section("DESCRIPTION");
    paragraphs(usage.description());
    parameters();
    options();
    commands();
    exitCodes(usage.exitCodeList());
    footer(usage.footer());
    seeAlso();
    return text.toString();
  }

  private void synopsis() {
    text.append(".B ").append(escaped(spec.qualifiedName(" "))).append('\n');
    List<String> words = new ArrayList<>();
    if (spec.options().stream().anyMatch(option -> !option.hidden())) {
      words.add("[OPTION...]");
    }
    spec.positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .forEach(parameter -> words.add(parameter.paramLabel()));
    if (!spec.subcommands().isEmpty()) {
      words.add("COMMAND [WORDS]");
    }
    line(escaped(String.join(" ", words)));
  }

  private void parameters() {
    List<PositionalParamSpec> shown =
        spec.positionalParameters().stream().filter(parameter -> !parameter.hidden()).toList();
    if (!shown.isEmpty()) {
      section("ARGUMENTS");
      shown.forEach(parameter -> item(parameter.paramLabel(), parameter.description()));
    }
  }

  private void options() {
    List<OptionSpec> shown = spec.options().stream().filter(option -> !option.hidden()).toList();
    if (!shown.isEmpty()) {
      section("OPTIONS");
      shown.forEach(option -> item(head(option), option.description()));
    }
  }

  private static String head(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private void commands() {
    if (!spec.subcommands().isEmpty()) {
      section("COMMANDS");
      for (Map.Entry<String, CommandLine> command : spec.subcommands().entrySet()) {
        UsageMessageSpec usage = command.getValue().getCommandSpec().usageMessage();
        item(command.getKey(), new String[] {firstSentence(usage.description())});
      }
    }
  }

  private void exitCodes(Map<String, String> codes) {
    if (!codes.isEmpty()) {
      section("EXIT STATUS");
      codes.forEach((code, meaning) -> item(code, new String[] {meaning}));
    }
  }

  private void footer(String[] footer) {
    if (footer.length > 0) {
      section("NOTES");
      paragraphs(footer);
    }
  }

  private void seeAlso() {
    List<String> others = new ArrayList<>();
    if (spec.parent() != null) {
      others.add(nameOf(spec.parent()));
    }
    spec.subcommands().values().forEach(sub -> others.add(nameOf(sub.getCommandSpec())));
    if (!others.isEmpty()) {
      section("SEE ALSO");
      line(escaped(String.join("(1), ", others) + "(1)"));
    }
  }

  private void section(String title) {
    text.append(".SH ").append(title).append('\n');
  }

  private void item(String head, String[] lines) {
    text.append(".TP\n.B ").append(escaped(head)).append('\n');
    line(lines.length == 0 ? "\\&" : escaped(plain(String.join(" ", lines))));
  }

  /** Empty lines part paragraphs. */
  private void paragraphs(String[] lines) {
    for (String line : lines) {
      if (line.isBlank()) {
        text.append(".PP\n");
      } else {
        line(escaped(plain(line)));
      }
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private String firstSentence(String[] description) {
    String whole = plain(String.join(" ", description));
    int end = whole.indexOf(". ");
    String first = end < 0 ? whole : whole.substring(0, end);
    return escaped(first.endsWith(".") ? first.substring(0, first.length() - 1) : first);
  }

  /** Without picocli's own marks. */
  private String plain(String marked) {
    String replaced =
        marked
            .replace("%n", " ")
            .replace("%%", "%")
            .replace("${COMMAND-FULL-NAME}", spec.qualifiedName(" "));
    return Help.Ansi.OFF.string(replaced).strip();
  }

  private static String escaped(String plain) {
    String quoted = plain.replace("\\", "\\e").replace("-", "\\-");
    return quoted.startsWith(".") || quoted.startsWith("'") ? "\\&" + quoted : quoted;
  }
}
