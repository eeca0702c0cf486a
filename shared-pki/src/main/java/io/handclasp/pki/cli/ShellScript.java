package io.handclasp.pki.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The equivalent of a command in other tools, as a script that a shell runs as it stands. Built up
 * by {@code --explain}; not thread-safe.
 */
final class ShellScript {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private final List<String> lines = new ArrayList<>();

  /** A remark. */
  ShellScript note(String text) {
    lines.add("# " + text);
    return this;
  }

  /** A command; every word is quoted as the shell needs it. */
  ShellScript run(Object... words) {
    return line(words(words));
  }

  /** A command whose output goes to a file. */
  ShellScript runInto(Path file, Object... words) {
    return line(words(words) + " > " + quoted(file.toString()));
  }

  /** A file with the given lines. */
  ShellScript write(Path file, List<String> content) {
    lines.add("cat > " + quoted(file.toString()) + " <<'END'");
    lines.addAll(content);
    lines.add("END");
    return this;
  }

  /** A line as it stands. */
  ShellScript line(String text) {
    lines.add(text);
    return this;
  }

  /** Everything, with a line end after each line. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String words(Object... words) {
    List<String> quoted = new ArrayList<>();
    for (Object word : words) {
      if (word instanceof List<?> several) {
        several.forEach(one -> quoted.add(quoted(String.valueOf(one))));
      } else {
        quoted.add(quoted(String.valueOf(word)));
      }
    }
    return String.join(" ", quoted);
  }
}
