package io.handclasp.proxy.log;

import io.handclasp.proxy.config.Address;
import org.jspecify.annotations.Nullable;

/**
 * A key whose value is mostly that of the line before, and what was made of both last. For one
 * {@link LogLine}.
 *
 * @param <T> what values are, which do not change any more
 */
final class LineMemo<T> {
  private final LineKey key;
  private final Form<T> form;
  private @Nullable T value;
  private byte[] made = {};

  /** How a line takes such a value. */
  private interface Form<T> {
    LogLine add(LogLine line, LineKey key, T value);
  }

  private LineMemo(LineKey key, Form<T> form) {
    this.key = key;
    this.form = form;
  }

  static LineMemo<CharSequence> ofText(LineKey key) {
    return new LineMemo<>(key, LogLine::add);
  }

  static LineMemo<Address> ofAddress(LineKey key) {
    return new LineMemo<>(key, LogLine::add);
  }

  /** Adds key and value to its line. */
  @SuppressWarnings("ReferenceEquality") // another object with the same content is made anew
  void addTo(LogLine line, T next) {
    LineBytes bytes = line.bytes();
    if (next == value) {
      bytes.add(made);
    } else {
      int before = bytes.length();
      form.add(line, key, next);
      value = next;
      made = bytes.since(before);
    }
  }
}
