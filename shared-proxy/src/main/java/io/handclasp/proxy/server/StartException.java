package io.handclasp.proxy.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy cannot start, or cannot take up another configuration. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final StartFailure failure;
  private final transient List<String> problems;

  /**
   * With every problem found.
   *
   * @param problems one line each: field, file, what was found, what to do
   */
  public StartException(StartFailure failure, List<String> problems, @Nullable Throwable cause) {
    super(String.join("\n", problems), cause);
    this.failure = failure;
    this.problems = List.copyOf(problems);
  }

  /** The kind. */
  public StartFailure failure() {
    return failure;
  }

  /** One line each. */
  public List<String> problems() {
    return problems;
  }
}
