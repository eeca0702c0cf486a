package io.handclasp.pki.store;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keytool of a JDK, kept running for the next command: nine tenths of a run are the start of
 * its Java. One command at a time; ends with the tests, when its input does.
 */
final class KeytoolSession {
  private static final Map<Path, Queue<KeytoolSession>> IDLE = new ConcurrentHashMap<>();

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private KeytoolSession(Path home) {
    try {
      process =
          new ProcessBuilder(
                  home.resolve("bin/java").toString(),
                  "-Duser.language=en",
                  "-XX:+UseSerialGC",
                  "--add-exports=java.base/sun.security.tools.keytool=ALL-UNNAMED",
                  "-cp",
                  classes(),
                  KeytoolLoop.class.getName())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  private static String classes() {
    return Path.of(
            java.net.URI.create(
                KeytoolLoop.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  /**
   * Runs a command, words split at spaces, and gives what it printed.
   *
   * @throws IOException where keytool ended with a fault
   */
  static String run(Path home, Path folder, String words) throws IOException {
    Queue<KeytoolSession> idle = IDLE.computeIfAbsent(home, h -> new ConcurrentLinkedQueue<>());
    KeytoolSession free = idle.poll();
    KeytoolSession session = free == null ? new KeytoolSession(home) : free;
    String printed = session.run(folder, words);
    idle.add(session);
    return printed;
  }

  private String run(Path folder, String words) throws IOException {
    List<String> line =
        Stream.concat(Stream.of(folder.toString()), Stream.of(words.strip().split(" +"))).toList();
    commands.write(line.stream().collect(Collectors.joining("\t", "", "\n")));
    commands.flush();
    StringBuilder printed = new StringBuilder();
    for (String answer = answers.readLine();
        !KeytoolLoop.END.equals(answer);
        answer = answers.readLine()) {
      if (answer == null) {
        throw new IOException("keytool " + words + "\n" + printed);
      }
      printed.append(answer).append('\n');
    }
    return printed.toString();
  }
}
