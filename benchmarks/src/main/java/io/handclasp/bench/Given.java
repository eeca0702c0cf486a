package io.handclasp.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a command line gives, as {@code NAME=VALUE} words. */
final class Given {
  private final Map<String, String> values = new HashMap<>();

  private Given() {}

  /**
   * Reads the words.
   *
   * @param names those that mean something
   * @throws IllegalArgumentException where a word is in another form, or its name none of these
   */
  static Given of(Set<String> names, String... words) {
    Given given = new Given();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(word + ": expected NAME=VALUE");
      }
      String name = word.substring(0, equals);
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            word + ": expected one of " + String.join(", ", new TreeSet<>(names)));
      }
      given.values.put(name, word.substring(equals + 1));
    }
    return given;
  }

  /** The text of that name, or the usual one. */
  String text(String name, String usual) {
    return values.getOrDefault(name, usual);
  }

  /** The texts of that name, which commas part, or the usual ones. */
  List<String> texts(String name, String usual) {
    return List.of(text(name, usual).split(","));
  }

  /**
   * The number of that name, or the usual one.
   *
   * @throws IllegalArgumentException where it is none that is above zero
   */
  int number(String name, int usual) {
    String text = text(name, Integer.toString(usual));
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(name + "=" + text + ": expected a number above zero");
    }
    return Integer.parseInt(text);
  }

  /**
   * So many seconds, such as 4 or 0.5, or the usual.
   *
   * @throws IllegalArgumentException where it is no such number, or zero
   */
  Duration seconds(String name, int usual) {
    String text = text(name, Integer.toString(usual));
    if (!text.matches("[0-9]{1,9}([.][0-9]{1,3})?") || new BigDecimal(text).signum() == 0) {
      throw new IllegalArgumentException(name + "=" + text + ": expected seconds above zero");
    }
    return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
  }

  /** The number that {@link #seconds} reads as that time. */
  static String inSeconds(Duration time) {
    BigDecimal seconds = BigDecimal.valueOf(time.toMillis(), 3);
    return seconds.stripTrailingZeros().toPlainString();
  }

  /**
   * Whether {@code NAME=true} is given.
   *
   * @throws IllegalArgumentException where it is neither true nor false
   */
  boolean flag(String name) {
    String text = text(name, "false");
    if (!Set.of("true", "false").contains(text)) {
      throw new IllegalArgumentException(name + "=" + text + ": expected true or false");
    }
    return text.equals("true");
  }
}
