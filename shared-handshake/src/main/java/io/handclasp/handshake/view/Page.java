package io.handclasp.handshake.view;

/** Gathers lines of at most {@link #WIDTH} columns. Texts that are put on it are escaped. */
final class Page {
  /** Fits a terminal side by side with another, and a ticket. */
  static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder(4_096);

  /** An empty line, unless it would be the first. */
  Page gap() {
    if (text.length() > 0) {
      text.append('\n');
    }
    return this;
  }

  /** A line as it is, which is short and made here. */
  Page line(String made) {
    text.append(made.stripTrailing()).append('\n');
    return this;
  }

  /** A heading. */
  Page head(String made) {
    return gap().line(made);
  }

  /** Words after a label, with further lines below the first word. */
  Page words(int indent, String label, String words) {
    String prefix = " ".repeat(indent) + label;
    return wrapped(prefix, prefix.length(), words);
  }

  /** Words after a label, with further lines below that column. */
  Page words(int indent, String label, int column, String words) {
    return wrapped(" ".repeat(indent) + label, column, words);
  }

  /** A command to be copied: where it is too long it goes on behind a backslash, as in a shell. */
  Page command(int indent, String command) {
    String rest = Printed.of(command);
    String margin = " ".repeat(indent);
    while (margin.length() + rest.length() > WIDTH) {
      int end = lastGap(rest, WIDTH - margin.length() - " \\".length());
      if (end <= 0) {
        break;
      }
      line(margin + rest.substring(0, end) + " \\");
      rest = rest.substring(end + 1);
      margin = " ".repeat(indent + 4);
    }
    return line(margin + rest);
  }

  /** The last space up to that place that stands between words and not within quotes; or -1. */
  private static int lastGap(String command, int most) {
    int last = -1;
    char quote = 0;
    for (int i = 0; i <= most && i < command.length(); i++) {
      char c = command.charAt(i);
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (c == ' ' && quote == 0) {
        last = i;
      }
    }
    return last;
  }

  private Page wrapped(String first, int column, String words) {
    StringBuilder line = new StringBuilder(first);
    if (line.length() < column) {
      line.append(" ".repeat(column - line.length()));
    }
    int empty = line.length();
    for (String word : Printed.of(words).split(" ", -1)) {
      String rest = word;
      if (line.length() > empty && line.length() + 1 + rest.length() > WIDTH) {
        line(line.toString());
        line.setLength(0);
        line.append(" ".repeat(column));
        empty = column;
      } else if (line.length() > empty) {
        line.append(' ');
      }
      while (line.length() + rest.length() > WIDTH) {
        int room = WIDTH - line.length();
        line(line + rest.substring(0, room));
        rest = rest.substring(room);
        line.setLength(0);
        line.append(" ".repeat(column));
        empty = column;
      }
      line.append(rest);
    }
    return line(line.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
