package io.handclasp.proxy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong in one file, so that all of it can be told at once. */
final class Problems {
  private final Path file;
  private final List<ConfigProblem> errors = new ArrayList<>();
  private final List<ConfigProblem> warnings = new ArrayList<>();

  Problems(Path file) {
    this.file = file;
  }

  void error(Position at, String field, String sentence) {
    errors.add(new ConfigProblem(file, at, field, sentence));
  }

  void warning(Position at, String field, String sentence) {
    warnings.add(new ConfigProblem(file, at, field, sentence));
  }

  boolean none() {
    return errors.isEmpty();
  }

  List<ConfigProblem> warnings() {
    return byPlace(warnings);
  }

  ConfigException exception() {
    return new ConfigException(byPlace(errors));
  }

  private static List<ConfigProblem> byPlace(List<ConfigProblem> problems) {
    if (problems.isEmpty()) {
      return List.of(); // as nearly always: spares each start the linking of what follows
    }
    return problems.stream()
        .sorted(
            Comparator.comparingInt((ConfigProblem p) -> p.at().line())
                .thenComparingInt(p -> p.at().column()))
        .toList();
  }
}
