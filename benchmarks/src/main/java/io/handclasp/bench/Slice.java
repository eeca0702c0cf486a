package io.handclasp.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs one workload on one pair for a few seconds. */
final class Slice {
  private final EventLoop loop;
  private final Lab lab;
  private final int rate;

  /**
   * What came of it.
   *
   * @param values in the order of the workload's columns
   * @param failures answers that were none, and connections lost
   */
  record Result(List<Double> values, long failures) {
    Result {
      values = List.copyOf(values);
    }
  }

  Slice(EventLoop loop, Lab lab, int rate) {
    this.loop = loop;
    this.lab = lab;
    this.rate = rate;
  }

  Result run(Workload workload, RunningPair pair, Duration time)
      throws IOException, InterruptedException {
    return switch (workload.kind()) {
      case REQUESTS, BYTES, LATENCY -> requests(workload, pair, time);
      case HANDSHAKES -> handshakes(workload, pair, time);
      case MEMORY -> memory(workload, pair);
      case START -> new Result(List.of(pair.startTime().toNanos() / 1e6), 0);
    };
  }

  private Result requests(Workload workload, RunningPair pair, Duration time)
      throws IOException, InterruptedException {
    try (HttpLoad load = open(workload, pair)) {
      double before = pair.cpu();
      HttpLoad.Outcome outcome =
          load.run(time, workload.kind() == Workload.Kind.LATENCY ? rate : 0);
      double cpu = pair.cpu() - before;
      double seconds = outcome.took().toNanos() / 1e9;
      return new Result(
          switch (workload.kind()) {
            case BYTES ->
                List.of(cpu / outcome.bytes() * (1L << 30), outcome.bytes() / seconds / (1 << 20));
            case LATENCY ->
                List.of(
                    (double) outcome.latencies().quantile(0.99),
                    (double) outcome.latencies().quantile(0.5),
                    (double) outcome.latencies().quantile(0.999));
            default -> List.of(cpu / outcome.answers() * 1e6, outcome.answers() / seconds);
          },
          outcome.failures());
    }
  }

  private Result handshakes(Workload workload, RunningPair pair, Duration time)
      throws IOException, InterruptedException {
    HandshakeLoad load =
        new HandshakeLoad(loop, lab, pair.backPort(), workload == Workload.RESUMED);
    double before = pair.backCpu();
    HandshakeLoad.Outcome outcome = load.run(time, workload.connections());
    double cpu = pair.backCpu() - before;
    return new Result(
        List.of(
            cpu / outcome.handshakes() * 1e6,
            outcome.handshakes() / (outcome.took().toNanos() / 1e9)),
        outcome.failures());
  }

  /** Fresh but for a little load; with idle connections; after as many worked at once. */
  private Result memory(Workload workload, RunningPair pair)
      throws IOException, InterruptedException {
    Duration brief = Duration.ofSeconds(3);
    try (HttpLoad few = open(Workload.GET_64, pair)) {
      few.run(brief);
    }
    long idle = pair.memory();
    List<Double> values = new ArrayList<>(List.of(idle / 1024.0));
    try (HttpLoad many = open(workload, pair)) {
      values.add((double) (pair.memory() - idle) / workload.connections());
      HttpLoad.Outcome outcome = many.run(brief);
      values.add(pair.memory() / 1024.0);
      return new Result(values, outcome.failures());
    }
  }

  private HttpLoad open(Workload workload, RunningPair pair) {
    return HttpLoad.open(
        loop, pair.frontPort(), workload.connections(), workload.path(), workload.body());
  }
}
