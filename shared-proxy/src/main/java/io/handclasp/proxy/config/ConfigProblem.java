package io.handclasp.proxy.config;

import java.nio.file.Path;

/**
 * One thing in a configuration file that is wrong, or deserves a warning.
 *
 * @param file the YAML file
 * @param at where in it
 * @param field the path of the key, such as {@code routes[0].endpoint}; empty for the whole file
 * @param sentence what was found and what was expected; never a password
 */
public record ConfigProblem(Path file, Position at, String field, String sentence) {
  /** One line: {@code FILE:LINE:COLUMN: FIELD: SENTENCE}. */
  @Override
  public String toString() {
    return file + ":" + at + ": " + (field.isEmpty() ? "" : field + ": ") + sentence;
  }
}
