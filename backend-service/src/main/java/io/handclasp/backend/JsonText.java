package io.handclasp.backend;

import java.util.List;

/** Writes one JSON text. Whoever calls it sees to the nesting. */
final class JsonText {
  private final StringBuilder text = new StringBuilder(512);
  private boolean first = true;

  JsonText beginObject() {
    text.append('{');
    first = true;
    return this;
  }

  JsonText endObject() {
    text.append('}');
    first = false;
    return this;
  }

  JsonText key(CharSequence name) {
    if (!first) {
      text.append(',');
    }
    first = false;
    quoted(name);
    text.append(':');
    return this;
  }

  JsonText member(CharSequence name, CharSequence value) {
    return key(name).quoted(value);
  }

  JsonText number(long value) {
    text.append(value);
    return this;
  }

  JsonText texts(List<? extends CharSequence> values) {
    text.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      quoted(values.get(i));
    }
    text.append(']');
    return this;
  }

  /** Bytes that came over the wire stand as the characters of Latin 1. */
  private JsonText quoted(CharSequence value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        text.append("\\u00").append(Character.forDigit(c >> 4, 16));
        text.append(Character.forDigit(c & 15, 16));
      } else {
        text.append(c);
      }
    }
    text.append('"');
    return this;
  }

  /** The whole text with a line end. */
  String end() {
    return text.append('\n').toString();
  }
}
