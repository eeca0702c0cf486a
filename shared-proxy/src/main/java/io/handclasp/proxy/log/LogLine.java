package io.handclasp.proxy.log;

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

  /** Tells the encoder that the message is the whole line. */
  static final Marker WHOLE = MarkerFactory.getDetachedMarker("whole");

  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int LONGEST_VALUE = 2_048;

  private final boolean json;
  private final int longestValue;
  private final StringBuilder text = new StringBuilder(256);

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
    text.setLength(0);
    if (json) {
      text.append("\"event\":\"").append(event).append('"');
    } else {
      text.append(event);
    }
    return this;
  }

  /** Adds a text; nothing where it is null. */
  public LogLine add(String key, @Nullable CharSequence value) {
    if (value == null) {
      return this;
    }
    key(key);
    boolean quoted = json || needsQuotes(value);
    if (quoted) {
      text.append('"');
    }
    escape(text, value, longestValue);
    if (quoted) {
      text.append('"');
    }
    return this;
  }

  /** Adds a number. */
  public LogLine add(String key, long value) {
    key(key).append(value);
    return this;
  }

  /** Adds a time in milliseconds with three decimals. */
  public LogLine addMillis(String key, long nanos) {
    long micros = nanos / 1_000;
    key(key).append(micros / 1_000).append('.');
    long rest = micros % 1_000;
    text.append((char) ('0' + rest / 100))
        .append((char) ('0' + rest / 10 % 10))
        .append((char) ('0' + rest % 10));
    return this;
  }

  private StringBuilder key(String key) {
    if (json) {
      return text.append(",\"").append(key).append("\":");
    }
    return text.append(' ').append(key).append('=');
  }

  private static boolean needsQuotes(CharSequence value) {
    if (value.isEmpty()) {
      return true;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == '"' || c == '=' || c == '\\' || c >= 0x7f) {
        return true;
      }
    }
    return false;
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
    return text.toString();
  }
}
