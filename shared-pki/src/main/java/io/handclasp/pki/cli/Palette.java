package io.handclasp.pki.cli;

import java.util.Map;

/**
 * Colours for a terminal; plain text elsewhere, and where {@code NO_COLOR} is set.
 *
 * @param coloured true to write colours
 */
record Palette(boolean coloured) {
  /** The launcher says whether standard output is a terminal: Java 17 cannot tell. */
  static final String TERMINAL_PROPERTY = "handclasp.terminal";

  static Palette of(Map<String, String> environment) {
    boolean wanted =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Palette(wanted && Boolean.getBoolean(TERMINAL_PROPERTY));
  }

  String good(String text) {
    return paint("32", text);
  }

  String warning(String text) {
    return paint("33;1", text);
  }

  /** White on red: cannot be overlooked. */
  String alarm(String text) {
    return paint("97;41;1", text);
  }

  String title(String text) {
    return paint("1", text);
  }

  private String paint(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
