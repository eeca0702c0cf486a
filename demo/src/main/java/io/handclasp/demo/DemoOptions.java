package io.handclasp.demo;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param home folder of the repository
 * @param work folder for everything that is made; null means a new one
 * @param frontPort 0 means a free one
 * @param backPort 0 means a free one
 * @param keep true to leave the pair running
 */
record DemoOptions(Path home, @Nullable Path work, int frontPort, int backPort, boolean keep) {
  static final String USAGE =
      """
      Usage: %s [--front-port PORT] [--back-port PORT] [--work DIR] [--keep]

        --front-port PORT  where the front listens on 127.0.0.1 (default: a free port)
        --back-port PORT   where the back listens on 127.0.0.1 (default: a free port)
        --work DIR         an empty or new folder for stores, configurations, journals and logs
                           (default: a new one; it stays for you to look at)
        --keep             leave the pair running, and say how to stop it
        --help             this text

      Exit codes: 0 all that is promised happened; 1 something did not; 64 the command line.""";

  /**
   * Reads the words; the first is the folder of the repository, from the script.
   *
   * @throws IllegalArgumentException saying which word is wrong
   */
  static DemoOptions parse(List<String> words) {
    Iterator<String> rest = words.iterator();
    Path home = Path.of(rest.next());
    Path work = null;
    int front = 0;
    int back = 0;
    boolean keep = false;
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--front-port" -> front = port(word, rest);
        case "--back-port" -> back = port(word, rest);
        case "--work" -> work = Path.of(value(word, rest)).toAbsolutePath();
        case "--keep" -> keep = true;
        default -> throw new IllegalArgumentException(word + ": unknown option; try --help");
      }
    }
    return new DemoOptions(home, work, front, back, keep);
  }

  private static int port(String option, Iterator<String> rest) {
    String value = value(option, rest);
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below with the other kind.
    }
    throw new IllegalArgumentException(
        option + ": found " + value + "; expected a port from 0 to 65535");
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + ": found nothing behind it; expected a value");
    }
    return rest.next();
  }

  Path script(String name) {
    return home.resolve("scripts").resolve(name);
  }
}
