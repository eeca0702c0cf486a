package io.handclasp.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes a large journal out of a small one, says how long its records are, and times the commands
 * that look into it: {@code java … io.handclasp.bench.JournalLook JOURNAL [RECORDS]}. Each record
 * is written again and again under ids of its own.
 */
final class JournalLook {
  private JournalLook() {}

  /** Prints sizes and times. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path small = Path.of(arguments[0]);
    int records = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    List<String> lines = Files.readAllLines(small);
    sizes(lines);
    Path large = Files.createTempFile("journal", ".jsonl");
    try {
      List<String> ids = write(lines, large, records);
      System.out.println(records + " records, " + (Files.size(large) >> 20) + " MiB");
      for (int i = 0; i < 5; i++) {
        time("why", ids.get(ThreadLocalRandom.current().nextInt(ids.size())), large);
      }
      time("why", ids.get(0), large);
      time("why", ids.get(ids.size() - 1), large);
      time("stats", null, large);
      time("stats", null, large);
    } finally {
      Files.deleteIfExists(large);
    }
  }

  private static void sizes(List<String> lines) {
    List<Integer> sizes = new ArrayList<>();
    for (String line : lines) {
      sizes.add(line.getBytes(StandardCharsets.UTF_8).length);
    }
    Collections.sort(sizes);
    System.out.println(
        "bytes of a record: median "
            + sizes.get(sizes.size() / 2)
            + ", max "
            + sizes.get(sizes.size() - 1)
            + " of "
            + sizes.size());
  }

  private static List<String> write(List<String> lines, Path large, int records)
      throws IOException {
    List<String> ids = new ArrayList<>();
    try (BufferedWriter out = Files.newBufferedWriter(large)) {
      for (int i = 0; i < records; i++) {
        String line = lines.get(i % lines.size());
        String old = line.substring(7, 19);
        String id = String.format(Locale.ROOT, "%08x%04x", i * 0x9e3779b1, i & 0xffff);
        // The random begins with the id.
        out.write(line.replace(old, id));
        out.write('\n');
        ids.add(id);
      }
    }
    return ids;
  }

  private static void time(String command, @Nullable String id, Path file)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("handclasp.home", "."), "scripts/handshakes").toString());
    words.add(command);
    if (id != null) {
      words.add(id);
    }
    words.addAll(List.of("--journal", file.toString()));
    long began = System.nanoTime();
    int code =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    System.out.println(command + ": " + took.toMillis() + " ms, exit " + code);
  }
}
