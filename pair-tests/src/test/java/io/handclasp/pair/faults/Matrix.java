package io.handclasp.pair.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How well each end named each cause, by providers and version; written into {@code target}. */
final class Matrix {
  private static final Path FOLDER = Path.of("target", "fault-matrix");

  private final String name;
  private final ConcurrentMap<String, ConcurrentMap<String, String>> cells =
      new ConcurrentHashMap<>();

  private final List<String> records = Collections.synchronizedList(new ArrayList<>());

  Matrix(String name) {
    this.name = name;
  }

  /** Notes what {@code told} says where {@code truth} is the cause. */
  void note(String truth, String column, HandshakeRecord told) {
    String grade = grade(truth, told);
    records.add(new String(RecordJson.write(told), UTF_8).strip());
    cells
        .computeIfAbsent(truth, t -> new ConcurrentHashMap<>())
        .merge(column, grade, (one, other) -> one.equals(other) ? one : one + ", " + other);
  }

  static String grade(String truth, HandshakeRecord told) {
    if (told.cause().equals(truth)) {
      return switch (requireNonNull(told.certainty(), "certainty")) {
        case KNOWN -> "exact";
        case INFERRED -> "inferred";
        case OTHER_END -> "likely";
      };
    }
    if (told.alsoCauses().contains(truth)) {
      return "listed behind " + told.cause();
    }
    return told.certainty() == Certainty.OTHER_END
        ? "open: " + told.cause()
        : "wrong: " + told.cause();
  }

  /** What docs/verdicts.md has of it: the providers alone, each with itself. */
  private String page() {
    StringBuilder text = new StringBuilder("| cause |");
    List<String> columns = new ArrayList<>();
    for (String end : List.of("front", "back")) {
      for (Combination combination : Combination.ALL) {
        columns.add(combination + ", " + end);
        text.append(' ').append(end).append(' ').append(combination.front());
        text.append(' ').append(combination.version().substring(4)).append(" |");
      }
    }
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    for (Map.Entry<String, ConcurrentMap<String, String>> row : new TreeMap<>(cells).entrySet()) {
      text.append("| `").append(row.getKey()).append("` |");
      for (String column : columns) {
        String cell = row.getValue().getOrDefault(column, "–");
        text.append(' ').append(cell.replaceAll("(listed|open|wrong)[^,]*", "$1")).append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Writes the table, and the records as a journal. */
  void write() throws IOException {
    Set<String> columns = new TreeSet<>();
    cells.values().forEach(row -> columns.addAll(row.keySet()));
    StringBuilder text = new StringBuilder("| cause |");
    columns.forEach(c -> text.append(' ').append(c).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    new TreeMap<>(cells)
        .forEach(
            (cause, row) -> {
              text.append("| `").append(cause).append("` |");
              columns.forEach(c -> text.append(' ').append(row.getOrDefault(c, "")).append(" |"));
              text.append('\n');
            });
    for (String grade : List.of("exact", "inferred", "likely", "listed", "open", "wrong")) {
      long count =
          cells.values().stream()
              .flatMap(row -> row.values().stream())
              .filter(cell -> cell.startsWith(grade))
              .count();
      text.append('\n').append(grade).append(": ").append(count);
    }
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve(name + ".md"), text + "\n");
    Files.writeString(FOLDER.resolve(name + "-page.md"), page());
    Files.write(FOLDER.resolve(name + ".jsonl"), records);
  }
}
