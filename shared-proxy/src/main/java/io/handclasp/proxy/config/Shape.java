package io.handclasp.proxy.config;

import java.util.List;

/**
 * How a value looks, as far as an editor can judge it that knows nothing but the text. What needs
 * more (a date, another key, a file) only the reader finds.
 */
public sealed interface Shape {
  /** Anything that is not blank. */
  record Text() implements Shape {}

  /** {@code true} or {@code false}. */
  record Truth() implements Shape {}

  /**
   * One of some words.
   *
   * @param words in the order to show them in
   */
  record Words(List<String> words) implements Shape {
    /** Copies. */
    public Words {
      words = List.copyOf(words);
    }
  }

  /**
   * What a regular expression fits that Java and JavaScript read alike.
   *
   * @param expression for the whole of the text
   */
  record Pattern(String expression) implements Shape {}

  /**
   * A number between two bounds.
   *
   * @param least smallest
   * @param most largest
   * @param whole whether without a fraction
   */
  record Range(long least, long most, boolean whole) implements Shape {}

  /**
   * Whatever fits one of several.
   *
   * @param shapes at least two
   */
  record Either(List<Shape> shapes) implements Shape {
    /** Copies. */
    public Either {
      shapes = List.copyOf(shapes);
    }
  }

  /** Whatever fits one of two. */
  static Shape either(Shape one, Shape other) {
    return new Either(List.of(one, other));
  }
}
