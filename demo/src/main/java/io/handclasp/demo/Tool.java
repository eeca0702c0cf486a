package io.handclasp.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end and gives back what it printed. */
final class Tool {
  private static final int SECONDS = 120;

  private final Path folder;

  /** Commands run in that folder. */
  Tool(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs a command.
   *
   * @param answer what it reads from standard input
   * @return what it printed, both outputs together
   * @throws ShowFailure where it did not end with 0 in time
   */
  String run(String answer, List<String> words) throws ShowFailure, InterruptedException {
    try {
      Path printed = Files.createTempFile(folder, "printed", ".txt");
      try {
        return run(answer, words, printed);
      } finally {
        Files.delete(printed);
      }
    } catch (IOException e) {
      throw new ShowFailure("cannot run " + words.get(0) + ": " + e.getMessage());
    }
  }

  private String run(String answer, List<String> words, Path printed)
      throws IOException, ShowFailure, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try (var input = process.getOutputStream()) {
      input.write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It has ended without reading: its exit code tells.
    }
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new ShowFailure(words.get(0) + " did not end within " + SECONDS + " s");
    }
    String text = Files.readString(printed);
    if (process.exitValue() != 0) {
      throw new ShowFailure(
          String.join(" ", words) + " ended with " + process.exitValue() + ":\n" + text);
    }
    return text;
  }

  /** The same without input. */
  String run(List<String> words) throws ShowFailure, InterruptedException {
    return run("", words);
  }

  /** A command with its words. */
  static List<String> words(Object command, String... words) {
    List<String> all = new ArrayList<>();
    all.add(command.toString());
    all.addAll(List.of(words));
    return all;
  }
}
