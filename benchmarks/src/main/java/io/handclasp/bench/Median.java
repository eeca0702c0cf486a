package io.handclasp.bench;

import java.util.List;

/** What the rounds of a run come to: the one in the middle, or the mean of the two there. */
final class Median {
  private Median() {}

  /** Of at least one value, in any order. */
  static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
