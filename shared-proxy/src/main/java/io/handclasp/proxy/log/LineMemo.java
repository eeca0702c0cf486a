package io.handclasp.proxy.log;

import org.jspecify.annotations.Nullable;

/**
 * A key whose value is mostly that of the line before, and what was made of both last. For one
 * {@link LogLine}.
 */
final class LineMemo {
  private final LineKey key;
  private @Nullable Object value;
  private byte[] made = {};

  LineMemo(LineKey key) {
    this.key = key;
  }

  LineKey key() {
    return key;
  }

  /** What was made of that very value; null where the last one was another. */
  byte @Nullable [] madeOf(Object asked) {
    return asked == value ? made : null;
  }

  /** Of a value that does not change. */
  void keep(Object of, byte[] bytes) {
    value = of;
    made = bytes;
  }
}
