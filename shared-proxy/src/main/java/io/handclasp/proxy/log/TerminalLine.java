package io.handclasp.proxy.log;

import ch.qos.logback.classic.Level;

/**
 * Lays a line out for people at a terminal: level, logger and event in columns, keys in the
 * background. The text is one that {@link LogLine} made, so that quotes and spaces mean what they
 * seem to.
 */
final class TerminalLine {
  private static final String DIM = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";
  private static final String CYAN = "\u001b[36m";
  private static final String END = "\u001b[0m";
  private static final int LOGGER_WIDTH = 10;
  private static final int EVENT_WIDTH = 11;

  private final boolean colours;

  TerminalLine(boolean colours) {
    this.colours = colours;
  }

  void time(CharSequence time, StringBuilder out) {
    painted(DIM, time, out);
    out.append(' ');
  }

  void level(Level level, StringBuilder out) {
    painted(colour(level), level.levelStr, out);
    pad(5 - level.levelStr.length() + 1, out);
  }

  void logger(String name, StringBuilder out) {
    painted(CYAN, name, out);
    pad(LOGGER_WIDTH - name.length() + 1, out);
  }

  /** An event and its keys and values. */
  void made(String text, StringBuilder out) {
    int end = text.indexOf(' ');
    String event = end < 0 ? text : text.substring(0, end);
    painted(BOLD, event, out);
    if (end < 0) {
      return;
    }
    pad(EVENT_WIDTH - event.length(), out);
    int at = end;
    while (at < text.length()) {
      int value = text.indexOf('=', at) + 1;
      if (value == 0) {
        out.append(text, at, text.length());
        return;
      }
      painted(DIM, text.substring(at, value), out);
      at = endOfValue(text, value);
      out.append(text, value, at);
    }
  }

  private static int endOfValue(String text, int from) {
    boolean quoted = from < text.length() && text.charAt(from) == '"';
    for (int i = quoted ? from + 1 : from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (quoted && c == '"') {
        return i + 1;
      } else if (!quoted && c == ' ') {
        return i;
      }
    }
    return text.length();
  }

  private void painted(String colour, CharSequence text, StringBuilder out) {
    if (colours) {
      out.append(colour).append(text).append(END);
    } else {
      out.append(text);
    }
  }

  private static void pad(int spaces, StringBuilder out) {
    out.append(" ".repeat(Math.max(0, spaces)));
  }

  private static String colour(Level level) {
    return switch (level.levelInt) {
      case Level.ERROR_INT -> "\u001b[1;31m";
      case Level.WARN_INT -> "\u001b[33m";
      case Level.INFO_INT -> "\u001b[32m";
      default -> DIM;
    };
  }
}
