package io.handclasp.proxy.launch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words after the program's name. Read by hand: there are five of them, and a library for it
 * would be felt in the start-up time.
 */
sealed interface CommandLine {
  /** Run, or only check. */
  record Run(Path config, boolean checkOnly) implements CommandLine {}

  /** Say how to use it. */
  record Help() implements CommandLine {}

  /** Say which version it is. */
  record Version() implements CommandLine {}

  /**
   * Cannot be understood.
   *
   * @param sentence what was found and what was expected
   */
  record Misused(String sentence) implements CommandLine {}

  /** Reads them. */
  static CommandLine parse(List<String> words) {
    Path config = null;
    boolean checkOnly = false;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--help", "-h" -> {
          return new Help();
        }
        case "--version", "-V" -> {
          return new Version();
        }
        case "--check" -> checkOnly = true;
        case "--config", "-c" -> {
          config = rest.hasNext() ? path(rest.next()) : null;
          if (config == null) {
            return new Misused("--config: found no file; expected the YAML file");
          }
        }
        default -> {
          if (!word.startsWith("--config=")) {
            return new Misused(
                word + ": unknown option; expected --config FILE, --check, --help or --version");
          }
          config = path(word.substring("--config=".length()));
        }
      }
    }
    return config == null
        ? new Misused("--config: missing; expected --config FILE")
        : new Run(config, checkOnly);
  }

  private static @Nullable Path path(String word) {
    try {
      return word.isEmpty() ? null : Path.of(word);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
