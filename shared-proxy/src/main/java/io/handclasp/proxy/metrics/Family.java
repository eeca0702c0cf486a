package io.handclasp.proxy.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import org.jspecify.annotations.Nullable;

/** One metric being filled for one scrape. Labels are given as names and values in turn. */
interface Family {
  /** What a scrape shows of it. */
  MetricSnapshot snapshot();

  /** Prometheus wants to see base units only, and only where they are in the name. */
  static @Nullable Unit unit(String name) {
    if (name.endsWith("_seconds")) {
      return Unit.SECONDS;
    }
    return name.endsWith("_bytes") ? Unit.BYTES : null;
  }

  /** What only grows; the name without its {@code _total}. */
  final class Counter implements Family {
    private final CounterSnapshot.Builder builder;

    Counter(String name, String help) {
      builder = CounterSnapshot.builder().name(name).help(help).unit(unit(name));
    }

    void add(long value, String... labels) {
      add((double) value, labels);
    }

    void add(double value, String... labels) {
      builder.dataPoint(
          CounterDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
    }

    @Override
    public MetricSnapshot snapshot() {
      return builder.build();
    }
  }

  /** What comes and goes. */
  final class Gauge implements Family {
    private final GaugeSnapshot.Builder builder;

    Gauge(String name, String help) {
      builder = GaugeSnapshot.builder().name(name).help(help).unit(unit(name));
    }

    void add(long value, String... labels) {
      add((double) value, labels);
    }

    void add(double value, String... labels) {
      builder.dataPoint(
          GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
    }

    @Override
    public MetricSnapshot snapshot() {
      return builder.build();
    }
  }

  /** Durations by upper bound. */
  final class Histogram implements Family {
    private static final double[] BOUNDS = Durations.bounds();

    private final HistogramSnapshot.Builder builder;

    Histogram(String name, String help) {
      builder = HistogramSnapshot.builder().name(name).help(help).unit(unit(name));
    }

    /** Nothing where nothing was counted. */
    void add(Durations.Sum sum, String... labels) {
      if (!sum.isEmpty()) {
        builder.dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, sum.buckets()))
                .sum(sum.seconds())
                .labels(Labels.of(labels))
                .build());
      }
    }

    @Override
    public MetricSnapshot snapshot() {
      return builder.build();
    }
  }
}
