package io.handclasp.handshake.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a record is written.
 *
 * @param text longest text in characters
 * @param items most entries of a list
 * @param certificates most certificates of a chain
 * @param steps most steps
 * @param cut true where this is less than records hold by themselves
 */
record RecordBounds(int text, int items, int certificates, int steps, boolean cut) {
  static final List<RecordBounds> LOOSE_TO_TIGHT =
      List.of(
          new RecordBounds(512, 64, 8, 64, false),
          new RecordBounds(200, 24, 4, 48, true),
          new RecordBounds(120, 8, 2, 32, true),
          new RecordBounds(48, 3, 1, 24, true));

  /** Whether {@link #text} leaves it as it is. */
  boolean holds(@Nullable String full) {
    return full == null || full.length() <= text;
  }

  String text(String full) {
    if (holds(full)) {
      return full;
    }
    int end = Character.isHighSurrogate(full.charAt(text - 1)) ? text - 1 : text;
    return full.substring(0, end) + "…";
  }

  <T> List<T> items(List<T> all) {
    return first(all, items);
  }

  static <T> List<T> first(List<T> all, int most) {
    return all.size() <= most ? all : all.subList(0, most);
  }
}
