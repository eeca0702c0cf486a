package io.handclasp.pair;

import io.handclasp.pki.cli.Pki;
import io.handclasp.proxy.doctor.HandshakesMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Command lines of the guide, understood by the programs' own parsers. Those in blocks that are
 * marked as tested run besides; the rest would need stores, journals or time of their own.
 */
final class Commands {
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|'[^']*'|[^\\s\"']+");
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "scripts/pki", "pki",
          "scripts/handshakes", "handshakes",
          "scripts/client-proxy", "front",
          "scripts/backend-service", "back");
  private static final Set<String> PROXY_OPTIONS =
      Set.of("--config", "--check", "--help", "--version");

  private Commands() {}

  /** What is wrong with a line; null where nothing is, or it is no command of ours. */
  static @Nullable String problem(String line) {
    List<String> words = words(line.replaceFirst("^\\$ ", ""));
    if (words.isEmpty()) {
      return null;
    }
    String program = words.remove(0);
    if (program.equals("handclasp")) {
      program = words.isEmpty() ? "help" : words.remove(0);
    } else if (PROGRAMS.containsKey(program)) {
      program = PROGRAMS.get(program);
    } else {
      return null;
    }
    return switch (program) {
      case "pki" -> parsed(Pki.command(), words);
      case "handshakes" -> parsed(HandshakesMain.command().command(), words);
      case "doctor" -> {
        words.add(0, "doctor");
        yield parsed(HandshakesMain.command().command(), words);
      }
      case "front", "back" -> proxy(words);
      case "probe", "completion", "schema", "convert", "help" -> null;
      default -> "no such command";
    };
  }

  private static @Nullable String proxy(List<String> words) {
    return words.stream()
        .filter(word -> word.startsWith("--") && !PROXY_OPTIONS.contains(word))
        .findFirst()
        .map(word -> "no such option: " + word)
        .orElse(null);
  }

  private static @Nullable String parsed(CommandLine command, List<String> words) {
    try {
      command.parseArgs(words.toArray(new String[0]));
      return null;
    } catch (CommandLine.ParameterException e) {
      return e.getMessage();
    }
  }

  /** Up to where the shell takes over. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : WORD.matcher(line).results().map(MatchResult::group).toList()) {
      if (word.matches("[|&;#>].*|\\d>.*")) {
        break;
      }
      words.add(word.replaceAll("^[\"']|[\"']$", ""));
    }
    return words;
  }
}
