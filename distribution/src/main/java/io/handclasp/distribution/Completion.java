package io.handclasp.distribution;

import picocli.AutoComplete;

/** The completion for bash, made from the commands. */
final class Completion {
  static final String USAGE =
      """
      Usage: handclasp completion

      Prints the completion for bash: source <(handclasp completion).""";

  private Completion() {}

  static String script() {
    return AutoComplete.bash("handclasp", Part.all());
  }
}
