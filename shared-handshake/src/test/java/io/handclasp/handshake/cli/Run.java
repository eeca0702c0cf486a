package io.handclasp.handshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command within the test's process, with what it wrote and ended with. */
record Run(int code, String out, String err) {
  static Run handshakes(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = String.valueOf(arguments[i]);
    }
    int code = new Handshakes().run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Run(code, out.toString(), err.toString());
  }

  /** Runs, and expects it to end well. */
  static Run ok(Object... arguments) {
    Run run = handshakes(arguments);
    assertThat(run.code()).as(run.err() + run.out()).isZero();
    return run;
  }
}
