package io.handclasp.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads the help of front and back, whose command line is parsed by hand, into the form that the
 * other commands have.
 */
final class ProxyHelp {
  private static final Pattern OPTION = Pattern.compile("  (--[a-z-]+)( [A-Z]+)? +(.*)");

  private final CommandSpec spec;
  private final List<String> footer = new ArrayList<>();
  private final List<OptionSpec.Builder> options = new ArrayList<>();
  private final StringBuilder sentence = new StringBuilder();

  private ProxyHelp(String word) {
    spec = CommandSpec.create().name(word);
  }

  static CommandLine command(Part part) {
    ProxyHelp help = new ProxyHelp(part.word());
    Handclasp.proxyHelp(part.word()).lines().skip(1).forEach(help::line);
    return help.command();
  }

  private void line(String line) {
    Matcher option = OPTION.matcher(line);
    if (option.matches()) {
      finishOption();
      options.add(option(option.group(1), option.group(2)));
      sentence.append(option.group(3));
    } else if (line.startsWith("    ") && !options.isEmpty()) {
      sentence.append(' ').append(line.strip());
    } else if (!line.isBlank() || !footer.isEmpty()) {
      footer.add(line);
    }
  }

  private static OptionSpec.Builder option(String name, String value) {
    OptionSpec.Builder option = OptionSpec.builder(name);
    return value == null
        ? option
        : option.type(java.nio.file.Path.class).paramLabel(value.strip()).arity("1");
  }

  private void finishOption() {
    if (!options.isEmpty()) {
      options.get(options.size() - 1).description(sentence.toString());
      sentence.setLength(0);
    }
  }

  private CommandLine command() {
    finishOption();
    options.forEach(option -> spec.addOption(option.build()));
    spec.usageMessage().footer(footer.toArray(String[]::new));
    return new CommandLine(spec);
  }
}
