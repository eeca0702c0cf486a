package io.handclasp.proxy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong in one file, so that all of it can be told at once. */
final class Problems {
  private static final Comparator<ConfigProblem> BY_PLACE =
      Comparator.comparingInt((ConfigProblem p) -> p.at().line())
          .thenComparingInt(p -> p.at().column());

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
    return warnings.stream().sorted(BY_PLACE).toList();
  }

  ConfigException exception() {
    return new ConfigException(errors.stream().sorted(BY_PLACE).toList());
  }
}
