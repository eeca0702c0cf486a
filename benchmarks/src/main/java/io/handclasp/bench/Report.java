package io.handclasp.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Collects the results of all rounds, and tells their medians as Markdown. */
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
  }

  private void print(Workload workload, Map<String, List<Slice.Result>> of, PrintStream out) {
    List<String> columns = workload.kind().columns();
    out.printf("%n### %s (`%s`)%n%n", workload.title(), workload.word());
    out.printf("| pair | %s | of the best peer | failures |%n", String.join(" | ", columns));
    out.printf("|---|%s---|---|%n", "---:|".repeat(columns.size()));
    OptionalDouble best =
        pairs.stream()
            .filter(Pair::isPeer)
            .map(pair -> of.getOrDefault(pair.name(), List.of()))
            .filter(rounds -> !rounds.isEmpty())
            .mapToDouble(rounds -> median(rounds, 0))
            .min();
    for (Pair pair : pairs) {
      List<Slice.Result> rounds = of.get(pair.name());
      if (rounds != null) {
        out.println(row(pair.name(), rounds, columns.size(), best));
      }
    }
    out.flush();
  }

  private static String row(
      String name, List<Slice.Result> rounds, int columns, OptionalDouble best) {
    StringBuilder row = new StringBuilder("| " + name + " |");
    for (int i = 0; i < columns; i++) {
      row.append(' ').append(number(median(rounds, i))).append(" |");
    }
    String ratio =
        best.isPresent()
            ? String.format(Locale.ROOT, "%.2f", median(rounds, 0) / best.getAsDouble())
            : "";
    long failures = rounds.stream().mapToLong(Slice.Result::failures).sum();
    return row.append(' ').append(ratio).append(" | ").append(failures).append(" |").toString();
  }

  private static double median(List<Slice.Result> rounds, int column) {
    List<Double> values = new ArrayList<>();
    rounds.forEach(round -> values.add(round.values().get(column)));
    Collections.sort(values);
    int middle = values.size() / 2;
    return values.size() % 2 == 1
        ? values.get(middle)
        : (values.get(middle - 1) + values.get(middle)) / 2;
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
