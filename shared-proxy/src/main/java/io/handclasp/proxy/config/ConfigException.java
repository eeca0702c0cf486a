package io.handclasp.proxy.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used; holds every problem that was found, in the order of the file. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /** With all problems, at least one. */
  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem; never empty. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
