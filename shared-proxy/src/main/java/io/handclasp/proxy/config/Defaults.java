package io.handclasp.proxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds where the file is silent, for what the records themselves do not say ({@link
 * Limits#defaults()} and its like).
 */
final class Defaults {
  static final Address FRONT_LISTEN = new Address("127.0.0.1", 8280);
  static final Address BACK_LISTEN = new Address("127.0.0.1", 8243);
  static final Address FRONT_ADMIN = new Address("127.0.0.1", 9280);
  static final Address BACK_ADMIN = new Address("127.0.0.1", 9243);
  static final long JOURNAL_BYTES = 64L << 20;
  static final int JOURNAL_KEEP = 4;
  static final List<String> LOGGERS = List.of("handshake", "access", "connection", "lifecycle");
  static final Form<Long> HEAD_SIZE =
      new Form<>(
          "a size such as 8KiB, from 256 to 1MiB",
          Defaults::headSize,
          Shape.either(
              new Shape.Range(256, 1 << 20, true),
              new Shape.Pattern("^[0-9]{1,7} ?(B|KiB|MiB)?$")));

  private Defaults() {}

  private static @Nullable Long headSize(String text) {
    Long size = Form.SIZE.parser().parse(text);
    return size == null || size < 256 || size > 1 << 20 ? null : size;
  }
}
