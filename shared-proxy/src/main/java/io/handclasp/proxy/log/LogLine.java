package io.handclasp.proxy.log;

import io.handclasp.proxy.config.Address;
import io.handclasp.proxy.config.LogConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Builds one line of keys and values, in the form that was configured: {@code word key=value …} for
 * people, the inside of a JSON object for programs. Whatever a value holds, the line stays one line
 * and its keys stay ours: control characters are escaped, and in the text form values with spaces
 * or quotes are quoted. Not safe for use by several threads.
 */
public final class LogLine {
  /** Tells the encoder that the message was made here and needs no further escaping. */
  static final Marker MADE = MarkerFactory.getDetachedMarker("made");

  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int LONGEST_VALUE = 2_048;

  /** What needs no escape within quotes. */
  private static final boolean[] QUOTED = quoted();

  /** What needs no quotes either. */
  private static final boolean[] PLAIN = plain();

  private final boolean json;
  private final int longestValue;
  private final LineBytes line = new LineBytes(512);

  /** An empty line of that form. */
  public LogLine(LogConfig.Format format) {
    this(format, LONGEST_VALUE);
  }

  /** An empty line of that form, whose values are cut once they take so many characters. */
  LogLine(LogConfig.Format format, int longestValue) {
    json = format == LogConfig.Format.JSON;
    this.longestValue = longestValue;
  }

  /** Begins anew with the word that says what happened. */
  public LogLine begin(String event) {
    line.clear();
    return event(event);
  }

  /** What was made so far, and is to be added to. */
  LineBytes bytes() {
    return line;
  }

  /** Adds the word that says what happened. */
  LogLine event(String event) {
    if (json) {
      line.add("\"event\":\"").add(event).add('"');
    } else {
      line.add(event);
    }
    return this;
  }

  /** Adds a text; nothing where it is null. */
  LogLine add(LineKey key, @Nullable CharSequence value) {
    if (value != null) {
      key(key);
      value(value);
    }
    return this;
  }

  /** Adds an address; nothing where it is null. */
  LogLine add(LineKey key, @Nullable Address value) {
    if (value == null) {
      return this;
    }
    key(key);
    int before = line.length();
    if (json) {
      line.add('"');
    }
    if (value.host().indexOf(':') < 0 && line.addIfOnly(value.host(), PLAIN)) {
      line.add(':').add(value.port());
      if (json) {
        line.add('"');
      }
    } else {
      line.cut(before);
      value(value.toString());
    }
    return this;
  }

  /** Adds a value that is mostly the one of the line before; nothing where it is null. */
  <T> LogLine add(LineMemo<T> memo, @Nullable T value) {
    if (value != null) {
      memo.addTo(this, value);
    }
    return this;
  }

  /** Adds a number. */
  LogLine add(LineKey key, long value) {
    key(key);
    line.add(value);
    return this;
  }

  /** Adds a time in milliseconds with three decimals. */
  LogLine addMillis(LineKey key, long nanos) {
    key(key);
    long micros = nanos / 1_000;
    line.add(micros / 1_000).add('.').addThousandths((int) (micros % 1_000));
    return this;
  }

  private void key(LineKey key) {
    line.add(key.bytes(json));
  }

  /** Most values are short, and plain or at least fit to be quoted as they are. */
  private void value(CharSequence value) {
    if (value.length() > longestValue || value.isEmpty()) {
      careful(value);
      return;
    }
    if (!json && line.addIfOnly(value, PLAIN)) {
      return;
    }
    int before = line.length();
    line.add('"');
    if (line.addIfOnly(value, QUOTED)) {
      line.add('"');
    } else {
      line.cut(before);
      careful(value);
    }
  }

  private void careful(CharSequence value) {
    StringBuilder escaped = new StringBuilder(value.length() + 16);
    boolean quoted = json || needsQuotes(value);
    if (quoted) {
      escaped.append('"');
    }
    escape(escaped, value, longestValue);
    if (quoted) {
      escaped.append('"');
    }
    line.add(escaped.toString());
  }

  private static boolean needsQuotes(CharSequence value) {
    if (value.isEmpty()) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= PLAIN.length || !PLAIN[c]) {
        return true;
      }
    }
    return false;
  }

  private static boolean[] quoted() {
    boolean[] quoted = new boolean[0x7f];
    for (char c = ' '; c < quoted.length; c++) {
      quoted[c] = c != '"' && c != '\\';
    }
    return quoted;
  }

  private static boolean[] plain() {
    boolean[] plain = QUOTED.clone();
    plain[' '] = false;
    plain['='] = false;
    return plain;
  }

  /** Escapes as JSON does, and beyond that whatever could move a terminal's cursor or its text. */
  static void escape(StringBuilder out, CharSequence value) {
    escape(out, value, LONGEST_VALUE);
  }

  private static void escape(StringBuilder out, CharSequence value, int longest) {
    int most = out.length() + longest;
    for (int i = 0; i < value.length(); i++) {
      if (out.length() >= most) {
        out.append('…');
        return;
      }
      escape(out, value.charAt(i));
    }
  }

  private static void escape(StringBuilder out, char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (isUnsafe(c)) {
      out.append("\\u")
          .append(HEX[c >> 12])
          .append(HEX[c >> 8 & 15])
          .append(HEX[c >> 4 & 15])
          .append(HEX[c & 15]);
    } else {
      out.append(c);
    }
  }

  /**
   * Control characters, and whatever can move a terminal's cursor, turn the direction of its text,
   * or not be seen at all; and halves of a pair.
   */
  static boolean isUnsafe(char c) {
    return c < 0x7f ? c < ' ' : !isVisible(c);
  }

  private static boolean isVisible(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return line.toString();
  }
}
