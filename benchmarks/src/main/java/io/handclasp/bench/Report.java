package io.handclasp.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the results of all rounds, and tells their medians as Markdown. Ratios are taken within
 * each round, where both slices are seconds apart: a machine that is slow for a minute is so for
 * both.
 */
final class Report {
  private final List<Pair> pairs;
  private final Map<Workload, Map<String, List<Slice.Result>>> results = new LinkedHashMap<>();

  Report(List<Pair> pairs) {
    this.pairs = List.copyOf(pairs);
  }

  void add(Workload workload, Pair pair, Slice.Result result) {
    results
        .computeIfAbsent(workload, key -> new LinkedHashMap<>())
        .computeIfAbsent(pair.name(), key -> new ArrayList<>())
        .add(result);
  }

  void print(PrintStream out) {
    for (Map.Entry<Workload, Map<String, List<Slice.Result>>> entry : results.entrySet()) {
      print(entry.getKey(), entry.getValue(), out);
    }
    printGrowth(out);
    out.flush();
  }

  private void print(Workload workload, Map<String, List<Slice.Result>> of, PrintStream out) {
    List<String> columns = workload.kind().columns();
    out.printf("%n### %s (`%s`)%n%n", workload.title(), workload.word());
    out.printf("| pair | %s | of the best peer | failures |%n", String.join(" | ", columns));
    out.printf("|---|%s---|---|%n", "---:|".repeat(columns.size()));
    Optional<List<Slice.Result>> best =
        pairs.stream()
            .filter(Pair::isPeer)
            .map(pair -> of.getOrDefault(pair.name(), List.of()))
            .filter(rounds -> !rounds.isEmpty())
            .min(Comparator.comparingDouble(rounds -> Median.of(costs(rounds, 0))));
    for (Pair pair : pairs) {
      List<Slice.Result> rounds = of.get(pair.name());
      if (rounds != null) {
        StringBuilder row = new StringBuilder("| " + pair.name() + " |");
        for (int i = 0; i < columns.size(); i++) {
          row.append(' ').append(number(Median.of(costs(rounds, i)))).append(" |");
        }
        row.append(' ').append(best.map(peer -> ratio(rounds, peer)).orElse("")).append(" | ");
        row.append(rounds.stream().mapToLong(Slice.Result::failures).sum()).append(" |");
        out.println(row);
      }
    }
  }

  /** What a request costs where connections are many, by what it costs where they are some. */
  private void printGrowth(PrintStream out) {
    Map<String, List<Slice.Result>> few = results.getOrDefault(Workload.GET_64, Map.of());
    Map<String, List<Slice.Result>> many = results.getOrDefault(Workload.GET_5000, Map.of());
    if (few.isEmpty() || many.isEmpty()) {
      return;
    }
    out.printf("%n### From %s to %s%n%n", Workload.GET_64.word(), Workload.GET_5000.word());
    out.printf("| pair | times |%n|---|---|%n");
    few.forEach(
        (pair, before) -> {
          List<Slice.Result> after = many.get(pair);
          if (after != null) {
            out.printf("| %s | %s |%n", pair, ratio(after, before));
          }
        });
  }

  /** The median of the rounds' ratios, and between what the middle half of them lies. */
  private static String ratio(List<Slice.Result> of, List<Slice.Result> to) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < of.size(); round++) {
      ratios.add(of.get(round).values().get(0) / to.get(round).values().get(0));
    }
    Collections.sort(ratios);
    int quarter = ratios.size() / 4;
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        Median.of(ratios),
        ratios.get(quarter),
        ratios.get(ratios.size() - 1 - quarter));
  }

  private static List<Double> costs(List<Slice.Result> rounds, int column) {
    return rounds.stream().map(round -> round.values().get(column)).toList();
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
