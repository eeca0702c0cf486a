package io.handclasp.proxy.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;

/** The metrics of one scrape, in the order they were begun. */
final class Families {
  private final List<Family> all = new ArrayList<>();

  Family.Counter counter(String name, String help) {
    return begun(new Family.Counter(name, help));
  }

  Family.Gauge gauge(String name, String help) {
    return begun(new Family.Gauge(name, help));
  }

  Family.Histogram histogram(String name, String help) {
    return begun(new Family.Histogram(name, help));
  }

  private <F extends Family> F begun(F family) {
    all.add(family);
    return family;
  }

  MetricSnapshots snapshots() {
    return new MetricSnapshots(all.stream().map(Family::snapshot).toList());
  }
}
