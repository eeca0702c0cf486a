package io.handclasp.proxy.log;

import io.handclasp.proxy.config.LogConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How lines look. */
enum Look {
  /** One JSON object each. */
  JSON,
  /** {@code key=value} behind the whole time, level and logger: for files and pipes. */
  PLAIN,
  /** The same in columns: for a terminal without colours. */
  ALIGNED,
  /** In columns and colours. */
  COLOURED;

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  /** Whether a terminal shows them. */
  boolean isForPeople() {
    return this == ALIGNED || this == COLOURED;
  }

  /** What fits that output and the environment (https://no-color.org). */
  static Look of(LogConfig.Format format, OutputStream out, Map<String, String> environment) {
    if (format == LogConfig.Format.JSON) {
      return JSON;
    }
    return out == System.out && isTerminal() ? onTerminal(environment) : PLAIN;
  }

  /** On a terminal. */
  static Look onTerminal(Map<String, String> environment) {
    boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return unwanted || environment.getOrDefault("TERM", "dumb").equals("dumb") ? ALIGNED : COLOURED;
  }

  /**
   * Java's own answer needs the standard input to be one too, and differs from version to version.
   */
  @SuppressWarnings("SystemConsoleNull") // from 22 on it may be there and no terminal: no harm
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null;
    }
  }
}
