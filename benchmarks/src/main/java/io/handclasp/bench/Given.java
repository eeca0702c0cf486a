package io.handclasp.bench;

import java.util.HashMap;
import java.util.Map;

/** What a command line gives, as {@code NAME=VALUE} words. */
final class Given {
  private Given() {}

  /**
   * The values by name.
   *
   * @throws IllegalArgumentException where a word is in another form
   */
  static Map<String, String> of(String... words) {
    Map<String, String> given = new HashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(word + ": expected NAME=VALUE");
      }
      given.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return given;
  }
}
