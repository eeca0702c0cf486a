package io.handclasp.distribution;

import picocli.AutoComplete;

/** The completion for bash, made from the commands. */
final class Completion {
  private Completion() {}

  static String script() {
    return AutoComplete.bash("handclasp", Part.all());
  }
}
