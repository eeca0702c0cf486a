package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the real tools; tests that need one that is not installed are skipped with a word. */
final class Tool {
  private Tool() {}

  /** Runs openssl in {@code folder}, words split at spaces, and gives what it printed. */
  static String openssl(Path folder, String words) throws Exception {
    assumeTrue(onPath("openssl"), "openssl is not installed");
    return run(folder, "openssl " + words);
  }

  /** Runs keytool of the given JDK in {@code folder}, words split at spaces. */
  static String keytool(Path home, Path folder, String words) throws Exception {
    return KeytoolSession.run(home, folder, words);
  }

  /** The JDK that runs the tests, and every other one that is installed. */
  static List<Path> jdks() throws IOException {
    List<Path> found = new ArrayList<>();
    found.add(Path.of(System.getProperty("java.home")).toRealPath());
    Path folder = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> homes = Files.list(folder)) {
        for (Path home : homes.sorted().toList()) {
          if (Files.isExecutable(home.resolve("bin/keytool"))
              && !found.contains(home.toRealPath())) {
            found.add(home.toRealPath());
          }
        }
      }
    }
    return found;
  }

  static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static String run(Path folder, String line) throws Exception {
    Path log = Files.createTempFile(folder, "tool", ".log");
    Process process =
        new ProcessBuilder(line.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process.getOutputStream().close();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    String output = Files.readString(log, StandardCharsets.UTF_8);
    Files.delete(log);
    assertThat(ended).as("%s ended", line).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", line, output).isZero();
    return output;
  }
}
