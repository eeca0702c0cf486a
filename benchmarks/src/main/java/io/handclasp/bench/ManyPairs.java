package io.handclasp.bench;

import io.handclasp.pki.store.StoreException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One, two and four pairs of ours on this machine, each with the same share of the connections, all
 * loaded at once: what more instances cost and bring. Prints the table of {@code docs/scale.md}.
 */
public final class ManyPairs {
  private static final int CONNECTIONS = 64;

  private final Lab lab;
  private final Origin origin;
  private final EventLoopGroup loops;
  private final Duration warm;
  private final Duration slice;

  private ManyPairs(Lab lab, Origin origin, EventLoopGroup loops, Duration warm, Duration slice) {
    this.lab = lab;
    this.origin = origin;
    this.loops = loops;
    this.warm = warm;
    this.slice = slice;
  }

  /** Words: {@code counts=1,2,4 warm=20 slice=10}. */
  public static void main(String[] args) throws IOException, StoreException, InterruptedException {
    Map<String, String> given = Given.of(args);
    Lab lab = Lab.make(Files.createTempDirectory("handclasp-bench-"));
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    try (Origin origin = Origin.open(loops)) {
      ManyPairs many =
          new ManyPairs(
              lab, origin, loops, seconds(given, "warm", "20"), seconds(given, "slice", "10"));
      System.out.println(
          "| pairs | requests/s of all | CPU-µs per request | p99 ms | MiB of all, loaded |");
      System.out.println("|---:|---:|---:|---:|---:|");
      for (String count : given.getOrDefault("counts", "1,2,4").split(",")) {
        System.out.println(many.run(Integer.parseInt(count)));
      }
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
    System.exit(0);
  }

  private static Duration seconds(Map<String, String> given, String name, String usual) {
    return Duration.ofSeconds(Long.parseLong(given.getOrDefault(name, usual)));
  }

  private String run(int count) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("handclasp.home", "."));
    Path java = Path.of(System.getProperty("java.home"));
    List<RunningPair> pairs = new ArrayList<>();
    List<HttpLoad> loads = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        HandclaspPair pair = new HandclaspPair("pair" + i, home, java, "");
        pairs.add(RunningPair.start(pair, lab, origin.port(), 2));
      }
      for (RunningPair pair : pairs) {
        loads.add(HttpLoad.open(loops.next(), pair.frontPort(), CONNECTIONS / count, "/1k", 0));
      }
      all(loads, warm);
      double before = cpu(pairs);
      List<HttpLoad.Outcome> outcomes = all(loads, slice);
      double cpu = cpu(pairs) - before;
      long answers = outcomes.stream().mapToLong(HttpLoad.Outcome::answers).sum();
      double slowest =
          outcomes.stream().mapToLong(each -> each.latencies().quantile(0.99)).max().orElse(0);
      return "| %d | %,.0f | %.1f | %.1f | %.0f |"
          .formatted(
              count,
              answers / (outcomes.get(0).took().toNanos() / 1e9),
              cpu / answers * 1e6,
              slowest / 1e3,
              memory(pairs) / 1024.0);
    } finally {
      loads.forEach(HttpLoad::close);
      pairs.forEach(RunningPair::close);
    }
  }

  private static List<HttpLoad.Outcome> all(List<HttpLoad> loads, Duration time) {
    List<CompletableFuture<HttpLoad.Outcome>> running =
        loads.stream()
            .map(
                load ->
                    CompletableFuture.supplyAsync(
                        () -> run(load, time), task -> new Thread(task, "load").start()))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  private static HttpLoad.Outcome run(HttpLoad load, Duration time) {
    try {
      return load.run(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double cpu(List<RunningPair> pairs) throws IOException {
    double sum = 0;
    for (RunningPair pair : pairs) {
      sum += pair.cpu();
    }
    return sum;
  }

  private static long memory(List<RunningPair> pairs) throws IOException {
    long sum = 0;
    for (RunningPair pair : pairs) {
      sum += pair.memory();
    }
    return sum;
  }
}
